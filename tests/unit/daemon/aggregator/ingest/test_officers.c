/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/officers.h"
#include "ingest_fixture.h"

#include <cmocka.h>

static struct staith_config_officer people[] = {{"Ann Lee", "head of statistics", NULL, "x:1:1"}};
static struct staith_config_acceptance rules[] = {{"csww", NULL, "officer", "automatic", 0}};
static const struct staith_config_region config = {
    .dataset_count = 1,
    .datasets = rules,
    .others = {NULL, NULL, "automatic", "officer", 0},
    .officer_count = 1,
    .officers = people,
};

/* The reply, or the code as an integer. */
static json_t *ask(struct ingest_fixture *fixture, const char *request)
{
    const struct staith_ingest_officers officers = {
        .config = &config, .ingest = fixture->ingest, .store = fixture->store};
    json_t *asked = json_loads(request, 0, NULL);
    json_t *reply = NULL;
    struct staith_err err = {0};
    assert_non_null(asked);
    const char *command = json_string_value(json_object_get(asked, "command"));
    assert_true(staith_ingest_officers_know(command));
    int rc = staith_ingest_officers_answer(&officers, command, asked, &reply, &err);
    json_decref(asked);
    assert_int_equal(rc, err.code);
    return rc == 0 ? reply : json_integer(rc);
}

static void expect_code(struct ingest_fixture *fixture, const char *request, int code)
{
    json_t *reply = ask(fixture, request);
    assert_int_equal(json_integer_value(reply), code);
    json_decref(reply);
}

static const char *text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

#define RELEASES "{\"command\": \"releases\"}"
#define SAY(command, number, officer)                                                              \
    "{\"command\": \"" command "\", \"authority\": \"840\", \"number\": " number                   \
    ", \"officer\": \"" officer "\", \"reason\": \"leavers are missing\"}"

/* How many are listed, and the `why` of the last. */
static void expect_list(struct ingest_fixture *fixture, const char *request, size_t count,
                        int waiting, const char *why)
{
    json_t *reply = ask(fixture, request);
    const json_t *list = json_object_get(reply, "releases");
    assert_int_equal(json_array_size(list), count);
    assert_int_equal(json_integer_value(json_object_get(reply, "waiting")), waiting);
    assert_int_equal(json_integer_value(json_object_get(reply, "officers")), 1);
    if (count > 0) {
        assert_string_equal(text(json_array_get(list, count - 1), "why"), why);
    }
    json_decref(reply);
}

static void releases_are_looked_at(void **state)
{
    struct ingest_fixture *fixture = *state;
    assert_int_equal(staith_ingest_officers_set_rules(fixture->ingest, &config, NULL), 0);
    expect_list(fixture, RELEASES, 0, 0, "");
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    expect_list(fixture, RELEASES, 1, 1, "waits for an officer");
    json_t *reply = ask(fixture, SAY("accept", "2", "Ann Lee"));
    assert_string_equal(text(reply, "standing"), "accepted");
    json_decref(reply);
    expect_list(fixture, RELEASES, 0, 0, "");
    expect_list(fixture, "{\"command\": \"releases\", \"all\": true}", 1, 0, "");
    reply = ask(fixture, SAY("send-back", "2", "Ann Lee"));
    assert_string_equal(text(reply, "standing"), "sent back");
    json_decref(reply);
    expect_list(fixture, RELEASES, 1, 0, "sent back");
    expect_code(fixture, SAY("send-back", "2", "Ann Lee"), STAITH_ERR_STATE);
    expect_code(fixture, SAY("accept", "3", "Ann Lee"), STAITH_ERR_NOTFOUND);
    reply = ask(fixture, RELEASES);
    const json_t *one = json_array_get(json_object_get(reply, "releases"), 0);
    assert_string_equal(text(one, "officer"), "Ann Lee");
    assert_string_equal(text(one, "reason"), "leavers are missing");
    assert_string_equal(text(one, "standing"), "sent back");
    assert_string_equal(text(one, "period"), "2025");
    json_decref(reply);
}

