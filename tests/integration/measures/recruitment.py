# SPDX-License-Identifier: Apache-2.0
"""Recruitment: clocks, adverts, funnels, cohorts."""
import datetime as dt
import random
from fractions import Fraction as F

from common import Tally, after_years, compare, kinds_of, run, split, text, write
from snapshot import ORIGINS, ROUTES

R_ROLES = ["senior_manager", "team_manager", "iro", "advanced_practitioner", "senior_social_worker", "social_worker",
           "newly_qualified", "not_known"]
FUNNEL = "funnel_applied funnel_shortlisted funnel_interviewed funnel_offered funnel_accepted funnel_started"
POSTS = "posts_advertised posts_2_adverts posts_3_adverts posts_5_adverts posts_filled"
COHORTS = ("cohort_12 stayed_12 cohort_24 stayed_24 asye_began asye_cohort_12 asye_completed asye_stayed_12 "
           "asye_cohort_24 asye_stayed_24")
PAYS = ["recruitment_bonus", "retention_bonus", "performance_reward", "car_allowance", "relocation_package",
        "regional_weighting", "registration", "dbs_check"]
CLOCKS = "days_close_to_offer days_authorised_to_start days_decision_to_start"


TABLES_OF_RECRUITMENT = {
    "headline": (f"{POSTS} adverts rounds_ended {FUNNEL} withdrawals starters {CLOCKS} {COHORTS}", ()),
    "incentives": (" ".join(f"pays_{p}" for p in PAYS), ()),
    "funnel_by_role": (FUNNEL, ("role",)),
    "posts_by_adverts": (POSTS.replace("posts_2_adverts posts_3_adverts posts_5_adverts ", ""), ("adverts",)),
    "posts_by_role": (f"{POSTS} adverts rounds_ended", ("role",)),
    "withdrawals_by_stage": ("withdrawals", ("stage",)),
    "starters_by_origin": ("starters", ("origin",)),
    "starters_by_route": ("starters", ("route",)),
    "clocks_by_role": (CLOCKS, ("role",)),
    "cohorts_by_route": (COHORTS, ("route",)),
}


