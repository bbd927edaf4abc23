/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_EXPLAIN_CASE_H
#define STAITH_TESTS_EXPLAIN_CASE_H
/* Asking `staith explain` of what protected_case.h released. */
#include "protected_case.h"

static inline void explain_case_run(const struct protected_case *c, struct cli_capture *run,
                                    const char *more)
{
    char line[512];
    (void)snprintf(line, sizeof(line), "explain --config %s%s%s", c->config,
                   more[0] != '\0' ? " " : "", more);
    cli_run(run, line);
    cli_flatten(run->out);
}

static inline void explain_case(const struct protected_case *c, const char *more, int status,
                                const char *const *words)
{
    struct cli_capture run;
    explain_case_run(c, &run, more);
    assert_int_equal(run.status, status);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strstr(run.out, words[i]) == NULL && strstr(run.err, words[i]) == NULL) {
            fail_msg("\"%s\" is not in:\n%s%s", words[i], run.out, run.err);
        }
    }
    cli_free(&run);
}

#define EXPLAIN_WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
