/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void symbols_words_and_sources(void **state)
{
    const char *text = site_fixture_page(*state, "method.html");
    for (int status = STAITH_STATUS_NOT_APPLICABLE; status <= STAITH_STATUS_LOW; status++) {
        char term[128];
        (void)snprintf(term, sizeof(term), "<dt>%s</dt><dd>%s",
                       staith_status_symbol((enum staith_status)status),
                       staith_status_words((enum staith_status)status));
        site_fixture_holds(text, term);
    }
    site_fixture_holds(text, "never a mean of rates");
    site_fixture_holds(text, "Wilson 1927");
    site_fixture_holds(text, "10.1136/qshc.2005.013755");
    site_fixture_holds(text, "Making Data Count");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(symbols_words_and_sources, site_fixture_setup,
                                        site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
