/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/report.h"

#include "base/hex.h"
#include "control/checks.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { SEVERITY_ERROR = 1, PLACE_BYTES = 384 };

/* ---- findings ---- */

static const char *severity_word(const struct staith_check *check)
{
    return check->severity == SEVERITY_ERROR ? "error" : "query";
}

static json_t *check_counts(const struct staith_gate_outcome *run)
{
    const struct staith_catalogue *catalogue = run->catalogue;
    json_t *checks = json_array();
    for (uint32_t i = 0; checks != NULL && i < catalogue->check_count; i++) {
        const struct staith_check *check = &catalogue->checks[i];
        if (run->raw->finding_totals[i] == 0) {
            continue;
        }
        json_t *item = json_pack("{s:s, s:s, s:s, s:s, s:I}", "check", check->code, "severity",
                                 severity_word(check), "message", check->message, "advice",
                                 check->advice, "count", (json_int_t)run->raw->finding_totals[i]);
        if (json_array_append_new(checks, item) != 0) {
            json_decref(checks);
            checks = NULL;
        }
    }
    return checks;
}

static json_t *one_finding(const struct staith_catalogue *catalogue,
                           const struct staith_finding *finding, const char *source)
{
    char place[PLACE_BYTES];
    staith_finding_place(finding, source, place, sizeof(place));
    const char *element =
        finding->element < catalogue->element_count ? catalogue->elements[finding->element] : "";
    const struct staith_check *check = &catalogue->checks[finding->check];
    return json_pack("{s:s, s:s, s:I, s:s, s:s, s:s, s:s}", "check", check->code, "where", place,
                     "row", (json_int_t)finding->row, "element", element, "severity",
                     severity_word(check), "message", check->message, "advice", check->advice);
}

static bool is_first_of_check(const struct staith_rawtable *raw, uint32_t at)
{
    uint32_t i = 0;
    while (raw->findings[i].check != raw->findings[at].check) {
        i++;
    }
    return i == at;
}

/* The first of every check, and of the others as many as there is room for. */
static json_t *first_findings(const struct staith_gate_outcome *run, const char *source)
{
    json_t *list = json_array();
    const struct staith_rawtable *raw = run->raw;
    uint32_t room = STAITH_GATE_REPORT_MAX_FINDINGS;
    uint32_t firsts = 0;
    for (uint32_t i = 0; i < raw->finding_count; i++) {
        firsts += is_first_of_check(raw, i) ? 1 : 0;
    }
    for (uint32_t i = 0; list != NULL && i < raw->finding_count && room > 0; i++) {
        bool first = is_first_of_check(raw, i);
        if (!first && room <= firsts) {
            continue;
        }
        firsts -= first ? 1 : 0;
        room--;
        json_t *item = one_finding(run->catalogue, &raw->findings[i], source);
        if (json_array_append_new(list, item) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

json_t *staith_gate_report_findings(const struct staith_gate_outcome *run, const char *source)
{
    if (run->raw == NULL) {
        return json_pack("{s:[], s:[]}", "checks", "findings");
    }
    return json_pack("{s:o, s:o}", "checks", check_counts(run), "findings",
                     first_findings(run, source));
}

void staith_gate_report_count(const struct staith_gate_outcome *run, uint32_t *ret_errors,
                              uint32_t *ret_queries)
{
    uint64_t errors = 0;
    uint64_t queries = 0;
    uint32_t count = run->raw == NULL ? 0 : run->catalogue->check_count;
    for (uint32_t i = 0; i < count; i++) {
        if (run->catalogue->checks[i].severity == SEVERITY_ERROR) {
            errors += run->raw->finding_totals[i];
        } else {
            queries += run->raw->finding_totals[i];
        }
    }
    *ret_errors = errors > UINT32_MAX ? UINT32_MAX : (uint32_t)errors;
    *ret_queries = queries > UINT32_MAX ? UINT32_MAX : (uint32_t)queries;
}

/* ---- the decision ---- */

/* What the places of an amount were judged by. It stays in the council. */
static json_t *asked(const struct staith_magnitude_rule *rule)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "people",
                     (json_int_t)rule->least_people, "agencies", (json_int_t)rule->least_owners,
                     "n", (json_int_t)rule->dominance_n, "k", (json_int_t)rule->dominance_k,
                     "also_n", (json_int_t)rule->also_n, "also_k", (json_int_t)rule->also_k, "p",
                     (json_int_t)rule->p, "changed", (json_int_t)rule->least_changed, "step",
                     (json_int_t)rule->step);
}

/* "leavers_headcount": {"rule": "rounded", "base": 5, "reach": 1}, for each measure of a table. */
static json_t *measures_of(const struct staith_gate_outcome *run,
                           const struct staith_decision *decision, uint16_t table)
{
    json_t *measures = json_object();
    for (uint32_t i = 0; measures != NULL && i < decision->choice_count; i++) {
        const struct staith_choice *choice = &decision->choices[i];
        if (choice->table != table) {
            continue;
        }
        json_t *item = json_pack("{s:s}", "rule", staith_policy_rule_code(choice->rule));
        int rc = 0;
        if (choice->rule == STAITH_POLICY_HIDDEN) {
            rc = json_object_set_new(item, "base", json_integer((json_int_t)choice->base)) |
                 json_object_set_new(item, "hidden", json_integer((json_int_t)choice->hidden));
        } else if (choice->rule == STAITH_POLICY_ROUNDED) {
            rc = json_object_set_new(item, "base", json_integer((json_int_t)choice->base)) |
                 json_object_set_new(item, "reach", json_integer((json_int_t)choice->reach));
        } else if (choice->rule == STAITH_POLICY_AMOUNT) {
            rc = json_object_set_new(item, "asked", asked(&choice->amount));
        }
        if (choice->instead != STAITH_POLICY_NONE) {
            rc |= json_object_set_new(item, "instead",
                                      json_string(staith_policy_rule_code(choice->instead)));
        }
        const char *code = run->catalogue->measures[choice->measure].code;
        if (json_object_set_new(measures, code, item) != 0 || rc != 0) {
            json_decref(measures);
            measures = NULL;
        }
    }
    return measures;
}

json_t *staith_gate_report_certificate(const struct staith_release_certificate *certificate)
{
    json_t *attackers = json_object();
    for (uint32_t i = 0; attackers != NULL && i < certificate->attacker_count; i++) {
        const struct staith_release_attacker *attacker = &certificate->attackers[i];
        json_t *item = json_pack(
            "{s:s, s:I, s:I}", "state", staith_release_attack_state(attacker->state), "systems",
            (json_int_t)attacker->systems, "least", (json_int_t)attacker->least);
        if (json_object_set_new(attackers, staith_release_attacker_code(attacker->attacker),
                                item) != 0) {
            json_decref(attackers);
            attackers = NULL;
        }
    }
    return json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:o}", "cells", (json_int_t)certificate->cells,
        "audited", (json_int_t)certificate->audited, "exact", (json_int_t)certificate->exact,
        "least", (json_int_t)certificate->least, "promise", (json_int_t)certificate->promise,
        "largest_error", (json_int_t)certificate->largest_error, "took_ms",
        (json_int_t)certificate->took_ms, "solver", certificate->solver, "attackers", attackers);
}

