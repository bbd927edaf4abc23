/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_PREVIEW_CASE_H
#define STAITH_TESTS_PREVIEW_CASE_H
/* A run of the small council of the disclosure tests, decided on, with two checks that found
 * something. */
#include "../unit/daemon/disclosure/raw.h"
#include "cli/preview.h"
#include "cli_case.h"

struct preview_case {
    struct raw_fixture raw;
    struct staith_check checks[2];
    const char *elements[1];
    uint64_t totals[2];
    struct staith_finding findings[3];
    struct staith_config_council config;
    struct staith_config_dataset dataset;
    const char *held[1];
    struct staith_config_mark mark;
    struct staith_gate_outcome outcome;
    struct staith_decision decision;
    struct staith_release *release;
    struct staith_cli_leaves *leaves;
    struct staith_err refused;
    struct staith_cli_preview preview;
};

static inline void preview_case_findings(struct preview_case *c)
{
    c->checks[0] = (struct staith_check){"jump", "Leavers rose by half.", "Look whether it is so.",
                                         STAITH_QUERY};
    c->checks[1] = (struct staith_check){"fte_range", "FTE is outside 0 to 1.",
                                         "Correct it in the source.", STAITH_ERROR};
    c->elements[0] = "FTE";
    c->totals[0] = 1;
    c->totals[1] = 9;
    c->findings[0] = (struct staith_finding){1, 0, 12, 7, 3, 0, 0};
    c->findings[1] = (struct staith_finding){1, 0, 40, 0, 0, UINT32_MAX, 0};
    c->findings[2] = (struct staith_finding){0, 0, 0, 0, 0, UINT32_MAX, 0};
    c->raw.catalogue.check_count = 2;
    c->raw.catalogue.checks = c->checks;
    c->raw.catalogue.element_count = 1;
    c->raw.catalogue.elements = c->elements;
    c->raw.raw.finding_totals = c->totals;
    c->raw.raw.finding_count = 3;
    c->raw.raw.findings = c->findings;
}

/* Leavers are marked; in-post FTE is held back. */
static inline void preview_case_init(struct preview_case *c)
{
    memset(c, 0, sizeof(*c));
    raw_fixture_init(&c->raw);
    preview_case_findings(c);
    c->held[0] = "csww.inpost_fte";
    c->mark = (struct staith_config_mark){.measure = "leavers_headcount",
                                          .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                          .status = STAITH_STATUS_UNRELIABLE,
                                          .reason = "withdrawn"};
    c->dataset = (struct staith_config_dataset){
        .name = "csww", .mark_count = 1, .marks = &c->mark, .held_count = 1, .held = c->held};
    c->config.authority_code = "840";
    c->config.authority_name = "County Durham";
    c->outcome.end = STAITH_GATE_END_WELL;
    c->outcome.catalogue = &c->raw.catalogue;
    c->outcome.raw = &c->raw.raw;
    struct staith_err err = {0};
    assert_int_equal(staith_gate_decide(
                         &(struct staith_gate_terms){.config = &c->config, .dataset = &c->dataset},
                         &c->outcome, &c->decision, &c->release, &err),
                     0);
    c->leaves = staith_cli_leaves_new(c->release, &c->raw.catalogue);
    assert_non_null(c->leaves);
    c->preview = (struct staith_cli_preview){.config = &c->config,
                                             .dataset = &c->dataset,
                                             .source = "/srv/return.xml",
                                             .outcome = &c->outcome,
                                             .decision = &c->decision,
                                             .release = c->release,
                                             .leaves = c->leaves};
}

static inline void preview_case_deinit(struct preview_case *c)
{
    staith_cli_leaves_free(c->leaves);
    staith_release_free(c->release);
}

#endif
