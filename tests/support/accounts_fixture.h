/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_ACCOUNTS_FIXTURE_H
#define STAITH_ACCOUNTS_FIXTURE_H
/* Commands on accounts over the region of region_fixture.h, with a password on stdin. */
#include "region_fixture.h"

static inline int accounts_fixture_teardown(void **state)
{
    static const char *const FILES[] = {"access.db", "access.db-wal", "access.db-shm", "stdin"};
    struct region_fixture *fixture = *state;
    char path[128];
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", fixture->store->folder, FILES[i]);
        (void)unlink(path);
    }
    return region_fixture_teardown(state);
}

/** What the next command reads. */
static inline void accounts_fixture_stdin(struct region_fixture *fixture, const char *text)
{
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/stdin", fixture->store->folder);
    region_fixture_write(path, text);
    assert_non_null(freopen(path, "r", stdin));
}

/** Run with --config and up to six words more. */
static inline int accounts_fixture_run(struct region_fixture *fixture, staith_cli_run *command,
                                       const char *a, const char *b, const char *c, const char *d,
                                       const char *e)
{
    const char *const arguments[] = {"--config", fixture->config, a, b, c, d, e, NULL};
    return region_fixture_run(fixture, command, arguments);
}

#endif
