/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config_case.h"

#include <stdio.h>
#include <string.h>

static const char head[] =
    "region: {code: E12000001, name: North East}\nstate: s\nkeys: {transport: t.key}\n"
    "listen: ['tcp://*:7440']\ncouncils:\n"
    "  - {code: 840, name: D, short: D, slug: d, ons: E06000047,\n"
    "     transport-key: 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID',\n"
    "     signing-key: d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,\n"
    "     share: [{dataset: csww, with: public, from: 2026-12-10T09:30},\n"
    "             {dataset: agency_rates, with: region}]}\n";

static int read_with(const char *more, struct staith_config_region **ret, struct staith_err *err)
{
    char text[2048];
    struct config_file file;
    memset(err, 0, sizeof(*err));
    (void)snprintf(text, sizeof(text), "%s%s", head, more);
    config_write(&file, text, strlen(text));
    int rc = staith_config_region_read(file.path, ret, err);
    config_remove(&file);
    return rc;
}

static void left_out(void **state)
{
    struct staith_config_region *config = NULL;
    struct staith_err err;
    (void)state;
    assert_int_equal(read_with("", &config, &err), 0);
    assert_string_equal(config->http.listen, "tcp://127.0.0.1:7480"); /* nobody from outside */
    assert_null(config->http.certificate);
    assert_null(config->http.user_header);
    assert_int_equal(config->http.max_connections, 1024);
    assert_int_equal(config->http.answers_mebibytes, 256);
    assert_int_equal(config->http.requests_per_minute, 600);
    assert_int_equal(config->http.session_minutes, 60);
    assert_int_equal(config->councils[0].share_count, 2);
    assert_string_equal(config->councils[0].shares[0].from, "2026-12-10T09:30");
    assert_string_equal(config->councils[0].shares[1].with, "region");
    assert_null(config->councils[0].shares[1].from);
    staith_config_region_free(config);
}

static void given(void **state)
{
    struct staith_config_region *config = NULL;
    struct staith_err err;
    (void)state;
    assert_int_equal(read_with("http:\n  listen: 'tcp://*:443'\n  certificate: /c.pem\n"
                               "  key: /k.pem\n  proxies: [127.0.0.1, '::1']\n"
                               "  user-header: X-Remote-User\n  note: Invented\n",
                               &config, &err),
                     0);
    assert_string_equal(config->http.listen, "tcp://*:443");
    assert_string_equal(config->http.certificate, "/c.pem");
    assert_int_equal(config->http.proxy_count, 2);
    assert_string_equal(config->http.proxies[1], "::1");
    assert_string_equal(config->http.user_header, "X-Remote-User");
    assert_string_equal(config->http.note, "Invented");
    staith_config_region_free(config);
}

/* Without encryption: this machine, a proxy's, or whoever says that anybody may. */
static void in_the_clear(void **state)
{
    static const char *const GOOD[] = {
        "http: {listen: 'tcp://127.0.0.1:*'}\n",
        "http: {listen: 'tcp://[::1]:80'}\n",
        "http: {listen: 'tcp://*:80', proxies: [192.0.2.1]}\n",
        "http: {listen: 'tcp://*:80', without-encryption: anybody}\n",
        "http: {listen: 'unix:/run/staith/web.sock', user-header: X-Remote-User}\n",
    };
    struct staith_config_region *config = NULL;
    struct staith_err err;
    (void)state;
    for (size_t i = 0; i < sizeof(GOOD) / sizeof(GOOD[0]); i++) {
        if (read_with(GOOD[i], &config, &err) != 0) {
            fail_msg("%s: %s", GOOD[i], err.what);
        }
        staith_config_region_free(config);
    }
}

static void wrong(void **state)
{
    static const struct {
        const char *more;
        const char *what;
    } BAD[] = {
        {"http: {certificate: c.pem}\n", "certificate and key go together"},
        {"http: {key: c.pem}\n", "certificate and key go together"},
        {"http: {user-header: X-User}\n", "user-header is believed of nobody"},
        {"http: {proxies: [proxy.example]}\n", "\"proxy.example\" is not an address"},
        {"http: {proxies: ['::1'], user-header: 'X User'}\n", "is not a header's name"},
        {"http: {listen: '7480'}\n", "is not an address to serve at"},
        {"http: {listen: 'unix:web.sock'}\n", "is not an address to serve at"},
        {"http: {listen: 'tcp://*:80'}\n", "other machines could connect without encryption"},
        {"http: {listen: 'tcp://192.0.2.1:80'}\n", "other machines could connect"},
        {"http: {listen: 'tcp://*:80', without-encryption: this-machine}\n",
         "other machines could connect"},
        {"http: {listen: 'unix:/w', certificate: c, key: k}\n", "needs no certificate"},
        {"http: {port: 1}\n", "unknown key \"port\" in http"},
    };
    struct staith_config_region *config = NULL;
    struct staith_err err;
    (void)state;
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        assert_int_equal(read_with(BAD[i].more, &config, &err), STAITH_ERR_CONFIG);
        if (strstr(err.what, BAD[i].what) == NULL) {
            fail_msg("%s: %s", BAD[i].more, err.what);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(left_out), cmocka_unit_test(given),
                                       cmocka_unit_test(in_the_clear), cmocka_unit_test(wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
