/* SPDX-License-Identifier: Apache-2.0 */
#include "config/table.h"
#include "config_case.h"

static const struct {
    enum staith_config_kind kind;
    const char *good[4];
    const char *bad[6];
} kinds[] = {
    {STAITH_CONFIG_TEXT, {"a", "County Durham", "\xC2\xA3"}, {"", "a\nb", "a\tb"}},
    {STAITH_CONFIG_CODE, {"csww", "a_1"}, {"", "1a", "_a", "a-b", "A", "a b"}},
    {STAITH_CONFIG_SLUG, {"durham", "north-tyneside"}, {"", "-a", "a_b", "North"}},
    {STAITH_CONFIG_DFE, {"840", "201"}, {"", "84", "8400", "84a", " 840"}},
    {STAITH_CONFIG_ONS, {"E06000047", "W06000001"}, {"", "E0600004", "e06000047", "E060000470"}},
    {STAITH_CONFIG_PLUGIN, {"workforce", "./a.so", "/x/Y.so"}, {"", "Work", "a.so"}},
    {STAITH_CONFIG_NUMBER,
     {"0", "60", "999999999999999999"},
     {"", "+1", "1e3", "1000000000000000000"}},
    {STAITH_CONFIG_CONNECT,
     {"tcp://a:1", "tcp://10.0.0.1:65535", "tcp://[::1]:7440", "tcp://a_b-c.d:80"},
     {"tcp://", "tcp://:1", "tcp://a:", "udp://a:1", "tcp://[x]:1", "tcp://a/b:1"}},
    {STAITH_CONFIG_BIND, {"tcp://*:1", "tcp://127.0.0.1:1"}, {"tcp://**:1", "tcp://*:0", "*:1"}},
    {STAITH_CONFIG_SERVE,
     {"tcp://*:443", "unix:/run/staith/web.sock"},
     {"unix:web.sock", "unix:/", "443"}},
    {STAITH_CONFIG_PLAIN, {"this-machine", "anybody"}, {"yes", "", "Anybody"}},
    {STAITH_CONFIG_MEASURE, {"csww.cases"}, {"csww", ".cases", "csww.", "csww.a.b", "CSWW.a"}},
    {STAITH_CONFIG_PERIOD_CODE, {"2025", "2025Q3", "2025-07"}, {"", "25", "2025Q0", "2025-1"}},
    {STAITH_CONFIG_MARK, {"u", "x"}, {"", "z", "c", "U", "low"}},
    {STAITH_CONFIG_REASON, {"other", "system_change"}, {"", "because"}},
    {STAITH_CONFIG_SCHEDULE, {"* * * * *", "30 6 * * 1-5"}, {"", "@daily", "* * * *"}},
    {STAITH_CONFIG_GRANT, {"programs", "network"}, {"", "files", "Network"}},
    {STAITH_CONFIG_SIGN_OFF, {"at-once", "hold"}, {"", "HOLD", "later"}},
    {STAITH_CONFIG_DATE,
     {"2026-12-01", "2024-02-29"},
     {"", "2026-13-01", "2026-12-1", "2025-02-29"}},
    {STAITH_CONFIG_AUDIENCE, {"region", "public"}, {"", "council", "Region"}},
    {STAITH_CONFIG_LEAVES, {"protected", "exact-or-hidden", "nothing"}, {"", "exact", "all"}},
    {STAITH_CONFIG_BASE, {"5", "3"}, {"", "1", "4", "10", "05"}},
    {STAITH_CONFIG_MAIL,
     {"a@b", "lead.officer+x@council.example"},
     {"", "a", "@b", "a@", "a@b,c@d", "-a@b"}},
    {STAITH_CONFIG_MAIL, {"o'neil@b"}, {"a b@c", "a@b@c", "a@b\nBcc: x@y", "<a@b>", "\xC3\xA9@b"}},
    {STAITH_CONFIG_URL,
     {"http://a", "https://alerts.council.example/x?y=1"},
     {"", "http://", "ftp://a", "https:///x", "http://a b", "http://a{1,2}"}},
    {STAITH_CONFIG_DATABASE,
     {"postgresql://staith@db.region.example/staith", "postgresql:///staith?host=/run/postgresql"},
     {"", "postgres", "https://db/staith", "postgresql://a b", "Postgresql://a"}},
    {STAITH_CONFIG_LOG_LEVEL, {"error", "debug"}, {"", "trace", "INFO"}},
};

static void forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const struct staith_config_form *form = staith_config_form(kinds[i].kind);
        for (size_t j = 0; j < 4 && kinds[i].good[j] != NULL; j++) {
            if (!form->check(kinds[i].good[j])) {
                fail_msg("%s is not taken as %s", kinds[i].good[j], form->noun);
            }
        }
        for (size_t j = 0; j < 6 && kinds[i].bad[j] != NULL; j++) {
            if (form->check(kinds[i].bad[j])) {
                fail_msg("\"%s\" is taken as %s", kinds[i].bad[j], form->noun);
            }
        }
    }
}

/* Keys: the right length, and nothing but the alphabet. */
static void keys(void **state)
{
    (void)state;
    const struct staith_config_form *z85 = staith_config_form(STAITH_CONFIG_Z85_KEY);
    const struct staith_config_form *hex = staith_config_form(STAITH_CONFIG_HEX_KEY);
    assert_true(z85->check("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"));
    assert_false(z85->check("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf"));
    assert_false(z85->check("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf77"));
    assert_false(z85->check("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]y\"7"));
    assert_true(hex->check("D75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    assert_false(hex->check("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511"));
    assert_false(hex->check("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511g"));
}

static void numbers(void **state)
{
    (void)state;
    uint64_t number = 7;
    assert_true(staith_config_number("00060", &number));
    assert_int_equal(number, 60);
    assert_false(staith_config_number("x", &number));
    assert_int_equal(number, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),
        cmocka_unit_test(keys),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
