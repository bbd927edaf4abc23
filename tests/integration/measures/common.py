# SPDX-License-Identifier: Apache-2.0
"""What the checks of the plugins' measures share: a run of a plugin as a council makes it, a tally
of what should come of it, and the comparison of every cell of every table."""
import csv
import datetime as dt
import json
import subprocess
import sys
from collections import defaultdict
from fractions import Fraction as F


def run(build, plugin, path, options=(), files=()):
    command = [f"{build}/bin/staith", "plugin", "test", f"{build}/plugins/{plugin}.so", "--source", path,
               "--council", "840", "--all", "--json"]
    for name, value in options:
        command += ["-o", f"{name}={value}"]
    for name, value in files:
        command += ["-f", f"{name}={value}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if not done.stdout:
        sys.exit(f"{plugin}: {done.stderr}")
    shown = json.loads(done.stdout)
    cells = {}
    scale = {"FTE": 1000000, "working days": 100, "£": 100}
    for cell in shown["leaves"]:
        key = (cell["table"], cell["measure"], tuple(sorted((k, v) for k, v in cell["categories"].items())))
        if "counted" in cell:
            counted = cell["counted"]
            value = F(counted, scale.get(cell["unit"], 1)) if isinstance(counted, int) else \
                F(counted.replace(",", "")) if counted is not None else None
        else:
            value = F(cell["value"].replace(",", "")) if cell["value"] else cell["status"]
        cells[key] = value
    for table in shown["stays"]:
        for cell in table["cells"]:
            key = (table["table"], cell["measure"], tuple(sorted((k, v) for k, v in cell["categories"].items())))
            cells.setdefault(key, F(cell["value"].replace(",", "")) if cell["value"] is not None else cell["status"])
    return shown, cells


class Tally:
    """Cells by table: rows, people or sums, with all totals."""

    def __init__(self, tables, kinds, precedence):
        self.tables, self.kinds, self.precedence = tables, kinds, precedence
        self.rows = defaultdict(list)

    def see(self, measure, person, value=1, **at):
        self.rows[measure].append((person, F(value), at))

    def cells(self):
        out = {}
        for table, (measures, dims) in self.tables.items():
            for measure in measures:
                groups = defaultdict(list)
                rows = self.rows[measure]
                if self.kinds[measure] == "people" and dims:
                    kept = {}
                    for person, value, at in rows:
                        old = kept.get(person)
                        if old is None:
                            kept[person] = dict(at)
                            continue
                        for d, order in self.precedence.items():
                            new, was = at.get(d), old.get(d)
                            if new is not None and (was is None or order.index(new) < order.index(was)):
                                kept[person] = dict(at)
                    rows = [(p, F(1), at) for p, at in kept.items()]
                for person, value, at in rows:
                    places = [()]
                    for d in dims:
                        mine = at.get(d)
                        opts = [None] if mine is None else [None, *family(d, mine)]
                        places = [pl + ((d, o),) for pl in places for o in opts]
                    for place in places:
                        groups[tuple(sorted(place))].append((person, value))
                for place, seen in groups.items():
                    out[table, measure, place] = summed(self.kinds[measure], seen)
        return out


def family(dimension, code):
    if dimension == "age_band" and code in ("aged_50_54", "aged_55_59"):
        return [code, "aged_50_59"]
    return [code]


def summed(kind, seen):
    values = sorted(v for _, v in seen)
    if kind == "people":
        return F(len({p for p, _ in seen}))
    if kind == "rows":
        return F(len(seen))
    if kind == "sum":
        return sum(values, F(0))
    if kind == "code":
        return values[-1]
    q = {"lower": F(1, 4), "median": F(1, 2), "upper": F(3, 4)}[kind[0]]
    at = (len(values) - 1) * q
    low = int(at)
    exact = values[low] + (at - low) * (values[min(low + 1, len(values) - 1)] - values[low])
    unit = kind[1]  # values are rounded half up to a whole unit
    return F(int((exact / unit + F(1, 2)) // 1)) * unit


def years(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def after_years(day, n):
    try:
        return day.replace(year=day.year + n)
    except ValueError:
        return day.replace(year=day.year + n, day=28)


def after_months(day, n):
    month = day.year * 12 + day.month - 1 + n
    try:
        return dt.date(month // 12, month % 12 + 1, day.day)
    except ValueError:
        return dt.date(month // 12, month % 12 + 1, 28)


def text(day):
    return day.strftime("%d/%m/%Y") if day else ""


def compare(name, shown, cells, expected, absent=()):
    wrong = 0
    for key in sorted(set(cells) | set(expected), key=repr):
        got, want = cells.get(key, F(0)), expected.get(key, F(0))
        if key[1] in absent:
            want = "x"
        if isinstance(got, str) or isinstance(want, str):
            if got in ("z", None) and want == 0:
                continue
        if got != want:
            wrong += 1
            if wrong <= 12:
                print(f"{name}: {key}: staith {got}, expected {want}")
    errors = [f["check"] for f in shown["findings"] if f["severity"] == "error"]
    print(f"{name}: {len(set(cells) | set(expected))} cells, {wrong} differ; findings "
          f"{ {f['check']: f['count'] for f in shown['findings']} }")
    return wrong + (1 if shown["run"] != "well" else 0)


def write(path, header, rows):
    with open(path, "w", newline="") as out:
        w = csv.writer(out)
        w.writerow(header)
        w.writerows(rows)


def kinds_of(tables, sums, rows, special=()):
    kinds = {}
    for measures, _ in tables.values():
        for m in measures.split():
            kinds[m] = "sum" if m in sums else "rows" if m in rows else "people"
    kinds.update(special)
    return kinds


def split(tables):
    return {t: (m.split(), d) for t, (m, d) in tables.items()}
