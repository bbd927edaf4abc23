/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config_case.h"

#include "base/err.h"

#include <stdio.h>
#include <string.h>

#define REGION                                                                                     \
    "region: {code: E12000001, name: North East}\n"                                                \
    "state: state\n"                                                                               \
    "keys: {transport: t.key}\n"                                                                   \
    "listen: ['tcp://127.0.0.1:7440']\n"                                                           \
    "councils:\n"                                                                                  \
    "  - {code: \"840\", name: Durham, short: Durham, slug: durham, ons: E06000047,\n"             \
    "     transport-key: \"00aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\n"                          \
    "     signing-key: "                                                                           \
    "\"00aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n"                      \
    "  - {code: \"841\", name: Darlington, short: Darlington, slug: darlington, ons: E06000005,\n" \
    "     transport-key: \"01aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\n"                          \
    "     signing-key: "                                                                           \
    "\"01aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n"
enum { REGION_LINES = 11 };

static int region(const char *more, struct staith_config_region **ret_config, char *where,
                  struct staith_err *err)
{
    char text[4096];
    struct config_file file;
    int len = snprintf(text, sizeof(text), "%s%s", REGION, more);
    config_write(&file, text, (size_t)len);
    int rc = staith_config_region_read(file.path, ret_config, err);
    if (where != NULL) {
        (void)config_at(&file, REGION_LINES + 2, 5, where, 128);
    }
    config_remove(&file);
    return rc;
}

static void what_is_given(void **state)
{
    (void)state;
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    int rc = region("groups: [{code: both, name: Both of them, councils: [\"840\", \"841\"]}]\n"
                    "targets:\n"
                    "  - {dataset: csww, item: agency_rate_fte, name: Ambition, value: 9.5,\n"
                    "     from: 2025-04-01, until: 2027-03-31, source: Network}\n"
                    "  - {dataset: csww, item: caseload_fte, council: \"841\", name: Own,\n"
                    "     value: 18, from: 2025-04-01}\n"
                    "phases: [{dataset: agency_rates, item: over_cap, from: 2025-10-01,\n"
                    "          reason: Caps bind}]\n",
                    &config, NULL, &err);
    config_print(&err);
    assert_int_equal(rc, 0);
    assert_int_equal(config->group_count, 1);
    assert_string_equal(config->groups[0].code, "both");
    assert_string_equal(config->groups[0].name, "Both of them");
    assert_int_equal(config->groups[0].council_count, 2);
    assert_int_equal(config->target_count, 2);
    assert_string_equal(config->targets[0].value, "9.5");
    assert_string_equal(config->targets[0].until, "2027-03-31");
    assert_string_equal(config->targets[0].source, "Network");
    assert_null(config->targets[0].council);
    assert_string_equal(config->targets[1].council, "841");
    assert_null(config->targets[1].until);
    assert_int_equal(config->phase_count, 1);
    assert_string_equal(config->phases[0].item, "over_cap");
    assert_string_equal(config->phases[0].from, "2025-10-01");
    assert_string_equal(config->phases[0].reason, "Caps bind");
    staith_config_region_free(config);
}

/* Each is refused at its place, and says what is wrong. */
static void what_is_wrong(void **state)
{
    static const struct {
        const char *text;
        const char *what;
    } CASES[] = {
        {"groups:\n  - {code: g, name: G, councils: [\"840\", \"842\"]}\n",
         "groups: 842 is no council of this file"},
        {"targets:\n  - {dataset: csww, item: i, name: N, council: \"842\", value: 1,\n"
         "     from: 2025-04-01}\n",
         "targets: 842 is no council of this file"},
        {"targets:\n  - {dataset: csww, item: i, name: N, value: 1, from: 2025-04-01,\n"
         "     until: 2025-03-31}\n",
         "targets: N ends before it begins"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct staith_config_region *config = NULL;
        struct staith_err err = {0};
        char where[128];
        assert_int_equal(region(CASES[i].text, &config, where, &err), STAITH_ERR_CONFIG);
        assert_string_equal(err.what, CASES[i].what);
        assert_string_equal(err.where, where);
        assert_true(err.remedy[0] != '\0');
    }
}

static void numbers_are_numbers(void **state)
{
    (void)state;
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    assert_int_equal(region("targets:\n  - {dataset: csww, item: i, name: N, value: ten,\n"
                            "     from: 2025-04-01}\n",
                            &config, NULL, &err),
                     STAITH_ERR_CONFIG);
    assert_non_null(strstr(err.what, "value"));
    assert_int_equal(
        region("groups:\n  - {code: g, name: G, councils: [\"840\"]}\n", &config, NULL, &err),
        STAITH_ERR_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given),
        cmocka_unit_test(what_is_wrong),
        cmocka_unit_test(numbers_are_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
