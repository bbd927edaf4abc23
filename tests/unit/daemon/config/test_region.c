/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config_case.h"

#include <stdio.h>
#include <string.h>

/* The commented sample is right, and holds what it shows. */
static void sample(void **state)
{
    (void)state;
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    int rc = staith_config_region_read("daemon/config/aggregator.yaml", &config, &err);
    config_print(&err);
    assert_int_equal(rc, 0);
    assert_string_equal(config->region_code, "E12000001");
    assert_string_equal(config->region_name, "North East");
    assert_string_equal(config->state_folder, "/var/lib/staith-aggregator");
    assert_int_equal(config->endpoint_count, 1);
    assert_string_equal(config->endpoints[0], "tcp://*:7440");
    assert_int_equal(config->council_count, 2);
    const struct staith_config_area *durham = &config->councils[0];
    assert_string_equal(durham->code, "840");
    assert_string_equal(durham->short_name, "Durham");
    assert_string_equal(durham->slug, "durham");
    assert_string_equal(durham->ons, "E06000047");
    assert_null(durham->earlier_ons);
    assert_int_equal(durham->neighbour_count, 10);
    assert_string_equal(durham->neighbours[0], "876");
    assert_string_equal(durham->neighbours[9], "841");
    const struct staith_config_area *gateshead = &config->councils[1];
    assert_string_equal(gateshead->earlier_ons, "E08000020");
    assert_string_equal(gateshead->signing_public_key,
                        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    assert_string_equal(gateshead->transport_public_key,
                        "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");
    assert_int_equal(config->dataset_count, 1);
    assert_string_equal(config->datasets[0].name, "csww");
    assert_string_equal(config->datasets[0].releases, "automatic");
    assert_string_equal(config->datasets[0].catalogues, "officer");
    assert_int_equal(config->datasets[0].due_days, 0);
    assert_string_equal(config->others.releases, "automatic"); /* as when left out */
    assert_string_equal(config->others.catalogues, "officer");
    assert_int_equal(config->officer_count, 1);
    assert_string_equal(config->officers[0].name, "Cy Day");
    staith_config_region_free(config);
}

/* The two kinds of file are told apart by their keys. */
static void kinds(void **state)
{
    (void)state;
    struct staith_err err = {0};
    bool region = false;
    assert_int_equal(staith_config_is_region("daemon/config/aggregator.yaml", &region, &err), 0);
    assert_true(region);
    assert_int_equal(staith_config_is_region("daemon/config/staithd.yaml", &region, &err), 0);
    assert_false(region);
    assert_int_equal(staith_config_is_region("daemon/config/none.yaml", &region, &err),
                     STAITH_ERR_NOTFOUND);
}

#define KEY_1 "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
#define KEY_2 "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
#define SIGN_1 "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define SIGN_2 "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"

/* clang-format off */
static const char good[] =
    "region: {code: E12000001, name: North East}\n"     /* 1 */
    "state: s\n"                                        /* 2 */
    "keys: {transport: t.key}\n"                        /* 3 */
    "listen: ['tcp://*:7440']\n"                        /* 4 */
    "councils:\n"                                       /* 5 */
    "  - {code: 840, name: D, short: D, slug: d,\n"     /* 6 */
    "     ons: E06000047, neighbours: [876, 344],\n"    /* 7 */
    "     transport-key: '" KEY_1 "',\n"                /* 8 */
    "     signing-key: " SIGN_1 "}\n"                   /* 9 */
    "  - {code: 390, name: G, short: G, slug: g,\n"     /* 10 */
    "     ons: E08000037, earlier-ons: E08000020,\n"    /* 11 */
    "     transport-key: '" KEY_2 "',\n"                /* 12 */
    "     signing-key: '" SIGN_2 "'}\n";                /* 13 */

static const struct {
    const char *find;
    const char *replace;
    unsigned line;
    unsigned column;
    const char *what;
} cases[] = {
    {"code: 390", "code: 840", 10, 12, "code: two of the councils have 840, the first in line 6"},
    {"slug: g", "slug: d", 10, 42, "slug: two of the councils have d"},
    {"ons: E08000037", "ons: E06000047", 11, 11, "ons: two of the councils have E06000047"},
    {KEY_2, KEY_1, 12, 21, "transport-key: two of the councils have"},
    {SIGN_2, SIGN_1, 13, 19, "signing-key: two of the councils have"},
    {KEY_2 "'", KEY_2 "', next-transport-key: '" KEY_1 "'", 10, 5,
     "840 and 390 have a key in common"},
    {SIGN_2 "'", SIGN_2 "', next-signing-key: '" SIGN_1 "'", 10, 5,
     "840 and 390 have a key in common"},
    {SIGN_2, "3d40", 13, 19, "signing-key: \"3d40\" is not a public signing key"},
    {"neighbours: [876, 344]", "neighbours: [876, 876]", 7, 40, "\"876\" is listed twice"},
    {"neighbours: [876, 344]", "neighbours: [876, 840]", 6, 5, "840 is listed as its own"},
    {"neighbours: [876, 344]", "neighbours: [876, Halton]", 7, 40, "\"Halton\" is not a DfE code"},
    {"slug: d", "slug: North East", 6, 42, "slug: \"North East\" is not a name for addresses"},
    {"short: D", "short: abcdefghijklmnopqrstuvwxyz", 6, 33, "short: the text is too long"},
    {"code: E12000001", "code: NE", 1, 16, "code: \"NE\" is not an ONS code"},
    {"short: G, ", "", 10, 5, "\"short\" is missing from councils"},
    {"neighbours", "neighbors", 7, 22, "unknown key \"neighbors\" in councils"},
    {"tcp://*:7440", "tcp://*", 4, 10, "is not an address to listen at"},
    {"listen: ['tcp://*:7440']", "listen: []", 4, 9, "listen has 0 items"},
    {"earlier-ons: E08000020", "earlier-ons: ''", 11, 35, "earlier-ons: \"\" is not an ONS code"},
};
/* clang-format on */

static void broken_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[2048];
        char where[256];
        struct config_file file;
        struct staith_config_region *config = NULL;
        struct staith_err err = {0};
        const char *at = strstr(good, cases[i].find);
        assert_non_null(at);
        (void)snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - good), good, cases[i].replace,
                       at + strlen(cases[i].find));
        config_write(&file, text, strlen(text));
        int rc = staith_config_region_read(file.path, &config, &err);
        (void)config_at(&file, cases[i].line, cases[i].column, where, sizeof(where));
        if (rc != STAITH_ERR_CONFIG || strcmp(err.where, where) != 0 ||
            strstr(err.what, cases[i].what) == NULL) {
            config_print(&err);
            fail_msg("\"%s\": expected %s: %s", cases[i].replace, where, cases[i].what);
        }
        config_remove(&file);
    }
}

static void good_file(void **state)
{
    (void)state;
    struct config_file file;
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    config_write(&file, good, sizeof(good) - 1);
    int rc = staith_config_region_read(file.path, &config, &err);
    config_print(&err);
    assert_int_equal(rc, 0);
    char want[256];
    assert_string_equal(config->control_socket,
                        config_in(&file, "s/control.sock", want, sizeof(want)));
    assert_int_equal(config->councils[1].neighbour_count, 0);
    assert_string_equal(config->log_level, "info");
    staith_config_region_free(config);
    config_remove(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample),
        cmocka_unit_test(kinds),
        cmocka_unit_test(good_file),
        cmocka_unit_test(broken_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
