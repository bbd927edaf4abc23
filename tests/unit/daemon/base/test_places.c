/* SPDX-License-Identifier: Apache-2.0 */
#include "base/places.h"

#include "base/err.h"
#include "base/outside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static unsigned mode_of(const char *path)
{
    struct stat facts;
    assert_int_equal(stat(path, &facts), 0);
    return facts.st_mode & 0777;
}

static void the_owners_alone(void **state)
{
    (void)state;
    const struct staith_places *places = staith_places_machine();
    char root[] = "/tmp/staith-places-XXXXXX";
    char folder[64], file[96];
    assert_non_null(mkdtemp(root));
    (void)snprintf(folder, sizeof(folder), "%s/state", root);
    (void)snprintf(file, sizeof(file), "%s/a.db", folder);
    assert_int_equal(places->close_folder(places->ctx, folder), STAITH_ERR_NOTFOUND);
    assert_int_equal(places->make_folder(places->ctx, file), STAITH_ERR_IO); /* no parent */
    assert_int_equal(places->make_folder(places->ctx, folder), 0);
    assert_int_equal(places->make_folder(places->ctx, folder), 0);
    assert_int_equal(mode_of(folder), 0700);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(places->close_folder(places->ctx, folder), 0);
    assert_int_equal(mode_of(folder), 0700);
    places->make_file(places->ctx, file);
    assert_int_equal(mode_of(file), 0600);
    assert_int_equal(places->close_folder(places->ctx, file), STAITH_ERR_NOTFOUND);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(rmdir(root), 0);
}

static void one_holds_a_lock(void **state)
{
    (void)state;
    const struct staith_places *places = staith_places_machine();
    char root[] = "/tmp/staith-places-XXXXXX";
    char path[64], link[64];
    int first = -1, second = -1;
    assert_non_null(mkdtemp(root));
    (void)snprintf(path, sizeof(path), "%s/a.lock", root);
    (void)snprintf(link, sizeof(link), "%s/b.lock", root);
    assert_int_equal(places->lock(places->ctx, path, &first), 0);
    assert_int_equal(places->lock(places->ctx, path, &second), STAITH_ERR_EXISTS);
    places->unlock(places->ctx, first);
    assert_int_equal(places->lock(places->ctx, path, &second), 0);
    places->unlock(places->ctx, second);
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(places->lock(places->ctx, link, &second), STAITH_ERR_DENIED);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(root), 0);
}

/* A table without places of its own has the machine's. */
static void whose_they_are(void **state)
{
    (void)state;
    static const struct staith_places own = {0};
    struct staith_outside outside = {0};
    assert_ptr_equal(staith_outside_places(&outside), staith_places_machine());
    outside.places = &own;
    assert_ptr_equal(staith_outside_places(&outside), &own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_owners_alone),
        cmocka_unit_test(one_holds_a_lock),
        cmocka_unit_test(whose_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
