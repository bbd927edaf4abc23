/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DESK_FIXTURE_H
#define STAITH_DESK_FIXTURE_H
/*
 * The server of web_fixture.h, with an aggregator's socket beside it that answers as that does, and
 * an officer whose account is "off".
 */
#include "web_fixture.h"

#include "control/control.h"

struct desk_fixture {
    struct web_fixture *web;
    struct staith_control *control;
    char asked[600]; /**< the last command that decides, with what came with it */
    bool refuses;    /**< whatever is decided */
    bool locks;      /**< the account that decides */
};

static inline int desk_fixture_answer(void *ctx, const char *command, const json_t *request,
                                      json_t **ret_reply, struct staith_err *err)
{
    struct desk_fixture *fixture = ctx;
    if (strcmp(command, "releases") == 0) {
        *ret_reply = json_pack(
            "{s:[{s:s, s:I, s:s, s:s, s:I, s:s, s:s, s:s, s:s}], s:I}", "releases", "authority",
            "840", "number", (json_int_t)7, "dataset", "csww", "period", "2025", "received_unix_ms",
            (json_int_t)1764151200000, "why", "waits for an officer", "officer", "", "reason", "",
            "council_reason", "<b>late</b>", "waiting", (json_int_t)1);
    } else if (strcmp(command, "catalogues") == 0) {
        *ret_reply = json_pack("{s:[{s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:s}]}", "catalogues",
                               "hash", "6b1e0000", "dataset", "csww", "plugin", "workforce",
                               "plugin_version", "1", "authority", "841", "received_unix_ms",
                               (json_int_t)0, "state", "waiting", "reason", "");
    } else if (strcmp(command, "quarantine") == 0) {
        *ret_reply = json_pack("{s:[]}", "quarantine");
    } else {
        char *text = json_dumps(request, JSON_COMPACT | JSON_SORT_KEYS);
        (void)snprintf(fixture->asked, sizeof(fixture->asked), "%s", text);
        free(text);
        *ret_reply = json_pack("{s:s}", "standing", "accepted");
        if (fixture->locks) {
            assert_int_equal(staith_access_lock(fixture->web->access, "off", true, err), 0);
        }
        if (fixture->refuses) {
            json_decref(*ret_reply);
            *ret_reply = NULL;
            return staith_err_set(err, STAITH_ERR_STATE, "it was withdrawn by its council");
        }
    }
    return *ret_reply != NULL ? 0 : STAITH_ERR_NOMEM;
}

static inline void desk_fixture_listen(struct desk_fixture *fixture)
{
    char path[128];
    struct staith_err err = {0};
    (void)snprintf(path, sizeof(path), "%s/control.sock", fixture->web->region->store->folder);
    assert_int_equal(staith_control_start(fixture->web->http->loop, path, desk_fixture_answer,
                                          fixture, &fixture->control, &err),
                     0);
}

static inline int desk_fixture_setup(void **state)
{
    struct desk_fixture *fixture = calloc(1, sizeof(*fixture));
    void *made = NULL;
    assert_non_null(fixture);
    assert_int_equal(web_fixture_setup(&made), 0);
    fixture->web = made;
    web_fixture_configure(fixture->web,
                          "officers: [{name: Ann Lee, role: head of statistics, account: off}]\n");
    desk_fixture_listen(fixture);
    web_fixture_start(fixture->web);
    *state = fixture;
    return 0;
}

static inline int desk_fixture_teardown(void **state)
{
    struct desk_fixture *fixture = *state;
    void *made = fixture->web;
    staith_control_stop(fixture->control);
    assert_int_equal(web_fixture_teardown(&made), 0);
    free(fixture);
    return 0;
}

#endif