static json_t *dispositions(const struct staith_gate_outcome *run,
                            const struct staith_decision *decision)
{
    json_t *tables = json_array();
    for (uint32_t i = 0; tables != NULL && i < decision->disposition_count; i++) {
        const struct staith_disposition *one = &decision->dispositions[i];
        json_t *item = json_pack("{s:s, s:I, s:I, s:I, s:s, s:s, s:o}", "table",
                                 run->catalogue->tables[one->table].code, "cells",
                                 (json_int_t)one->cells, "released", (json_int_t)one->released,
                                 "withheld", (json_int_t)one->withheld, "rule", one->rule, "why",
                                 one->why, "measures", measures_of(run, decision, one->table));
        if (json_array_append_new(tables, item) != 0) {
            json_decref(tables);
            tables = NULL;
        }
    }
    return tables;
}

static json_t *marks_of_period(const struct staith_config_dataset *dataset,
                               const struct staith_period *period)
{
    json_t *marks = json_array();
    for (uint32_t i = 0; marks != NULL && i < dataset->mark_count; i++) {
        const struct staith_config_mark *mark = &dataset->marks[i];
        if (staith_period_compare(&mark->period, period) != 0) {
            continue;
        }
        json_t *item = json_pack("{s:s, s:s, s:s, s:s}", "measure", mark->measure, "status",
                                 staith_status_symbol(mark->status), "reason", mark->reason, "note",
                                 mark->note == NULL ? "" : mark->note);
        if (json_array_append_new(marks, item) != 0) {
            json_decref(marks);
            marks = NULL;
        }
    }
    return marks;
}

json_t *staith_gate_report_decision(const struct staith_policy *policy,
                                    const struct staith_config_dataset *dataset,
                                    const struct staith_gate_files *files,
                                    const struct staith_gate_outcome *run,
                                    const struct staith_decision *decision)
{
    char rules[STAITH_GATE_RULES_BYTES];
    staith_gate_report_rules(policy, dataset, files, rules);
    json_t *account =
        json_pack("{s:s, s:s, s:b, s:o, s:o}", "policy", policy->version, "rules", rules,
                  "joint_audit", decision->joint_audit, "tables", dispositions(run, decision),
                  "marks", marks_of_period(dataset, &run->raw->period));
    if (account != NULL && decision->certificate.cells > 0 &&
        json_object_set_new(account, "certificate",
                            staith_gate_report_certificate(&decision->certificate)) != 0) {
        json_decref(account);
        account = NULL;
    }
    return account;
}

/* Each text with its NUL, so that two lists cannot run together into one. */
static void add(crypto_generichash_state *state, const char *text)
{
    const char *given = text == NULL ? "" : text;
    (void)crypto_generichash_update(state, (const unsigned char *)given, strlen(given) + 1);
}

static void add_number(crypto_generichash_state *state, int64_t number)
{
    char text[24];
    (void)snprintf(text, sizeof(text), "%" PRId64, number);
    add(state, text);
}

