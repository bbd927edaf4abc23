/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/verify.h"

#include "disclosure/found.h"
#include "disclosure/structure.h"

#include <stdio.h>
#include <string.h>

enum { TIME_MS = 20000, ARENA_BYTES = 256 * 1024 * 1024 };

static struct staith_release_cell *cells_of(const struct staith_release *release,
                                            struct staith_arena *arena)
{
    uint32_t count = staith_release_cell_count(release);
    struct staith_release_cell *cells =
        staith_arena_array(arena, (size_t)count + 1, sizeof(*cells));
    for (uint32_t i = 0; cells != NULL && i < count; i++) {
        cells[i] = staith_release_cell_at(release, i);
    }
    return cells;
}

/* Whether what was found bears out what was certified; else why not. */
static void judge(const struct staith_release_certificate *claimed,
                  const struct staith_certificate *certificate, struct staith_verification *out)
{
    out->holds = false;
    if (certificate->verdict != STAITH_VERDICT_PASSED) {
        (void)snprintf(out->why, sizeof(out->why), "%s", certificate->why);
    } else if (out->found.least < claimed->least) {
        (void)snprintf(out->why, sizeof(out->why),
                       "the certificate says at least %lld possible values, and a cell has %lld",
                       (long long)claimed->least, (long long)out->found.least);
    } else if (out->found.cells > claimed->cells || out->found.audited > claimed->audited) {
        (void)snprintf(out->why, sizeof(out->why),
                       "the certificate is of %u protected cells, and there are %u",
                       claimed->audited, out->found.audited);
    } else {
        out->holds = true;
    }
}

static int audit(const struct staith_release *release, const struct staith_structure *structure,
                 const struct staith_outside *outside, int64_t time_ms,
                 struct staith_verification *out, struct staith_err *err)
{
    const struct staith_release_certificate *claimed = staith_release_certificate(release);
    struct staith_certificate *certificate = NULL;
    const struct staith_audit question = {
        .system = &structure->system,
        .cells = structure->cells,
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
    judge(claimed, certificate, out);
    staith_certificate_free(certificate);
    return 0;
}

int staith_release_verify(const struct staith_release *release,
                          const struct staith_catalogue *catalogue,
                          const struct staith_outside *outside, int64_t time_ms,
                          struct staith_verification *ret_verification, struct staith_err *err)
{
    struct staith_verification out = {.holds = true};
    if (staith_release_certificate(release) == NULL) {
        *ret_verification = out;
        return 0;
    }
    struct staith_arena arena;
    struct staith_structure structure;
    staith_arena_init(&arena, ARENA_BYTES);
    struct staith_structure_part part = {.cells = cells_of(release, &arena),
                                         .cell_count = staith_release_cell_count(release),
                                         .catalogue = catalogue,
                                         .suffix = "",
                                         .source = STAITH_AUDIT_RELEASE};
    int code = part.cells == NULL ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit")
                                  : staith_structure_make(&part, 1, &arena, &structure, err);
    if (code == 0) {
        code = audit(release, &structure, outside, time_ms, &out, err);
    }
    staith_arena_deinit(&arena);
    if (code == 0) {
        *ret_verification = out;
    }
    return code;
}
