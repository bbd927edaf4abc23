# SPDX-License-Identifier: Apache-2.0
"""Agency rates against caps and rules."""
import datetime as dt
import random
from fractions import Fraction as F

from common import Tally, after_months, compare, kinds_of, run, split, text, write

A_ROLES = ["iro", "team_manager", "advanced_practitioner", "senior_social_worker", "social_worker", "not_mapped"]
RULES = ["experience", "reference", "notice", "cool_off", "worker_named", "cost_split", "region_1"]
AGENCY_TABLES = {
    "headline": ("in_use in_use_fte used started ended assignments tested over_cap untestable excess_per_hour "
                 "excess_per_year project_workers converted job_map_version", ()),
    "by_role": ("in_use in_use_fte started ended assignments tested over_cap untestable excess_per_hour "
                "project_workers converted", ("role",)),
    "by_state": ("assignments started", ("state",)),
    "by_role_state": ("assignments", ("role", "state")),
    "by_obstacle": ("untestable", ("obstacle",)),
    "by_band": ("tested", ("band",)),
    "by_role_band": ("tested", ("role", "band")),
    "by_approval": ("over_cap", ("approval",)),
    "by_rule": ("rules_checked", ("rule", "answer")),
    "by_reason": ("in_use", ("reason",)),
    "by_length": ("assignments", ("length",)),
    "excess_by_hours": ("excess_per_year", ("hours",)),
    "rates": ("rate_lower_quartile rate_median rate_upper_quartile", ("role", "basis")),
}