static void add_policy(crypto_generichash_state *state, const struct staith_policy *policy)
{
    add(state, policy->version);
    add_number(state, policy->base);
    for (uint32_t i = 0; i < policy->term_count; i++) {
        const struct staith_policy_term *term = &policy->terms[i];
        add(state, "term");
        add_number(state, (int64_t)term->audience);
        add(state, term->dataset);
        add(state, term->measure);
        add(state, term->dimension);
        add_number(state, term->stays ? 1 : term->hides ? 2 : 0);
        add_number(state, term->base);
        add_number(state, term->least);
        const struct staith_magnitude_rule *amount = &term->amount;
        if (amount->least_owners > 0 || amount->dominance_n > 0 || amount->p > 0 ||
            amount->step > 1) {
            add(state, "amount");
            add_number(state, amount->least_owners);
            add_number(state, amount->dominance_n);
            add_number(state, amount->dominance_k);
            add_number(state, amount->p);
            add_number(state, amount->step);
        }
    }
}

void staith_gate_report_rules(const struct staith_policy *policy,
                              const struct staith_config_dataset *dataset,
                              const struct staith_gate_files *files,
                              char ret_rules[STAITH_GATE_RULES_BYTES])
{
    crypto_generichash_state state;
    uint8_t hash[(STAITH_GATE_RULES_BYTES - 1) / 2];
    (void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
    add_policy(&state, policy);
    add(&state, dataset->plugin);
    for (uint32_t i = 0; i < dataset->option_count; i++) {
        add(&state, "option");
        add(&state, dataset->options[i].name);
        add(&state, dataset->options[i].value);
    }
    for (uint32_t i = 0; files != NULL && i < files->count; i++) {
        add(&state, "file");
        add(&state, files->items[i].name);
        add(&state, files->items[i].text);
    }
    for (uint32_t i = 0; i < dataset->mark_count; i++) {
        char period[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&dataset->marks[i].period, period);
        add(&state, "mark");
        add(&state, dataset->marks[i].measure);
        add(&state, period);
        add(&state, staith_status_symbol(dataset->marks[i].status));
        add(&state, dataset->marks[i].reason);
    }
    for (uint32_t i = 0; i < dataset->held_count; i++) {
        add(&state, "held");
        add(&state, dataset->held[i]);
    }
    (void)crypto_generichash_final(&state, hash, sizeof(hash));
    (void)staith_hex_encode(hash, sizeof(hash), ret_rules, STAITH_GATE_RULES_BYTES);
}

/* ---- the run ---- */

static int add_run(json_t *record, const struct staith_gate_report *report)
{
    const struct staith_gate_outcome *run = report->run;
    uint32_t errors = 0;
    uint32_t queries = 0;
    staith_gate_report_count(run, &errors, &queries);
    char period[STAITH_PERIOD_CODE_BYTES] = "";
    if (run->raw != NULL && staith_period_valid(&run->raw->period)) {
        staith_period_format(&run->raw->period, period);
    }
    json_t *more =
        json_pack("{s:s, s:I, s:s, s:I, s:I, s:I, s:I}", "end", staith_gate_end_code(run->end),
                  "took_ms", (json_int_t)run->took_ms, "period", period, "observed",
                  (json_int_t)(run->raw == NULL ? 0 : run->raw->observed), "people",
                  (json_int_t)(run->raw == NULL ? 0 : run->raw->people), "errors",
                  (json_int_t)errors, "queries", (json_int_t)queries);
    json_t *findings = staith_gate_report_findings(run, report->source);
    int rc = json_object_update(record, more);
    if (rc == 0) {
        rc = json_object_update(record, findings);
    }
    if (rc == 0 && report->decision != NULL) {
        rc = json_object_set_new(record, "tables", dispositions(run, report->decision));
    }
    json_decref(more);
    json_decref(findings);
    return rc;
}

json_t *staith_gate_report_run(const struct staith_gate_report *report)
{
    char hash[2 * STAITH_HASH_BYTES + 1] = "";
    if (report->source_hash != NULL) {
        (void)staith_hex_encode(report->source_hash, STAITH_HASH_BYTES, hash, sizeof(hash));
    }
    json_t *record = json_pack("{s:s, s:s, s:s, s:I, s:I, s:s, s:I}", "dataset", report->dataset,
                               "source", report->source, "source_hash", hash, "source_bytes",
                               (json_int_t)report->source_bytes, "started_unix_ms",
                               (json_int_t)report->started_unix_ms, "outcome", report->outcome,
                               "number", (json_int_t)report->number);
    int rc = record == NULL ? -1 : 0;
    if (rc == 0 && report->held != 0) {
        json_t *held = json_pack("{s:I, s:I}", "held", (json_int_t)report->held, "replaces",
                                 (json_int_t)report->replaces);
        rc = json_object_update(record, held);
        json_decref(held);
    }
    if (rc == 0 && report->err != NULL) {
        rc = json_object_set_new(record, "error", staith_control_err(report->err));
    }
    if (rc == 0 && report->run != NULL) {
        rc = add_run(record, report);
    }
    if (rc != 0) {
        json_decref(record);
        return NULL;
    }
    return record;
}
