/* SPDX-License-Identifier: Apache-2.0 */
/* Durham had 34 leavers of 430 in 2025, Darlington 16 of 100. */
#include "aggregator/web/api.h"

#include "web_fixture.h"

#define ROWS "/api/v1/observations/csww?items=leavers_headcount&"

static const char *body(struct web_fixture *fixture, const char *target)
{
    if (web_fixture_get(fixture, target) != 200) {
        fail_msg("%s: %.2000s", target, fixture->http->got);
    }
    return strstr(fixture->http->got, "\r\n\r\n") + 4;
}

static void json(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    assert_string_equal(
        body(fixture, ROWS "periods=2025&areas=840"),
        "{\"dataset\":\"csww\",\"observations\":[{\"period\":\"2025\",\"item\":"
        "\"leavers_headcount\",\"area\":\"840\",\"area_name\":\"County Durham\",\"level\":"
        "\"authority\",\"value\":\"34\",\"status\":\"\",\"band\":null,\"obs_status\":\"A\",\"conf_"
        "status\":"
        "\"F\","
        "\"unit\":\"people\",\"numerator\":\"34\",\"denominator\":null,\"contributing\":1}],"
        "\"next_cursor\":null}");
    http_fixture_has(fixture->http, "ETag: ");
    assert_non_null(strstr(body(fixture, ROWS "areas=900"), "\"observations\":[]"));
}

static void by_pages(void **state)
{
    struct web_fixture *fixture = *state;
    char target[256];
    char cursor[48] = "";
    unsigned rows = 0;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    for (unsigned pages = 1; pages < 10; pages++) {
        (void)snprintf(target, sizeof(target), ROWS "limit=2&cursor=%s", cursor);
        const char *text = body(fixture, target);
        for (const char *at = text; (at = strstr(at, "\"period\"")) != NULL; at++) {
            rows++;
        }
        const char *next = strstr(text, "\"next_cursor\":\"");
        if (next == NULL) {
            assert_int_equal(pages, 3);
            break;
        }
        next += 15;
        (void)snprintf(cursor, sizeof(cursor), "%.*s", (int)strcspn(next, "\""), next);
    }
    assert_int_equal(rows, 5); /* 2024: the region, Durham; 2025: the region and both */
    /* a cursor of another state of the figures, or of another audience, or of before a restart */
    const char *first = strstr(http_fixture_get(fixture->http, ROWS "limit=2", fixture->cookie),
                               "\"next_cursor\":\"");
    assert_non_null(first);
    char before[160];
    (void)snprintf(before, sizeof(before), ROWS "cursor=%.*s", (int)strcspn(first + 15, "\""),
                   first + 15);
    assert_int_equal(web_fixture_get(fixture, before), 200);
    staith_web_service_reload(fixture->service);
    assert_int_equal(web_fixture_get(fixture, before), 410);
    assert_int_equal(web_fixture_get(fixture, ROWS "cursor=99999.2"), 410);
    assert_int_equal(web_fixture_get(fixture, ROWS "cursor=2"), 400);
    assert_int_equal(web_fixture_get(fixture, ROWS "limit=0"), 400);
    assert_int_equal(web_fixture_get(fixture, ROWS "limit=5001"), 400);
    assert_int_equal(web_fixture_get(fixture, ROWS "periods=%00"), 400);
    assert_int_equal(web_fixture_get(fixture, ROWS "format=xml"), 400);
}

static void tidy(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    assert_string_equal(
        body(fixture, ROWS "format=csv&periods=2025"),
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
        "region_name,new_la_code,old_la_code,la_name,leavers_headcount\n"
        "2025,Reporting year,National,E92000001,England,,,,,,\n"
        "2025,Reporting year,Regional,E92000001,England,E12000001,\"North East\",,,,50\n"
        "2025,Reporting year,Local authority,E92000001,England,E12000001,\"North East\",E06000047,"
        "840,\"County Durham\",34\n"
        "2025,Reporting year,Local authority,E92000001,England,E12000001,\"North East\",E06000005,"
        "841,\"Darlington\",16\n");
    http_fixture_has(fixture->http, "Content-Type: text/csv; charset=utf-8; header=present\r\n");
}

static void sdmx(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    assert_string_equal(
        body(fixture, ROWS "format=sdmx-csv&periods=2025&areas=841,E12000001"),
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,TIME_PERIOD,REF_AREA,INDICATOR,OBS_VALUE,OBS_STATUS,"
        "CONF_STATUS\n"
        "dataflow,STAITH:csww(1.0),I,A,2025,E12000001,leavers_headcount,50,A,F\n"
        "dataflow,STAITH:csww(1.0),I,A,2025,841,leavers_headcount,16,A,F\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(json, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(by_pages, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(tidy, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(sdmx, web_fixture_setup, web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
