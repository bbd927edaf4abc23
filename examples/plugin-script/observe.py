#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same events as observations: contract 1 of the plugin `script`."""
import csv
import datetime
import io
import json
import os
import sys

TEAMS = {"Duty": "duty", "Care": "care"}
CATALOGUE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "observe.json")


def observe(events):
    seen = set()
    left = {event["Staff number"] for event in events if event["Event"] == "left"}
    for row, event in enumerate(events, start=1):
        if event["Event"] != "started" or event["Staff number"] in seen:
            continue
        try:
            datetime.datetime.strptime(event["Date"], "%d/%m/%Y")
        except ValueError:
            print(json.dumps({"finding": "no_date", "line": row + 1, "column": 3, "row": row}))
            continue
        seen.add(event["Staff number"])
        for measure in ["starts"] if event["Staff number"] in left else ["starts", "stayed"]:
            print(json.dumps({"measure": measure, "person": event["Staff number"],
                              "at": {"team": TEAMS.get(event["Team"])}}))


if sys.argv[1:] == ["--describe"]:
    with open(CATALOGUE, encoding="utf-8") as catalogue:
        print(catalogue.read())
else:
    observe(list(csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig"))))
