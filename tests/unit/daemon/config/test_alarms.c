/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config_case.h"

#include <stdio.h>
#include <string.h>

#define REST                                                                                       \
    "authority: {code: 840, name: Durham}\n"                                                       \
    "state: state\n"                                                                               \
    "keys: {signing: s.key, transport: t.key}\n"                                                   \
    "region: {public-key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',\n"                           \
    "         endpoints: ['tcp://127.0.0.1:7440']}\n"                                              \
    "datasets:\n"                                                                                  \
    "  - {name: csww, plugin: workforce, source: in}\n"

static int read_config(struct config_file *file, const char *alarms,
                       struct staith_config_council **ret_config, struct staith_err *err)
{
    char text[2048];
    (void)snprintf(text, sizeof(text), "%s%s", REST, alarms);
    config_write(file, text, strlen(text));
    return staith_config_council_read(file->path, ret_config, err);
}

static void defaults(void **state)
{
    (void)state;
    struct config_file file;
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    assert_int_equal(read_config(&file, "", &config, &err), 0);
    assert_int_equal(config->alarms.mail_count, 0);
    assert_null(config->alarms.webhook);
    assert_null(config->alarms.command);
    assert_string_equal(config->alarms.mailer, "/usr/sbin/sendmail");
    assert_string_equal(config->alarms.curl, "/usr/bin/curl");
    assert_int_equal(config->alarms.limit_seconds, 30);
    staith_config_council_free(config);
    config_remove(&file);
}

static void all_of_it(void **state)
{
    (void)state;
    struct config_file file;
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    char want[512];
    assert_int_equal(read_config(&file,
                                 "alarms:\n"
                                 "  mail: [lead@council.example, ig@council.example]\n"
                                 "  webhook: https://alerts.council.example/staith\n"
                                 "  command: on-alarm\n"
                                 "  limit-seconds: 5\n",
                                 &config, &err),
                     0);
    assert_int_equal(config->alarms.mail_count, 2);
    assert_string_equal(config->alarms.mail[1], "ig@council.example");
    assert_string_equal(config->alarms.webhook, "https://alerts.council.example/staith");
    assert_string_equal(config->alarms.command, config_in(&file, "on-alarm", want, sizeof(want)));
    assert_int_equal(config->alarms.limit_seconds, 5);
    staith_config_council_free(config);
    config_remove(&file);
}

static void what_is_wrong(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "alarms: {mail: [nobody]}\n",   "alarms: {webhook: council}\n",
        "alarms: {limit-seconds: 0}\n", "alarms: {limit-seconds: 601}\n",
        "alarms: {mail: []}\n",         "alarms: {page: x}\n"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct config_file file;
        struct staith_config_council *config = NULL;
        struct staith_err err = {0};
        assert_int_equal(read_config(&file, bad[i], &config, &err), STAITH_ERR_CONFIG);
        assert_null(config);
        assert_non_null(strstr(err.where, ":8:"));
        config_remove(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),
        cmocka_unit_test(all_of_it),
        cmocka_unit_test(what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
