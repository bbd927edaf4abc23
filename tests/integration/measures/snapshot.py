# SPDX-License-Identifier: Apache-2.0
"""The workforce by quarter and by month."""
import datetime as dt
import random
from fractions import Fraction as F

from common import Tally, after_years, compare, kinds_of, run, split, text, write, years

ROLES = ["senior_manager", "middle_manager", "first_line_manager", "senior_practitioner", "case_holder",
         "qualified_without_cases"]
AREAS = ["front_door", "safeguarding", "in_care", "leaving_care", "fostering_adoption", "disability", "reviewing",
         "early_help", "other"]
ORIGINS = ["newly_qualified", "other_authority", "outside_england", "agency", "other_social_work",
           "other_social_care", "elsewhere", "other", "not_known", "not_collected"]
DESTS = ORIGINS[1:]
REASONS = ["resignation", "voluntary_redundancy", "compulsory_redundancy", "dismissed", "retired", "deceased",
           "moved_in_council", "other", "not_known", "not_collected"]
ROUTES = ["university", "step_up", "frontline", "apprenticeship", "agency_to_permanent", "other_council",
          "return_to_social_work", "overseas", "other", "not_known"]
KINDS = ["cases_assessment", "cases_in_need", "cases_protection", "cases_in_care", "cases_leaving_care",
         "cases_other"]
CAUSES = [("days_stress", "stress"), ("days_muscle", "musculoskeletal"), ("days_infection", "infection"),
          ("days_other", "other")]

SNAP_TABLES = {
    "headline": ("inpost_headcount inpost_fte starters_headcount leavers_headcount leavers_to_council "
                 "agency_headcount agency_fte tenure_5_plus tenure_10_plus tenure_20_plus may_retire asye_in_post "
                 "cases case_holders_fte case_holders above_target capacity_known within_capacity "
                 "working_days_lost days_lost_stress people_absent people_absent_stress", ()),
    "by_role": ("inpost_headcount inpost_fte starters_headcount leavers_headcount tenure_5_plus tenure_10_plus "
                "tenure_20_plus may_retire", ("role",)),
    "by_area": ("inpost_headcount inpost_fte starters_headcount leavers_headcount leavers_to_council "
                "agency_headcount agency_fte asye_in_post cases case_holders_fte case_holders above_target "
                "capacity_known within_capacity working_days_lost days_lost_stress people_absent "
                "people_absent_stress", ("service_area",)),
    "by_role_area": ("inpost_headcount inpost_fte", ("role", "service_area")),
    "by_age_band": ("inpost_headcount inpost_fte leavers_headcount", ("age_band",)),
    "by_tenure_band": ("inpost_headcount inpost_fte leavers_headcount", ("tenure_band",)),
    "starters_by_origin": ("starters_headcount", ("origin",)),
    "starters_by_route": ("starters_headcount", ("route",)),
    "leavers_by_destination": ("leavers_headcount", ("destination",)),
    "leavers_by_reason": ("leavers_headcount", ("reason",)),
    "leavers_by_area_destination": ("leavers_headcount", ("service_area", "destination")),
    "holders_by_load": ("case_holders", ("load",)),
    "sickness_by_cause": ("working_days_lost absences", ("cause",)),
}