def recruitment(build, folder, seed):
    r = random.Random(f"recruitment {seed}")
    first, last = dt.date(2025, 7, 1), dt.date(2025, 9, 30)
    tables = TABLES_OF_RECRUITMENT
    t = Tally(split(tables), kinds_of(
        tables, set(), {"adverts", "rounds_ended", "withdrawals", *FUNNEL.split()},
        {**{m: ("median", F(1)) for m in CLOCKS.split()}, **{f"pays_{p}": "code" for p in PAYS}}), {"role": R_ROLES})
    paid = {p: r.choice(["no", "all", "some"]) for p in PAYS[:6]}
    for p, answer in paid.items():
        t.see(f"pays_{p}", None, ["no", "all", "some"].index(answer))
    rows, posts = [], {}
    ends = {12: (dt.date(2023, 10, 1), dt.date(2024, 9, 30)), 24: (dt.date(2022, 10, 1), dt.date(2023, 9, 30))}
    within = lambda d, a, b: d is not None and a <= d <= b
    for p in range(160):
        post = f"P{p}"
        role = r.choice(R_ROLES[:-1]) if r.random() < 0.95 else None
        base = r.choice([dt.date(2025, 4, 1), dt.date(2025, 7, 1), dt.date(2024, 1, 5), dt.date(2023, 2, 1),
                         dt.date(2022, 10, 1), dt.date(2025, 6, 20), dt.date(2024, 9, 1)]) + dt.timedelta(r.randint(-20, 60))
        rounds = r.choice([1, 1, 1, 2, 3, 5, 6])
        entry = posts[post] = {"role": role or "not_known", "adverts": 0, "out": set(), "ended": set(), "filled": False}
        for n in range(1, rounds + 1):
            authorised = base if r.random() < 0.9 else None
            advertised = base + dt.timedelta(4 + 30 * (n - 1))
            closed = advertised + dt.timedelta(r.randint(7, 21)) if r.random() < 0.9 else None
            ended = (closed or advertised) + dt.timedelta(r.randint(0, 80)) if r.random() < 0.8 else None
            again = ended if n < rounds and r.random() < 0.5 else None
            entry["adverts"] = max(entry["adverts"], n + (again is not None))
            if within(advertised, first, last):
                entry["out"].add(n)
            if within(ended, first, last):
                entry["ended"].add(n)
            candidates = r.choice([0, 1, 2, 4]) if n < rounds else r.choice([1, 2, 5])
            for c in range(max(candidates, 1)):
                person = f"C{p}-{n}-{c}" if candidates else None
                step = r.randint(0, 6) if candidates else 0
                day, dates = (closed or advertised) + dt.timedelta(1), []
                for _ in range(6):
                    day += dt.timedelta(r.choice([0, 1, 5, 14, 30]))
                    dates.append(day)
                shortlisted, interviewed, conditional, offered, accepted, started = [
                    d if step > i and (i == 5 or r.random() < 0.85) else None for i, d in enumerate(dates)]
                if started and n != rounds:
                    started = None
                withdrawn = day + dt.timedelta(3) if person and not started and r.random() < 0.4 else None
                left = started + dt.timedelta(r.choice([10, 364, 365, 366, 730, 731, 900])) if started and r.random() < 0.4 else None
                if started and r.random() < 0.1:
                    left = after_years(started, r.choice([1, 2])) - dt.timedelta(r.choice([0, 1]))
                notice = r.choice([None, 0, 28, 84]) if accepted else None
                origin = r.choice(ORIGINS[:9]) if started and r.random() < 0.9 else None
                route = r.choice(ROUTES) if started and r.random() < 0.9 else None
                asye = started if started and r.random() < 0.3 else None
                done = asye + dt.timedelta(r.choice([300, 365, 500])) if asye and r.random() < 0.6 else None
                swap = person is not None and shortlisted and interviewed and r.random() < 0.05
                if swap:
                    interviewed = shortlisted - dt.timedelta(1)
                rows.append([r.choice([post, post.lower(), "P " + post[1:]]), n, role or "", text(authorised), text(advertised),
                             text(closed), text(again), text(ended), person or "", text(shortlisted), text(interviewed),
                             text(conditional), text(offered), text(accepted), "" if notice is None else notice, text(started),
                             text(withdrawn), text(left), origin or "", route or "", text(asye), text(done)])
                if not person:
                    continue
                # ---- what is to come of it
                at = dict(role=role or "not_known", origin=origin or "not_known", route=route or "not_known", stage=None)
                offers = [d for d in (conditional, offered) if d]
                offer = min(offers) if offers else None
                see = lambda m, v=1, ok=True: t.see(m, person, v, **at) if ok else None
                order = [d for d in (shortlisted, interviewed, offered, accepted, started, left) if d]
                heads = [d for d in (authorised, advertised, closed) if d]
                disorder = order != sorted(order) or heads != sorted(heads)
                steps = [True, shortlisted, interviewed, offer, accepted, started]
                reached = max(i for i, s in enumerate(steps) if s)
                if within(withdrawn, first, last):
                    at["stage"] = ("accepted" if accepted else "offered" if offer else "interviewed" if interviewed else
                                   "shortlisted" if shortlisted else "applied")
                for i, m in enumerate(FUNNEL.split()):
                    see(m, 1, within(ended, first, last) and i <= reached)
                see("withdrawals", 1, within(withdrawn, first, last))
                see("starters", 1, within(started, first, last))
                entry["filled"] = entry["filled"] or within(started, first, last)
                if not disorder:
                    if closed and within(offer, first, last) and offer >= closed:
                        see("days_close_to_offer", (offer - closed).days)
                    if within(started, first, last):
                        if authorised and notice is not None and (started - authorised).days >= notice:
                            see("days_authorised_to_start", (started - authorised).days - notice)
                        if offer and started >= offer:
                            see("days_decision_to_start", (started - offer).days)
                for n12, (a, b) in ends.items():
                    stays = lambda d: left is None or left >= after_years(d, n12 // 12)
                    see(f"cohort_{n12}", 1, within(started, a, b))
                    see(f"stayed_{n12}", 1, within(started, a, b) and stays(started))
                    see(f"asye_cohort_{n12}", 1, within(asye, a, b))
                    see(f"asye_stayed_{n12}", 1, within(asye, a, b) and stays(asye))
                see("asye_began", 1, within(asye, dt.date(2024, 10, 1), last))
                see("asye_completed", 1, within(asye, *ends[12]) and done is not None and done <= last)
    for post, e in posts.items():
        n = e["adverts"]
        at = dict(role=e["role"], adverts="adverts_1" if n == 1 else "adverts_2" if n == 2 else "adverts_3_4" if n < 5 else "adverts_5_plus")
        for m, ok in (("posts_advertised", True), ("posts_2_adverts", n >= 2), ("posts_3_adverts", n >= 3), ("posts_5_adverts", n >= 5)):
            if e["out"] and ok:
                t.see(m, post, 1, **at)
        if e["filled"]:
            t.see("posts_filled", post, 1, **at)
        for _ in e["out"]:
            t.see("adverts", post, 1, **at)
        for _ in e["ended"]:
            t.see("rounds_ended", post, 1, **at)
    header = ["Post", "Round", "Role", "Authorised", "Advertised", "Closing date", "Readvertised", "Round ended", "Candidate",
              "Shortlisted", "Interview date", "Conditional offer", "Offer date", "Offer accepted", "Notice days", "Started",
              "Withdrawn", "Left", "Origin", "Route in", "ASYE start date", "ASYE completed"]
    path = f"{folder}/recruitment-2025Q3.csv"
    write(path, header, rows)
    shown, cells = run(build, "recruitment", path, [(f"incentives.{p}", a) for p, a in paid.items()])
    return compare(f"recruitment {seed}", shown, cells, t.cells(), {f"pays_{p}" for p in PAYS[6:]})
