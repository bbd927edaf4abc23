/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_FACTS_CASE_H
#define STAITH_TESTS_FACTS_CASE_H
/*
 * Files of public facts beside the council of protected_case.h.
 */
#include "protected_case.h"

/* In the year 6 managers left: 3 resigned and 2 retired. */
static const char facts_of_managers[] =
    "dataset,period,cell,value,published,source\n"
    "csww,2025,leavers_headcount|role=manager,6,2026-02-26,Answer 12\n"
    "csww,2025,leavers_headcount|role=manager|reason=resigned,3,2026-02-26,Answer 12\n"
    "csww,2025,leavers_headcount|role=manager|reason=retired,2,2026-02-27,\"Paper 3, annex\"\n";

static inline void facts_write(const struct protected_case *c, const char *text, char path[128])
{
    (void)snprintf(path, 128, "%s/public.csv", c->f.folder);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

/* `staith facts WORD [FILE] --config ...MORE` with `text` as the file; NULL: none. */
static inline void facts_run(const struct protected_case *c, const char *word, const char *text,
                             const char *more, struct cli_capture *run)
{
    char line[512];
    char path[128] = "";
    if (text != NULL) {
        facts_write(c, text, path);
    }
    (void)snprintf(line, sizeof(line), "facts %s%s%s --config %s%s", word, text != NULL ? " " : "",
                   path, c->config, more);
    cli_run_at(run, 200, line);
    if (text != NULL) {
        assert_int_equal(unlink(path), 0);
    }
}

static inline void facts_expect(const struct protected_case *c, const char *word, const char *text,
                                const char *more, int status, const char *words)
{
    struct cli_capture run;
    facts_run(c, word, text, more, &run);
    if (run.status != status ||
        (strstr(run.out, words) == NULL && strstr(run.err, words) == NULL)) {
        fail_msg("%d: \"%s\" is not in:\n%s%s", run.status, words, run.out, run.err);
    }
    cli_free(&run);
}

#endif
