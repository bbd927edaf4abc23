/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/certificate.h"

#include "audit_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct staith_certificate certificate(void)
{
    struct staith_certificate c = {.verdict = STAITH_VERDICT_EXACT,
                                   .cells = 9,
                                   .audited = 4,
                                   .exact = 2,
                                   .narrow = 3,
                                   .least = 1,
                                   .promise = 5,
                                   .programs = 17,
                                   .solutions = 23,
                                   .time_ms = 6,
                                   .worst_cell = 1,
                                   .worst_attacker = STAITH_ATTACKER_RATES};
    (void)snprintf(c.solver, sizeof(c.solver), "GLPK 5.0");
    (void)snprintf(c.why, sizeof(c.why), "a \"b\\c\"\n: 1 possible value");
    c.attackers[STAITH_ATTACKER_RATES] =
        (struct staith_attack_result){STAITH_ATTACK_TRIED, 1, 2, 3, 1};
    return c;
}

static void it_is_written_as_json(void **state)
{
    (void)state;
    struct staith_certificate c = certificate();
    struct staith_buf out;
    staith_buf_init(&out, 65536);
    assert_int_equal(staith_certificate_json(&c, &out), 0);
    const char *text = staith_buf_cstr(&out);
    static const char head[] =
        "{\"verdict\":\"exact\",\"cells\":9,\"audited\":4,\"exact\":2,\"narrow\":3,"
        "\"least_possible\":1,\"promised\":5,\"programs\":17,\"solutions\":23,\"time_ms\":6,"
        "\"solver\":\"GLPK 5.0\",\"why\":\"a \\\"b\\\\c\\\"\\u000a: 1 possible value\","
        "\"attackers\":[{\"code\":\"plain\",\"state\":\"unfinished\",\"systems\":0,\"exact\":0,"
        "\"narrow\":0,\"least_possible\":0},";
    assert_memory_equal(text, head, sizeof(head) - 1);
    assert_non_null(strstr(text,
                           "{\"code\":\"rates\",\"state\":\"tried\",\"systems\":1,\"exact\":2,"
                           "\"narrow\":3,\"least_possible\":1}"));
    assert_string_equal(text + strlen(text) - 3, "}]}");
    staith_buf_deinit(&out);
}

static void it_is_written_for_people(void **state)
{
    (void)state;
    struct staith_certificate c = certificate();
    struct staith_buf out;
    staith_buf_init(&out, 65536);
    assert_int_equal(staith_certificate_text(&c, &out), 0);
    const char *text = staith_buf_cstr(&out);
    assert_memory_equal(text, "exact: a ", 9);
    assert_non_null(strstr(text, "4 of 9 cells protected; worked out exactly: 2"));
    assert_non_null(strstr(text, "rates and means tied to their parts"));
    for (unsigned i = 0; i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
        assert_non_null(strstr(text, staith_attacker_code((enum staith_attacker)i)));
        assert_non_null(strstr(text, staith_attacker_words((enum staith_attacker)i)));
    }
    staith_buf_deinit(&out);
}

static void a_full_buffer_is_an_error(void **state)
{
    (void)state;
    struct staith_certificate c = certificate();
    for (size_t max = 1; max < 1500; max += 37) {
        struct staith_buf out;
        staith_buf_init(&out, max);
        assert_int_equal(staith_certificate_json(&c, &out), STAITH_ERR_LIMIT);
        staith_buf_clear(&out);
        assert_int_equal(staith_certificate_text(&c, &out), max < 1200 ? STAITH_ERR_LIMIT : 0);
        staith_buf_deinit(&out);
        if (max > 1000) {
            break;
        }
    }
}

static void codes_have_names(void **state)
{
    (void)state;
    assert_string_equal(staith_verdict_code(STAITH_VERDICT_PASSED), "passed");
    assert_string_equal(staith_verdict_code(STAITH_VERDICT_UNFINISHED), "unfinished");
    assert_string_equal(staith_verdict_code(STAITH_VERDICT_EXACT), "exact");
    assert_string_equal(staith_verdict_code(STAITH_VERDICT_NARROW), "narrow");
    assert_string_equal(staith_verdict_code(STAITH_VERDICT_CONTRADICTION), "contradiction");
    assert_string_equal(staith_attack_state_code(STAITH_ATTACK_TRIED), "tried");
    assert_string_equal(staith_attack_state_code(STAITH_ATTACK_COVERED), "covered");
    assert_string_equal(staith_attack_state_code(STAITH_ATTACK_NOTHING), "nothing");
    assert_string_equal(staith_attack_state_code(STAITH_ATTACK_CONTRADICTED), "contradicted");
    assert_string_equal(staith_attacker_code(STAITH_ATTACKER_PERSON), "person");
    assert_string_equal(staith_attacker_code((enum staith_attacker)99), "unknown");
    assert_string_equal(staith_attacker_words((enum staith_attacker)99), "unknown");
    assert_string_equal(staith_verdict_code((enum staith_verdict)99), "unfinished");
    assert_string_equal(staith_attack_state_code((enum staith_attack_state)99), "unfinished");
    staith_certificate_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_written_as_json),
        cmocka_unit_test(it_is_written_for_people),
        cmocka_unit_test(a_full_buffer_is_an_error),
        cmocka_unit_test(codes_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
