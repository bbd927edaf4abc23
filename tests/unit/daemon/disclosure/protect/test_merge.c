/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/merge.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* The agency's five roles in the groups of the fall back; "lead" has a group within it. */
enum { WORKER, LEAD, CHAIRS, SOCIAL_WORKER, SENIOR, ADVANCED, MANAGER, OFFICER, COUNT };
static struct staith_category roles[] = {{"worker", "", STAITH_NO_CATEGORY},
                                         {"lead", "", STAITH_NO_CATEGORY},
                                         {"chairs", "", LEAD},
                                         {"social_worker", "", WORKER},
                                         {"senior", "", WORKER},
                                         {"advanced", "", LEAD},
                                         {"manager", "", CHAIRS},
                                         {"officer", "", CHAIRS}};
static const struct staith_dimension dimension = {"role", "Role", 0, 0, COUNT, roles};

static void check(const struct staith_merge_shown *shown, uint16_t category,
                  enum staith_merge_step step, uint16_t stands)
{
    uint16_t got = 77;
    assert_string_equal(staith_merge_code(staith_merge_find(shown, category, &got)),
                        staith_merge_code(step));
    assert_int_equal(got, stands);
}

static void the_order(void **state)
{
    (void)state;
    bool categories[COUNT] = {false};
    struct staith_merge_shown shown = {&dimension, categories, false, false};
    categories[SENIOR] = true;
    categories[WORKER] = true;
    categories[LEAD] = true;
    check(&shown, SENIOR, STAITH_MERGE_ITSELF, SENIOR);
    check(&shown, SOCIAL_WORKER, STAITH_MERGE_GROUP, WORKER);
    check(&shown, MANAGER, STAITH_MERGE_GROUP, LEAD);
    categories[CHAIRS] = true;
    check(&shown, MANAGER, STAITH_MERGE_GROUP, CHAIRS);
    check(&shown, ADVANCED, STAITH_MERGE_GROUP, LEAD);
    categories[LEAD] = false;
    check(&shown, ADVANCED, STAITH_MERGE_REGION, STAITH_NO_CATEGORY);
    shown.rolled = true;
    check(&shown, ADVANCED, STAITH_MERGE_ROLLED, STAITH_NO_CATEGORY);
    shown.all = true;
    check(&shown, ADVANCED, STAITH_MERGE_ALL, STAITH_NO_CATEGORY);
    check(&shown, OFFICER, STAITH_MERGE_GROUP, CHAIRS);
}

static void words(void **state)
{
    (void)state;
    for (int i = 0; i < STAITH_MERGE_STEP_END; i++) {
        assert_true(staith_code_valid(staith_merge_code((enum staith_merge_step)i)));
        assert_true(strlen(staith_merge_words((enum staith_merge_step)i)) > 10);
    }
    assert_string_equal(staith_merge_code(STAITH_MERGE_STEP_END), "unknown");
    assert_string_equal(staith_merge_words(STAITH_MERGE_STEP_END), "unknown step");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_order), cmocka_unit_test(words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
