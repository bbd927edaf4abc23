/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WEB_FIXTURE_H
#define STAITH_WEB_FIXTURE_H
/*
 * staith-web as a whole over a region of two councils, and a browser that speaks to it. Durham
 * (840) shares csww with the councils, Darlington (841) with the region's officers alone. Accounts,
 * all with ACCESS_PASSWORD: vic, viewer of the region, ann, analyst, off, officer, cy,
 * administrator of it; dur, viewer of Durham; dar, analyst of Darlington.
 */
#include "access_fixture.h"
#include "http_fixture.h"
#include "region_fixture.h"

#include "aggregator/web/service.h"

struct web_fixture {
    struct region_fixture *region;
    struct http_fixture *http; /**< of which the client and the loop are used */
    struct staith_access *access;
    struct staith_log *log; /**< to nowhere */
    int nowhere;
    struct staith_web_service *service;
    struct staith_web_service_options options;
    char cookie[256]; /**< "Cookie: ...\r\n", or "" */
    char mark[STAITH_ACCESS_SECRET_BYTES];
    char text[8192]; /**< the log */
};

static inline void web_fixture_account(struct web_fixture *fixture, const char *name,
                                       enum staith_access_role role, const char *council)
{
    const struct staith_access_user user = access_fixture_user(name, role, council);
    struct staith_err err = {0};
    assert_int_equal(staith_access_add(fixture->access, &user, ACCESS_PASSWORD, &err), 0);
}

/** Append to the configuration. */
static inline void web_fixture_configure(struct web_fixture *fixture, const char *text)
{
    FILE *file = fopen(fixture->region->config, "a");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/** Have it listen at a socket in its folder, and the client connect there. */
static inline void web_fixture_at_socket(struct web_fixture *fixture, char path[128])
{
    static const char LISTEN[] = "  listen: tcp://127.0.0.1:*\n";
    static char text[16384];
    FILE *file = fopen(fixture->region->config, "r");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof(text) - 1, file);
    assert_int_equal(fclose(file), 0);
    text[len] = '\0';
    char *at = strstr(text, LISTEN);
    assert_non_null(at);
    (void)snprintf(path, 128, "%s/web.sock", fixture->region->store->folder);
    file = fopen(fixture->region->config, "w");
    assert_non_null(file);
    assert_true(fprintf(file, "%.*s  listen: unix:%s\n%s", (int)(at - text), text, path,
                        at + sizeof(LISTEN) - 1) > 0);
    assert_int_equal(fclose(file), 0);
    fixture->http->options.address = path;
}

static inline int web_fixture_setup(void **state)
{
    struct web_fixture *fixture = calloc(1, sizeof(*fixture));
    struct staith_err err = {0};
    void *made = NULL;
    assert_non_null(fixture);
    assert_int_equal(region_fixture_setup(&made), 0);
    fixture->region = made;
    assert_int_equal(http_fixture_setup(&made), 0);
    fixture->http = made;
    web_fixture_configure(fixture, "    share: [{dataset: csww, with: region}]\n"
                                   "http:\n  listen: tcp://127.0.0.1:*\n");
    region_fixture_fill(fixture->region);
    assert_int_equal(staith_access_open(fixture->region->store->folder, staith_outside_machine(),
                                        &fixture->access, &err),
                     0);
    staith_access_set_cost(fixture->access, 1, 8192);
    web_fixture_account(fixture, "ann", STAITH_ACCESS_ANALYST, "");
    web_fixture_account(fixture, "vic", STAITH_ACCESS_VIEWER, "");
    web_fixture_account(fixture, "off", STAITH_ACCESS_OFFICER, "");
    web_fixture_account(fixture, "cy", STAITH_ACCESS_ADMINISTRATOR, "");
    web_fixture_account(fixture, "dur", STAITH_ACCESS_VIEWER, "840");
    web_fixture_account(fixture, "dar", STAITH_ACCESS_ANALYST, "841");
    fixture->nowhere = open("/dev/null", O_WRONLY);
    assert_true(fixture->nowhere >= 0);
    fixture->log = staith_log_new("staith-web", fixture->nowhere, STAITH_LOG_INFO);
    assert_non_null(fixture->log);
    *state = fixture;
    return 0;
}

static inline void web_fixture_start(struct web_fixture *fixture)
{
    struct staith_err err = {0};
    fixture->options = (struct staith_web_service_options){.loop = fixture->http->loop,
                                                           .log = fixture->log,
                                                           .outside = staith_outside_machine(),
                                                           .config_path = fixture->region->config};
    if (staith_web_service_start(&fixture->options, &fixture->service, &err) != 0) {
        fail_msg("%s", err.what);
    }
    fixture->http->port = staith_web_service_port(fixture->service);
}