def snapshot(build, folder, seed, month):
    r = random.Random(f"snapshot {seed} {month}")
    first, last = (dt.date(2024, 2, 1), dt.date(2024, 2, 29)) if month else (dt.date(2025, 7, 1), dt.date(2025, 9, 30))
    span = (last - first).days
    near = lambda: first + dt.timedelta(r.choice([-400, -1, 0, 1, span // 2, span - 1, span, span + 1, span + 30]))
    t = Tally(split(SNAP_TABLES), kinds_of(
        SNAP_TABLES, {"inpost_fte", "agency_fte", "cases", "case_holders_fte", "working_days_lost", "days_lost_stress"},
        {"agency_headcount", "case_holders", "above_target", "capacity_known", "within_capacity", "absences"}),
        {"role": ROLES})
    low, high, cap, cap_asye = 18, 20, F(20), F(15)
    weights = {"cases_protection": F("1.5"), "cases_in_need": F(1), "cases_in_care": F("0.75")}
    rows = []
    for i in range(320):
        person = f"SW{i:05d}"
        for _ in range(r.choice([1, 1, 1, 1, 2])):
            agency = r.random() < 0.15
            fte = r.choice([F(1), F(1), F("0.8"), F("0.6"), F("0.333333"), F("0.05")])
            born = dt.date(r.randint(1955, 2001), 1, 1) + dt.timedelta(r.randint(0, 364)) if r.random() < 0.95 else None
            if r.random() < 0.1:
                born = last.replace(year=last.year - 55, day=28) if r.random() < 0.5 else \
                    last.replace(year=last.year - 55, day=28) + dt.timedelta(3)
            start = r.choice([near(), dt.date(r.randint(1990, 2023), r.randint(1, 12), r.randint(1, 28)), None])
            if r.random() < 0.1:
                start = after_years(last, -5) if r.random() < 0.5 else after_years(last, -10) + dt.timedelta(1)
            end = near() if r.random() < 0.25 else None
            if start and end and end < start:
                start, end = end, start
            role = r.choice(ROLES) if r.random() < 0.95 else None
            area = r.choice(AREAS) if r.random() < 0.9 else None
            origin = r.choice(ORIGINS) if r.random() < 0.7 else None
            route = r.choice(ROUTES) if r.random() < 0.5 else None
            step_up, frontline = r.random() < 0.1, r.random() < 0.1
            dest, reason = (r.choice(DESTS), r.choice(REASONS)) if r.random() < 0.8 else (None, None)
            asye = r.random() < 0.1
            total = r.randint(0, 30) if r.random() < 0.6 else None
            by_kind = {k: r.randint(0, 12) for k in KINDS if r.random() < 0.3}
            days = {c: F(r.randint(0, 40), 2) for c, _ in CAUSES if r.random() < 0.15}
            lost = sum(days.values()) + F(r.randint(0, 6), 4) if r.random() < 0.4 else None
            if lost is not None and r.random() < 0.05:
                lost = F(int(lost * 50), 100)  # half, in hundredths
            rows.append([person.lower() if r.random() < 0.2 else person, "yes" if agency else r.choice(["no", "0", ""]),
                         f"{float(fte):.6f}".rstrip("0").rstrip("."), text(born), ROLES.index(role) + 1 if role else "",
                         area or "", text(start), ORIGINS.index(origin) + 1 if origin else "", route or "",
                         int(step_up), int(frontline), text(end), DESTS.index(dest) + 1 if dest else "",
                         REASONS.index(reason) + 1 if reason else "", "yes" if asye else "no",
                         "" if total is None else total, *[by_kind.get(k, "") for k in KINDS],
                         "" if lost is None else f"{float(lost):.2f}",
                         *[f"{float(days[c]):.1f}" if c in days else "" for c, _ in CAUSES]])
            # ---- what is to come of it
            began = start is None or start <= last
            ended = end is not None and end <= last
            left = not agency and end is not None and first <= end <= last
            in_post = not agency and began and not ended
            on = end if left else last
            tenure = years(start, on) if start and start <= on else None
            age = years(born, on) if born and born <= on else None
            at = dict(role=role, service_area=area or "not_known", origin=origin or "not_known",
                      route=route or ("step_up" if step_up else "frontline" if frontline else "not_known"))
            at["destination"] = (dest or "not_known") if left else None
            at["reason"] = (reason or "not_known") if left else None
            at["age_band"] = None if age is None else "under_30" if age < 30 else "aged_30_39" if age < 40 else \
                "aged_40_49" if age < 50 else "aged_50_54" if age < 55 else "aged_55_59" if age < 60 else "aged_60_plus"
            at["tenure_band"] = None if tenure is None else next(
                c for n, c in [(2, "under_2_years"), (5, "years_2_4"), (10, "years_5_9"), (20, "years_10_19"),
                               (30, "years_20_29"), (999, "years_30_plus")] if tenure < n)
            cases = total if total is not None else sum(by_kind.values()) if by_kind else None
            holder = (in_post or agency) and cases is not None and cases > 0
            load = None
            if holder:
                full = F(cases) / fte
                load = "below_target" if full < low else "in_target" if full <= high else "above_target"
            at["load"] = load
            known = holder and bool(by_kind)
            points = sum(n * weights.get(k, 0) for k, n in by_kind.items())
            within = known and points <= (cap_asye if asye else cap) * fte
            see = lambda m, v=1, ok=True, **more: t.see(m, person, v, **{**at, **more}) if ok and v else None
            if agency:
                see("agency_headcount")
                see("agency_fte", fte)
            see("starters_headcount", 1, not agency and start is not None and first <= start <= last)
            see("leavers_headcount", 1, left)
            see("leavers_to_council", 1, left and dest == "other_authority")
            if in_post:
                see("inpost_headcount")
                see("inpost_fte", fte)
                for n in (5, 10, 20):
                    see(f"tenure_{n}_plus", 1, tenure is not None and tenure >= n)
                see("may_retire", 1, age is not None and age >= 55)
                see("asye_in_post", 1, asye)
            if in_post or agency:
                see("cases", cases or 0, holder)
                see("case_holders_fte", fte, holder)
                see("case_holders", 1, holder)
                see("above_target", 1, load == "above_target")
                see("capacity_known", 1, known)
                see("within_capacity", 1, within)
            if in_post or left:
                parts = [(code, days.get(c, F(0))) for c, code in CAUSES]
                rest = (lost - sum(days.values())) if lost is not None else F(0)
                parts.append(("not_known", max(rest, F(0))))
                for code, n in parts:
                    see("working_days_lost", n, n > 0, cause=code)
                    see("people_absent", 1, n > 0, cause=code)
                    see("absences", 1, n > 0, cause=code)
                see("days_lost_stress", parts[0][1])
                see("people_absent_stress", 1, parts[0][1] > 0)
    header = ["SWENo", "AgencyWorker", "FTE", "PersonBirthDate", "OrgRole", "Service area", "RoleStartDate",
              "StartOrigin", "Route", "StepUpGrad", "FrontlineGrad", "RoleEndDate", "LeaverDestination", "ReasonLeave",
              "ASYE", "Cases30", *KINDS, "WorkingDaysLost", *[c for c, _ in CAUSES]]
    path = f"{folder}/workforce-{'2024-02' if month else '2025Q3'}.csv"
    write(path, header, rows)
    options = [("target_low", low), ("target_high", high), ("capacity", 20), ("capacity_asye", 15),
               *[(f"weights.{k}", str(float(v))) for k, v in weights.items()]]
    shown, cells = run(build, "workforce_snapshot", path, options)
    return compare(f"workforce_snapshot {'month' if month else 'quarter'} {seed}", shown, cells, t.cells())