static void who_may_speak(void **state)
{
    struct ingest_fixture *fixture = *state;
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    expect_code(fixture, SAY("accept", "2", "Cy Day"), STAITH_ERR_DENIED);
    expect_code(fixture, SAY("send-back", "2", ""), STAITH_ERR_DENIED);
    expect_code(fixture,
                "{\"command\": \"send-back\", \"authority\": \"840\", \"number\": 2, "
                "\"officer\": \"Ann Lee\"}",
                STAITH_ERR_INVAL);
    expect_code(fixture,
                "{\"command\": \"send-back\", \"authority\": \"840\", \"number\": 2, "
                "\"officer\": \"Ann Lee\", \"reason\": \"two\\nlines\"}",
                STAITH_ERR_INVAL);
    expect_code(fixture,
                "{\"command\": \"send-back\", \"number\": 2, \"officer\": \"Ann Lee\", "
                "\"reason\": \"x\"}",
                STAITH_ERR_INVAL);
    expect_list(fixture, RELEASES, 0, 0, "");
    assert_false(staith_ingest_officers_know("status"));
}

static void catalogues_are_looked_at(void **state)
{
    struct ingest_fixture *fixture = *state;
    const struct staith_ingest_dataset others = {"", false, true};
    char request[256];
    assert_int_equal(staith_ingest_set_datasets(fixture->ingest, NULL, 0, &others), 0);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    json_t *reply = ask(fixture, "{\"command\": \"catalogues\"}");
    const json_t *one = json_array_get(json_object_get(reply, "catalogues"), 0);
    assert_string_equal(text(one, "state"), "waiting");
    assert_string_equal(text(one, "dataset"), "csww");
    assert_string_equal(text(one, "authority"), "840");
    assert_int_equal(json_integer_value(json_object_get(reply, "waiting")), 1);
    (void)snprintf(request, sizeof(request),
                   "{\"command\": \"reject\", \"catalogue\": \"%.8s\", \"officer\": "
                   "\"Ann Lee\", \"reason\": \"not agreed\"}",
                   text(one, "hash"));
    json_decref(reply);
    expect_list(fixture, RELEASES, 1, 0, "its catalogue is not accepted");
    reply = ask(fixture, request);
    assert_string_equal(text(reply, "state"), "rejected");
    json_decref(reply);
    expect_code(fixture, request, STAITH_ERR_STATE);
    char *word = strstr(request, "reject\"");
    assert_non_null(word);
    for (size_t i = 0; i < 7; i++) {
        word[i] = "adopt\" "[i];
    }
    reply = ask(fixture, request);
    assert_string_equal(text(reply, "state"), "leads");
    json_decref(reply);
    expect_list(fixture, RELEASES, 0, 0, "");
    expect_code(fixture,
                "{\"command\": \"adopt\", \"catalogue\": \"zz\", \"officer\": "
                "\"Ann Lee\", \"reason\": \"x\"}",
                STAITH_ERR_NOTFOUND);
    expect_code(fixture,
                "{\"command\": \"adopt\", \"catalogue\": \"\", \"officer\": "
                "\"Ann Lee\", \"reason\": \"x\"}",
                STAITH_ERR_NOTFOUND);
}

/* A release under a catalogue that never came: passed over, and kept with the reason. */
static void quarantine_is_shown(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 5), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    json_t *reply = ask(fixture, "{\"command\": \"quarantine\"}");
    const json_t *list = json_object_get(reply, "quarantine");
    assert_int_equal(json_array_size(list), 1);
    const json_t *one = json_array_get(list, 0);
    assert_string_equal(text(one, "authority"), "840");
    assert_string_equal(text(one, "kind"), "a release");
    assert_string_equal(text(one, "reason"), "the release's catalogue is not known");
    assert_string_equal(text(one, "epoch"), "000000000000000b");
    assert_int_equal(json_integer_value(json_object_get(one, "number")), 1);
    assert_true(json_integer_value(json_object_get(one, "bytes")) > 0);
    json_decref(reply);
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, ingest_fixture_setup, ingest_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(releases_are_looked_at),
        CASE(who_may_speak),
        CASE(catalogues_are_looked_at),
        CASE(quarantine_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
