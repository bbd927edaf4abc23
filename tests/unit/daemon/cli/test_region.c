/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

/* Run one command against an aggregator that answers `command` with `reply`. */
static void expect(const char *command, const char *reply, const char *more, const char *out)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[256];
    cli_daemon_start(&daemon, CLI_REGION, command, reply);
    (void)snprintf(line, sizeof(line), "region %s --config %s%s%s", command, daemon.config.path,
                   more[0] != '\0' ? " " : "", more);
    cli_run(&run, line);
    assert_string_equal(run.err, "");
    assert_int_equal(run.status, 0);
    cli_same(run.out, out);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

/* 1763804520000 is 2025-11-22 09:42 by date -u, 1796117400000 2026-12-01 09:30. */
#define ITEM(number, more)                                                                         \
    "{\"authority\":\"840\",\"number\":" number ",\"dataset\":\"csww\",\"period\":\"2025\","       \
    "\"received_unix_ms\":1763804520000," more "}"

static const char waits[] = ITEM("2", "\"standing\":\"waiting\",\"why\":\"waits for an officer\"");
static const char sent_back[] =
    ITEM("3", "\"standing\":\"sent back\",\"why\":\"sent back\",\"officer\":\"Ann Lee\","
              "\"reason\":\"leavers are missing\"");
static const char withdrawn[] =
    ITEM("4", "\"standing\":\"accepted\",\"why\":\"withdrawn by the council\","
              "\"withdrawn\":true,\"council_reason\":\"counted twice\"");
static const char embargoed[] = ITEM("5", "\"standing\":\"accepted\",\"why\":\"under embargo\","
                                          "\"show_from_unix_ms\":1796117400000");
static const char revised[] = ITEM("6", "\"standing\":\"accepted\",\"why\":\"\",\"revision\":true,"
                                        "\"council_reason\":\"late starters\"");
static const char shown[] =
    ITEM("7", "\"standing\":\"accepted\",\"why\":\"\",\"officer\":\"Ann Lee\"");

static void releases(void **state)
{
    (void)state;
    char reply[4096];
    (void)snprintf(reply, sizeof(reply),
                   "{\"waiting\":1,\"officers\":0,\"releases\":[%s,%s,%s,%s,%s,%s]}", waits,
                   sent_back, withdrawn, embargoed, revised, shown);
    expect("releases", reply, "",
           "COUNCIL  NUMBER  DATASET  PERIOD  ARRIVED           STATE\n"
           "840           2  csww     2025    2025-11-22 09:42  waits for an officer\n"
           "840           3  csww     2025    2025-11-22 09:42  sent back by Ann Lee: leavers are "
           "missing\n"
           "840           4  csww     2025    2025-11-22 09:42  withdrawn by the council: counted "
           "twice\n"
           "840           5  csww     2025    2025-11-22 09:42  under embargo until 2026-12-01 "
           "09:30\n"
           "840           6  csww     2025    2025-11-22 09:42  shown; revision announced: late "
           "starters\n"
           "840           7  csww     2025    2025-11-22 09:42  shown, accepted by Ann Lee\n"
           "\n1 waits for an officer of the region.\n"
           "There are no officers who could say: name some in the configuration.\n");
    expect("releases", "{\"waiting\":0,\"officers\":0,\"releases\":[]}", "--all",
           "0 wait for an officer of the region.\n");
    expect("releases", "{\"waiting\":0}", "--json", "{\n  \"waiting\": 0\n}\n");
}

static void catalogues(void **state)
{
    (void)state;
    expect("catalogues",
           "{\"waiting\":1,\"officers\":1,\"catalogues\":["
           "{\"hash\":\"0123456789abcdef0123\",\"dataset\":\"csww\",\"plugin\":\"workforce\","
           "\"plugin_version\":\"1.0.0\",\"authority\":\"840\",\"received_unix_ms\":1763804520000,"
           "\"state\":\"leads\",\"releases\":2,\"officer\":\"Ann Lee\",\"reason\":\"agreed\"},"
           "{\"hash\":\"f123456789abcdef0123\",\"dataset\":\"csww\",\"plugin\":\"workforce\","
           "\"plugin_version\":\"2.0.0\",\"authority\":\"390\",\"received_unix_ms\":1763804520000,"
           "\"state\":\"waiting\",\"releases\":0,\"officer\":\"\",\"reason\":\"\"}]}",
           "",
           "CATALOGUE     DATASET  PLUGIN           FROM  ARRIVED           RELEASES  STATE    BY\n"
           "0123456789ab  csww     workforce 1.0.0  840   2025-11-22 09:42         2  leads    Ann "
           "Lee: agreed\n"
           "f123456789ab  csww     workforce 2.0.0  390   2025-11-22 09:42         0  waiting\n"
           "\n1 waits for an officer of the region.\n");
}

static void words(void **state)
{
    (void)state;
    expect("accept", "{\"authority\":\"840\",\"number\":3,\"standing\":\"accepted\"}",
           "3 --council 840 --officer Ann --reason good",
           "Release 3 of council 840 is accepted.\n");
    expect("send-back", "{\"authority\":\"840\",\"number\":3,\"standing\":\"sent back\"}",
           "3 --council 840 --officer Ann --reason bad",
           "Release 3 of council 840 is sent back.\n");
    expect("adopt", "{\"dataset\":\"csww\",\"state\":\"leads\"}",
           "0123 --officer Ann --reason good",
           "The catalogue of csww is adopted: the region compares by it.\n");
    expect("reject", "{\"dataset\":\"csww\",\"state\":\"rejected\"}",
           "0123 --officer Ann --reason bad", "The catalogue of csww is rejected.\n");
    expect("accept", "{\"number\":3}", "3 -C 840 -o Ann -r good -j", "{\n  \"number\": 3\n}\n");
}

static void arguments(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *says;
    } cases[] = {
        {"region accept 3 -C 840 -o A -r b", "--config FILE is missing"},
        {"region accept -c x 3 -o A -r b", "--council CODE is missing"},
        {"region accept -c x -C 840 -o A -r b", "the release's number is missing"},
        {"region accept -c x -C 840 -r b 3", "--officer NAME is missing"},
        {"region send-back -c x -C 840 -o A 3", "--reason TEXT is missing"},
        {"region accept -c x -C 840 -o A -r b 0", "\"0\" is no number of a release"},
        {"region accept -c x -C 840 -o A -r b 3x", "\"3x\" is no number of a release"},
        {"region accept -c x -C 840 -o A -r b 3 4", "unexpected argument \"4\""},
        {"region adopt -c x -o A -r b", "the catalogue is missing"},
        {"region adopt -c x -o A -r b 01 02", "unexpected argument \"02\""},
        {"region releases", "--config FILE is missing"},
        {"region catalogues -c x more", "unexpected argument \"more\""},
        {"region", "region releases"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct cli_capture run;
        cli_run(&run, cases[i].line);
        assert_int_equal(run.status, 64);
        if (strstr(run.err, cases[i].says) == NULL) {
            fail_msg("%s: %s", cases[i].line, run.err);
        }
        cli_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(releases),
        cmocka_unit_test(catalogues),
        cmocka_unit_test(words),
        cmocka_unit_test(arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
