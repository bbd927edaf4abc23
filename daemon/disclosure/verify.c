/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/verify.h"

#include "disclosure/found.h"
#include "disclosure/question.h"

#include <stdio.h>
#include <string.h>

enum { TIME_MS = 60000, ARENA_BYTES = 256 * 1024 * 1024 };

static struct staith_release_cell *cells_of(const struct staith_release *release,
                                            struct staith_arena *arena)
{
    uint32_t count = staith_release_cell_count(release);
    struct staith_release_cell *cells = staith_arena_array(arena, count, sizeof(*cells));
    for (uint32_t i = 0; cells != NULL && i < count; i++) {
        cells[i] = staith_release_cell_at(release, i);
    }
    return cells;
}

/* Whether what was found bears out what was certified; else why not. */
static void judge(const struct staith_release_certificate *claimed,
                  const struct staith_certificate *certificate, bool beside,
                  struct staith_verification *out)
{
    out->holds = false;
    if (certificate->verdict != STAITH_VERDICT_PASSED) {
        (void)snprintf(out->why, sizeof(out->why), "%s", certificate->why);
    } else if (!beside && out->found.least < claimed->least) {
        (void)snprintf(out->why, sizeof(out->why),
                       "the certificate says at least %lld possible values, and a cell has %lld",
                       (long long)claimed->least, (long long)out->found.least);
    } else if (!beside &&
               (out->found.cells > claimed->cells || out->found.audited > claimed->audited)) {
        (void)snprintf(out->why, sizeof(out->why),
                       "the certificate is of %u protected cells, and there are %u",
                       claimed->audited, out->found.audited);
    } else {
        out->holds = true;
    }
}

static int audit(const struct staith_release *release, const struct staith_question *asked,
                 const struct staith_outside *outside, int64_t time_ms,
                 struct staith_verification *out, struct staith_err *err)
{
    const struct staith_release_certificate *claimed = staith_release_certificate(release);
    struct staith_certificate *certificate = NULL;
    const struct staith_audit question = {
        .system = &asked->structure.system,
        .cells = asked->structure.cells,
        .facts = asked->facts,
        .fact_count = asked->fact_count,
        .terms = asked->terms,
        .term_count = asked->term_count,
        .persons = staith_release_audience(release) == STAITH_AUDIENCE_PUBLIC ? 2 : 1,
        .budget = {.time_ms = time_ms > 0 ? time_ms : TIME_MS},
        .outside = outside};
    int code = staith_audit_run(&question, &certificate, err);
    if (code != 0) {
        return code;
    }
    staith_found_fill(certificate, &out->found);
    out->found.largest_error = claimed->largest_error;
    memcpy(out->found.hash, claimed->hash, sizeof(out->found.hash));
    judge(claimed, certificate, asked->fact_count > 0, out);
    staith_certificate_free(certificate);
    return 0;
}

int staith_release_verify_beside(const struct staith_release *release,
                                 const struct staith_catalogue *catalogue,
                                 const struct staith_public_fact *facts, uint32_t fact_count,
                                 const struct staith_outside *outside, int64_t time_ms,
                                 struct staith_verification *ret_verification,
                                 struct staith_err *err)
{
    struct staith_verification out = {.holds = true};
    if (staith_release_certificate(release) == NULL) {
        *ret_verification = out;
        return 0;
    }
    struct staith_arena arena;
    struct staith_question asked;
    staith_arena_init(&arena, ARENA_BYTES);
    const struct staith_question_about about = {.cells = cells_of(release, &arena),
                                                .cell_count = staith_release_cell_count(release),
                                                .catalogue = catalogue,
                                                .period = staith_release_period(release),
                                                .facts = facts,
                                                .fact_count = fact_count};
    int code = about.cells == NULL
                   ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit")
                   : staith_question_make(&about, &arena, &asked, err);
    if (code == 0) {
        code = audit(release, &asked, outside, time_ms, &out, err);
    }
    staith_arena_deinit(&arena);
    if (code == 0) {
        *ret_verification = out;
    }
    return code;
}

int staith_release_verify(const struct staith_release *release,
                          const struct staith_catalogue *catalogue,
                          const struct staith_outside *outside, int64_t time_ms,
                          struct staith_verification *ret_verification, struct staith_err *err)
{
    return staith_release_verify_beside(release, catalogue, NULL, 0, outside, time_ms,
                                        ret_verification, err);
}
