#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From a list of events to one row for each worker who started: contract 1 of a program."""
import csv
import sys

started = {}
left = set()
for event in csv.DictReader(sys.stdin):
    worker = event["Staff number"]
    if event["Event"] == "started" and worker not in started:
        started[worker] = (event["Date"], event["Team"])
    elif event["Event"] == "left":
        left.add(worker)

table = csv.writer(sys.stdout, lineterminator="\n")
table.writerow(["worker", "start", "team", "stayed"])
for worker, (start, team) in started.items():
    table.writerow([worker, start, team, "no" if worker in left else "yes"])
