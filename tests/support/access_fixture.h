/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_ACCESS_FIXTURE_H
#define STAITH_ACCESS_FIXTURE_H
/*
 * A file of accounts in a folder of its own, with a clock that the test sets.
 */
#include "aggregator/access/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define ACCESS_PASSWORD "correct horse battery"

struct access_fixture {
    char folder[64];
    int64_t now;
    struct staith_outside outside;
    struct staith_access *access;
    struct staith_err err;
    char text[4096]; /**< what the last listing gave */
    unsigned count;
};

static inline int64_t access_fixture_now(void *ctx)
{
    return *(int64_t *)ctx;
}

static inline void access_fixture_random(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 7, len);
}

static inline int access_fixture_setup(void **state)
{
    struct access_fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    (void)snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/staith-access-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    fixture->now = 1000 * 60 * 60 * 1000LL;
    fixture->outside = (struct staith_outside){&fixture->now, access_fixture_now,
                                               access_fixture_now, access_fixture_random, NULL};
    assert_int_equal(
        staith_access_open(fixture->folder, &fixture->outside, &fixture->access, &fixture->err), 0);
    staith_access_set_cost(fixture->access, 1, 8192);
    *state = fixture;
    return 0;
}

static inline int access_fixture_teardown(void **state)
{
    static const char *const FILES[] = {"access.db", "access.db-wal", "access.db-shm"};
    struct access_fixture *fixture = *state;
    char path[128];
    staith_access_close(fixture->access);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", fixture->folder, FILES[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(fixture->folder), 0);
    free(fixture);
    return 0;
}

/** Open again, as the next start does. */
static inline void access_fixture_again(struct access_fixture *fixture)
{
    staith_access_close(fixture->access);
    fixture->access = NULL;
    assert_int_equal(
        staith_access_open(fixture->folder, &fixture->outside, &fixture->access, &fixture->err), 0);
}

static inline struct staith_access_user
access_fixture_user(const char *name, enum staith_access_role role, const char *council)
{
    struct staith_access_user user = {.role = role};
    (void)snprintf(user.name, sizeof(user.name), "%s", name);
    (void)snprintf(user.council, sizeof(user.council), "%s", council);
    return user;
}

static inline int access_fixture_add(struct access_fixture *fixture, const char *name,
                                     enum staith_access_role role, const char *council,
                                     const char *password)
{
    const struct staith_access_user user = access_fixture_user(name, role, council);
    memset(&fixture->err, 0, sizeof(fixture->err));
    return staith_access_add(fixture->access, &user, password, &fixture->err);
}

#endif
