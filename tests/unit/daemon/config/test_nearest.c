/* SPDX-License-Identifier: Apache-2.0 */
#include "config/table.h"
#include "config_case.h"

/* Each word and the key that a person would say it means; NULL where no key is near. */
static void nearest(void **state)
{
    (void)state;
    static const char *const words[][2] = {
        {"stat", "state"},
        {"sate", "state"},
        {"tsate", "state"},
        {"State", "state"},
        {"dataset", "datasets"},
        {"plugin", "plugins"},
        {"limit", "limits"},
        {"logs", "log"},
        {"authoritiy", "authority"},
        {"contorl", "control"},
        {"statistics", NULL},
        {"", NULL},
        {"x", NULL},
        {"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", NULL},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const char *found = staith_config_nearest(staith_config_council_block(), words[i][0]);
        if (words[i][1] == NULL) {
            assert_null(found);
        } else {
            assert_non_null(found);
            assert_string_equal(found, words[i][1]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nearest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
