/* SPDX-License-Identifier: Apache-2.0 */
#include "script_case.h"

/* A program that describes itself, and prints how it was called as what it observed. */
#define PROGRAM                                                                                    \
    "/bin/sh\n-c\n"                                                                                \
    "case $1 in --describe) echo '{\"contract\": 1, \"dataset\": \"starts\", "                     \
    "\"measures\": [{\"code\": \"starts\", \"definition\": \"d\", \"aggregation\": \"count "       \
    "people\", \"unit\": \"people\"}]}';; --observe) "                                             \
    "echo \"{\\\"measure\\\": \\\"starts\\\", \\\"person\\\": "                                    \
    "\\\"$STAITH_CONTRACT $STAITH_AUTHORITY $STAITH_SOURCE $STAITH_PERIOD $(wc -c)\\\"}\";; "      \
    "esac\n"                                                                                       \
    "sh\n"

static void test_is_asked(void **state)
{
    (void)state;
    struct staith_fake_host host;
    static const char person[] = "1840X-2025Q3.TXT2025Q35"; /* in capitals, without spaces */
    assert_int_equal(staith_script_case(&host, PROGRAM, NULL, "x-2025Q3.txt", "12345"), STAITH_OK);
    assert_string_equal(host.descriptor->dataset, "starts");
    assert_int_equal(host.observation_count, 1);
    const struct staith_fake_observation *seen = &host.observations[0];
    assert_true(seen->person_len >= sizeof person - 1);
    assert_memory_equal(seen->person + seen->person_len - (sizeof person - 1), person,
                        sizeof person - 1);
    staith_fake_deinit(&host);
}

static void check_configure(const char *command, const char *catalogue, const char *word)
{
    struct staith_fake_host host;
    assert_int_equal(staith_script_case(&host, command, catalogue, "x", ""), STAITH_EINVAL);
    assert_non_null(strstr(host.explained, word));
    staith_fake_deinit(&host);
}

/* What is wrong before a source is read, is said in words. */
static void test_configure(void **state)
{
    (void)state;
    check_configure("cat\n", NULL, "whole path");
    check_configure("/nowhere/program\n", NULL, "cannot be started");
    check_configure("/bin/false\n", NULL, "prints no catalogue");
    check_configure("/bin/echo\n", NULL, "the catalogue is no JSON");
    check_configure("/bin/sh\n-c\nexec yes\n", NULL, "more than 1 MiB");
    check_configure("/bin/cat\n", "{}", "contract");
    check_configure("/bin/sh\n-c\necho '{\"contract\": 1, \"dataset\": \"X\"}'\n", NULL,
                    "the catalogue: dataset: a code");
}

static void test_ends(void **state)
{
    (void)state;
    struct staith_fake_host host;
    assert_int_equal(
        staith_script_case(&host, "/bin/false\n", STAITH_SCRIPT_CASE_CATALOGUE, "x-2025Q3.txt", ""),
        STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&host, "program_failed"), 1);
    staith_fake_deinit(&host);
    assert_int_equal(staith_script_case(&host, "/bin/sh\n-c\nexit 75\n",
                                        STAITH_SCRIPT_CASE_CATALOGUE, "x-2025Q3.txt", ""),
                     STAITH_EIO);
    staith_fake_deinit(&host);
    /* half an output and a failure: nothing of it counts */
    assert_int_equal(
        staith_script_case(&host,
                           "/bin/sh\n-c\necho '{\"measure\": \"starts\", \"person\": \"a\"}'; "
                           "exit 3\n",
                           STAITH_SCRIPT_CASE_CATALOGUE, "x-2025Q3.txt", ""),
        STAITH_ESOURCE);
    assert_int_equal(host.observation_count, 0);
    staith_fake_deinit(&host);
    /* nobody at all is a figure too */
    assert_int_equal(
        staith_script_case(&host, "/bin/true\n", STAITH_SCRIPT_CASE_CATALOGUE, "x-2025Q3.txt", ""),
        STAITH_OK);
    staith_fake_deinit(&host);
    assert_int_equal(
        staith_script_case(&host, "/bin/true\n", STAITH_SCRIPT_CASE_CATALOGUE, "x.txt", ""),
        STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&host, "no_period"), 1);
    staith_fake_deinit(&host);
}

static void test_conforms(void **state)
{
    (void)state;
    static const char text[] = "{\"measure\": \"starts\", \"person\": \"a\"}\n"
                               "{\"measure\": \"fte\", \"person\": \"a\", \"value\": 0.5}\n";
    const struct staith_fake_source source = {"x-2025Q3.txt", text, sizeof text - 1};
    const struct staith_fake_option options[] = {{"command", "/bin/cat\n"},
                                                 {"catalogue", STAITH_SCRIPT_CASE_CATALOGUE}};
    const struct staith_fake_setup setup = {
        .sources = &source, .source_count = 1, .options = options, .option_count = 2};
    staith_fake_conform(&staith_plugin, &setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_asked), cmocka_unit_test(test_configure),
        cmocka_unit_test(test_ends), cmocka_unit_test(test_conforms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