static inline int web_fixture_teardown(void **state)
{
    static const char *const FILES[] = {"access.db", "access.db-wal", "access.db-shm"};
    struct web_fixture *fixture = *state;
    char path[128];
    void *made = fixture->http;
    staith_web_service_free(fixture->service);
    assert_int_equal(http_fixture_teardown(&made), 0);
    staith_log_free(fixture->log);
    (void)close(fixture->nowhere);
    staith_access_close(fixture->access);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", fixture->region->store->folder, FILES[i]);
        (void)unlink(path);
    }
    made = fixture->region;
    assert_int_equal(region_fixture_teardown(&made), 0);
    free(fixture);
    return 0;
}

/** Ask, with the cookie; the status. */
static inline unsigned web_fixture_get(struct web_fixture *fixture, const char *target)
{
    http_fixture_get(fixture->http, target, fixture->cookie);
    return http_fixture_status(fixture->http);
}

/** Send a form, with the cookie; the status. */
static inline unsigned web_fixture_post(struct web_fixture *fixture, const char *target,
                                        const char *form)
{
    char request[2048];
    (void)snprintf(request, sizeof(request),
                   "POST %s HTTP/1.1\r\nHost: region.test\r\nConnection: close\r\n%s"
                   "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n"
                   "%s",
                   target, fixture->cookie, strlen(form), form);
    http_fixture_send(fixture->http, request);
    return http_fixture_status(fixture->http);
}

/** Keep the cookie that the last answer set, and the mark of its form. */
static inline void web_fixture_keep(struct web_fixture *fixture)
{
    static const char SET[] = "Set-Cookie: ";
    static const char MARK[] = "name=\"mark\" value=\"";
    const char *set = strstr(fixture->http->got, SET);
    const char *mark = strstr(fixture->http->got, MARK);
    if (set != NULL) {
        set += sizeof(SET) - 1;
        (void)snprintf(fixture->cookie, sizeof(fixture->cookie), "Cookie: %.*s\r\n",
                       (int)strcspn(set, ";"), set);
    }
    if (mark != NULL) {
        mark += sizeof(MARK) - 1;
        (void)snprintf(fixture->mark, sizeof(fixture->mark), "%.*s", (int)strcspn(mark, "\""),
                       mark);
    }
}

/** Send the form of the page that was shown last whose action this is; "&name=value" follows its
 *  mark. The status. */
static inline unsigned web_fixture_form(struct web_fixture *fixture, const char *action,
                                        const char *fields)
{
    static const char MARK[] = "name=\"mark\" value=\"";
    char begin[128];
    char form[1024];
    (void)snprintf(begin, sizeof(begin), "action=\"%s\"", action);
    const char *at = strstr(fixture->http->got, begin);
    if (at == NULL) {
        fail_msg("no form %s in: %.4000s", action, fixture->http->got);
        return 0;
    }
    at = strstr(at, MARK) + sizeof(MARK) - 1;
    (void)snprintf(form, sizeof(form), "mark=%.*s%s", (int)strcspn(at, "\""), at, fields);
    return web_fixture_post(fixture, action, form);
}

/** Sign in as a browser does; the status of the answer to the form. */
static inline unsigned web_fixture_sign_in(struct web_fixture *fixture, const char *name,
                                           const char *password)
{
    char form[256];
    fixture->cookie[0] = '\0';
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    web_fixture_keep(fixture);
    (void)snprintf(form, sizeof(form), "mark=%s&name=%s&password=%s", fixture->mark, name,
                   password);
    unsigned status = web_fixture_post(fixture, "/sign-in", form);
    web_fixture_keep(fixture);
    return status;
}

/** The same with the right password, which must be taken. */
static inline void web_fixture_as(struct web_fixture *fixture, const char *name)
{
    assert_int_equal(web_fixture_sign_in(fixture, name, "correct+horse+battery"), 303);
}

static inline int web_fixture_log_one(void *ctx, const struct staith_access_entry *entry)
{
    struct web_fixture *fixture = ctx;
    size_t len = strlen(fixture->text);
    (void)snprintf(fixture->text + len, sizeof(fixture->text) - len, "%s [%s] %s %s %s %s;",
                   entry->who, entry->council, entry->peer, entry->action, entry->what,
                   entry->outcome);
    return 0;
}

/** The log as text. */
static inline const char *web_fixture_log(struct web_fixture *fixture)
{
    struct staith_err err = {0};
    fixture->text[0] = '\0';
    assert_int_equal(staith_access_notes(fixture->access, 0, web_fixture_log_one, fixture, &err),
                     0);
    return fixture->text;
}

#endif