def agency(build, folder, seed):
    r = random.Random(f"agency {seed}")
    first, last = dt.date(2025, 10, 1), dt.date(2025, 12, 31)
    penny = F(1, 100)
    t = Tally(split(AGENCY_TABLES), kinds_of(
        AGENCY_TABLES, {"in_use_fte", "excess_per_hour", "excess_per_year"},
        {"started", "ended", "assignments", "tested", "over_cap", "untestable", "rules_checked"},
        {"rate_lower_quartile": ("lower", penny), "rate_median": ("median", penny),
         "rate_upper_quartile": ("upper", penny), "job_map_version": "code"}), {"role": A_ROLES})
    caps, cap_rows = {}, []
    for role in A_ROLES[:-1]:
        for basis in ("umbrella", "paye"):
            if (role, basis) == ("iro", "paye"):
                continue
            old, new = r.randint(3000, 4500), r.randint(3000, 4500)
            caps[role, basis] = [(dt.date(2025, 4, 1), dt.date(2025, 10, 31), old), (dt.date(2025, 11, 1), None, new)]
            cap_rows += [["North East", role, basis, old, "2025-04-01", "2025-10-31", "invented"],
                         ["North East", role, basis, new, "01/11/2025", "", "invented"],
                         ["Elsewhere", role, basis, 100, "2025-01-01", "", "invented"]]
    write(f"{folder}/caps.csv", ["region", "role", "basis", "pence_per_hour", "valid_from", "valid_to", "source"], cap_rows)
    begin = {"experience": dt.date(2024, 10, 31), "reference": dt.date(2024, 10, 31), "notice": dt.date(2024, 10, 31),
             "cool_off": dt.date(2024, 10, 31), "worker_named": dt.date(2024, 10, 31),
             "cost_split": dt.date(2024, 10, 31), "region_1": dt.date(2025, 6, 1), "sign": dt.date(2025, 5, 1)}
    write(f"{folder}/rules.csv", ["rule", "value", "valid_from", "valid_to", "source"], [
        ["experience_years", 3, "2024-10-31", "", "x"], ["reference", "", "2024-10-31", "", "x"],
        ["notice_weeks", 4, "2024-10-31", "", "x"], ["cool_off_months", 3, "2024-10-31", "", "x"],
        ["worker_named", "", "2024-10-31", "", "x"], ["cost_split", "", "2024-10-31", "", "x"],
        ["region_rule_1", "", "2025-06-01", "", "x"], ["director_signs", "", "2025-05-01", "", "x"],
        ["chief_executive_signs", "", "2025-05-01", "", "x"], ["annual_hours", 1739, "2024-10-31", "", "x"],
        ["weekly_hours", 37, "2024-10-31", "", "x"]])
    titles = {"Social Worker": "social_worker", "SW (Senior)": "senior_social_worker", "ATM": "advanced_practitioner",
              "Team Mgr": "team_manager", "Reviewing Officer": "iro"}
    write(f"{folder}/titles.csv", ["job_title", "role", "version"], [[k, v, "2025-09-01"] for k, v in titles.items()])
    answers = ["compliant", "exception", "breach", "not_known"]
    rows, declared_n, no_breach_n, unapproved_n = [], 0, 0, 0
    near = lambda: r.choice([first, first - dt.timedelta(1), last, last - dt.timedelta(1), last + dt.timedelta(1),
                             first + dt.timedelta(r.randint(0, 91)), dt.date(2025, 11, 1), dt.date(2025, 10, 31)])
    for i in range(500):
        worker = f"W{r.randint(1, 380)}"
        title = r.choice([*titles, "Gardener", ""])
        basis = r.choice(["umbrella", "paye", "umbrella", ""])
        start = r.choice([near(), dt.date(2024, r.randint(1, 12), r.randint(1, 28)), dt.date(2025, r.randint(1, 12), r.randint(1, 28)),
                          dt.date(2023, 3, 3)])
        end = r.choice([None, None, near(), start + dt.timedelta(r.randint(0, 900))])
        if end and end < start:
            end = start
        role = titles.get(title, "not_mapped")
        cap = next((p for a, b, p in caps.get((role, basis), []) if a <= start and (b is None or start <= b)), None)
        rate = None if r.random() < 0.05 else (cap or 3800) + r.choice([0, 0, 1, -1, 200, 201, 500, 501, -500, -501,
                                                                       r.randint(-1500, 1500)])
        hours = r.choice([None, F(37), F("18.5"), F(30), F(40)])
        fte = r.choice([None, None, F("0.5")])
        booked = r.choice([None, None, F(1200), F("1000.5")])
        dcs = r.choice([None, start, start - dt.timedelta(1), start - dt.timedelta(9)])
        ceo = r.choice([None, start, start - dt.timedelta(1), start - dt.timedelta(9)])
        declared = r.random() < 0.3
        years_q = r.choice([None, F(3), F("2.99"), F(8)])
        given = {k: r.choice(answers) for k in ("experience", "notice", "cool_off") if r.random() < 0.2}
        ref = r.choice([None, "compliant", "breach", "exception"])
        notice = r.choice([None, F(4), F("3.5"), F(0)])
        left = r.choice([None, None, start - dt.timedelta(r.randint(1, 200)), after_months(start, -3),
                         after_months(start, -3) + dt.timedelta(1)])
        exc = r.choice(["", "redundancy", "none", "permanent_post"])
        project = r.random() < 0.2
        named, split_ = r.choice([None, "compliant", "breach"]), r.choice([None, "compliant", "breach"])
        region1 = r.choice([None, "compliant", "exception"])
        reason = r.choice(["", "vacancy", "absence", "surge", "project", "other"])
        converted = r.choice([None, None, None, near()])
        agency_name = r.choice(["Alder", "Birch", "Cedar", ""])
        rows.append([worker, agency_name, title, basis, "" if rate is None else f"£{rate / 100:.2f}", text(start), text(end),
                     "" if fte is None else "0.5", "" if hours is None else float(hours),
                     "" if booked is None else float(booked), text(dcs), text(ceo), "yes" if declared else "no",
                     given.get("experience", ""), "" if years_q is None else float(years_q), ref or "",
                     given.get("notice", ""), "" if notice is None else float(notice), given.get("cool_off", ""), text(left),
                     exc, "yes" if project else "no", named or "", split_ or "", region1 or "", reason, text(converted)])
        # ---- what is to come of it
        begun = start <= last
        in_use = begun and (end is None or end > last)
        used = begun and (end is None or end >= first)
        obstacle = "no_role" if role == "not_mapped" else "no_basis" if not basis else "no_rate" if rate is None else \
            "no_cap" if cap is None else None
        over = None if obstacle else rate - cap
        state, band, approval = "untestable", None, None
        if over is not None:
            band = "under_5_plus" if over < -500 else "under_0_5" if over < 0 else "at" if over == 0 else \
                "over_0_2" if over <= 200 else "over_2_5" if over <= 500 else "over_5_plus"
            state = "under" if over < 0 else "at"
            if over > 0:
                if start < begin["sign"]:
                    approval = "on_time"
                elif dcs is None or ceo is None:
                    approval = "missing"
                else:
                    approval = "on_time" if dcs < start and ceo < start else "late"
                state = "over_approved" if approval == "on_time" else "over_unapproved"
        breach = over is not None and over > 0
        kept = {}
        for rule in RULES:
            if start < begin[rule] or (rule in ("worker_named", "cost_split") and not project):
                continue
            if rule in given:
                kept[rule] = given[rule]
            elif rule == "experience":
                kept[rule] = "not_known" if years_q is None else "compliant" if years_q >= 3 else "breach"
            elif rule == "notice":
                kept[rule] = "not_known" if notice is None else "compliant" if notice >= 4 else "breach"
            elif rule == "cool_off":
                kept[rule] = "not_known" if left is None else "compliant" if start >= after_months(left, 3) else \
                    "exception" if exc in ("redundancy", "permanent_post") else "breach"
            else:
                kept[rule] = {"reference": ref, "worker_named": named, "cost_split": split_, "region_1": region1}[rule] or "not_known"
            breach = breach or kept[rule] == "breach"
        if used:
            declared_n += breach and not declared
            no_breach_n += declared and not breach
            unapproved_n += state == "over_unapproved"
        weeks = ((last if in_use else end) - start).days // 7 if used else None
        length = None if weeks is None else next(c for n, c in [
            (13, "weeks_0_12"), (26, "weeks_13_25"), (52, "weeks_26_51"), (104, "weeks_52_103"), (9999, "weeks_104_plus")]
            if weeks < n)
        full = fte if fte is not None else None if hours is None else min(
            F(1), F(int(hours / 37 * 1000000 + F(1, 2)), 1000000))
        at = dict(role=role, basis=basis or "not_known", state=state, obstacle=obstacle, band=band, approval=approval,
                  reason=reason or "not_known", length=length, hours=None)
        see = lambda m, v=1, ok=True, **more: t.see(m, worker, v, **{**at, **more}) if ok and v else None
        if not used and not (converted and first <= converted <= last):
            continue
        see("used", 1, used)
        see("started", 1, first <= start <= last)
        see("ended", 1, end is not None and first <= end <= last)
        see("converted", 1, converted is not None and first <= converted <= last)
        if in_use:
            see("in_use")
            see("in_use_fte", full or 0)
            see("assignments")
            see("tested" if over is not None else "untestable")
            if over is not None and over > 0:
                see("over_cap")
                see("excess_per_hour", F(over, 100))
                by = booked if booked is not None else F(1739)
                see("excess_per_year", F(int(over * by + F(1, 2)), 100), hours="booked" if booked is not None else "standard")
            for m in ("rate_lower_quartile", "rate_median", "rate_upper_quartile"):
                see(m, F(rate or 0, 100), rate is not None)
            see("project_workers", 1, project)
            for rule, answer in kept.items():
                see("rules_checked", 1, True, rule=rule, answer=answer)
    t.see("job_map_version", None, 20250901)
    header = ["Worker ID", "Supplier", "Job title", "Basis", "Hourly rate", "Start date", "End date", "FTE", "Weekly hours",
              "Booked hours", "DCS approval", "CEO approval", "Declared", "experience", "Years of experience",
              "Practice reference", "notice", "Notice weeks", "cool_off", "Left permanent role", "cool_off_exception",
              "Managed team", "Worker named", "Cost split", "region_rule_1", "Reason", "Converted"]
    path = f"{folder}/agency-2025Q4.csv"
    write(path, header, rows)
    shown, cells = run(build, "agency_rates", path, [("region", "North East")],
                       [("caps", f"{folder}/caps.csv"), ("rules", f"{folder}/rules.csv"), ("job_titles", f"{folder}/titles.csv")])
    wrong = compare(f"agency_rates {seed}", shown, cells, t.cells())
    alarms = {a["alarm"]: a["count"] for a in shown["alarms"]}
    want = {"breaches_not_declared": declared_n, "declared_without_breach": no_breach_n, "over_cap_unapproved": unapproved_n}
    if alarms != want:
        print(f"agency_rates {seed}: alarms {alarms}, expected {want}")
        wrong += 1
    return wrong
