/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What anybody may send to the region's web server. By the first byte the others are a connection's
 * bytes for the whole of staith-web, as a stranger's or with the cookie of an analyst who signed
 * in; or a target, form fields, a cookie header or a list of tags for what takes them apart. An
 * answer is a whole one of HTTP/1.1, and no request fails the server.
 */
#include "fuzz.h"
#include "http/address.h"
#include "web_fixture.h"

#include "base/utf8.h"

enum { STRANGER, ANALYST, TARGET, FIELDS, COOKIE, TAGS, KINDS, MAX_BYTES = 16384, TURNS = 20000 };

static struct web_fixture *the_fixture;

static void end(void)
{
    void *state = the_fixture;
    (void)web_fixture_teardown(&state);
}

static void begin(void)
{
    void *state = NULL;
    (void)setenv("TMPDIR", fuzz_folder(), 1); /* in memory: what is logged is synced */
    (void)web_fixture_setup(&state);
    the_fixture = state;
    web_fixture_configure(the_fixture, "  requests-per-minute: 60000\n");
    web_fixture_start(the_fixture);
    web_fixture_as(the_fixture, "ann");
    (void)atexit(end);
}

static int connect_to(uint16_t port)
{
    const struct linger none = {.l_onoff = 1}; /* leaves no waiting connection behind */
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none)) != 0 ||
        connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        fuzz_wrong("the server cannot be reached");
    }
    return fd;
}

/* An answer has a status line, an empty line after its headers, and none of the server's failures.
 */
static void check_answer(const char *got, size_t len)
{
    if (len == 0) {
        return; /* what was no request is cut off */
    }
    if (len < 13 || strncmp(got, "HTTP/1.", 7) != 0 || strstr(got, "\r\n\r\n") == NULL) {
        fuzz_wrong("an answer is not one of HTTP");
    }
    if (strncmp(got + 9, "500", 3) == 0) {
        fuzz_wrong("a request failed the server");
    }
}

/* Send, close that direction, and read until the server closes the other. */
static void talk(const uint8_t *bytes, size_t len)
{
    static char got[1 << 20];
    size_t sent = 0;
    size_t heard = 0;
    int fd = connect_to(the_fixture->http->port);
    uv_loop_t *uv = staith_loop_uv(the_fixture->http->loop);
    for (int turn = 0; turn < TURNS; turn++) {
        const ssize_t out = sent < len ? send(fd, bytes + sent, len - sent, MSG_NOSIGNAL) : 0;
        sent += out > 0 ? (size_t)out : 0;
        if (sent == len && out >= 0) {
            (void)shutdown(fd, SHUT_WR);
        }
        (void)uv_run(uv, UV_RUN_NOWAIT);
        const ssize_t in = recv(fd, got + heard, sizeof(got) - 1 - heard, 0);
        if (in == 0 || (in < 0 && errno != EAGAIN)) {
            break;
        }
        heard += in > 0 ? (size_t)in : 0;
    }
    (void)close(fd);
    (void)uv_run(uv, UV_RUN_NOWAIT);
    got[heard] = '\0';
    check_answer(got, heard);
}

/* The cookie as the second line. */
static void talk_as_analyst(const uint8_t *bytes, size_t len)
{
    static uint8_t whole[MAX_BYTES + 512];
    const uint8_t *end_of_line = memchr(bytes, '\n', len);
    const size_t head = end_of_line != NULL ? (size_t)(end_of_line - bytes) + 1 : 0;
    const size_t cookie = strlen(the_fixture->cookie);
    memcpy(whole, bytes, head);
    memcpy(whole + head, the_fixture->cookie, cookie);
    memcpy(whole + head + cookie, bytes + head, len - head);
    talk(whole, len + cookie);
}

static void check_text(const char *text)
{
    if (!staith_utf8_valid(text, strlen(text))) {
        fuzz_wrong("what was taken apart is not UTF-8");
    }
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f) {
            fuzz_wrong("what was taken apart holds a control character");
        }
    }
}

static void take_target(const char *text)
{
    char path[STAITH_HTTP_PATH_BYTES];
    const char *query = NULL;
    if (staith_http_target(text, path, sizeof(path), &query) != 0) {
        return;
    }
    check_text(path);
    if (path[0] != '/' || strstr(path, "/../") != NULL || strstr(path, "//") != NULL ||
        strchr(path, '\\') != NULL || (query != NULL && query <= text)) {
        fuzz_wrong("a path climbs");
    }
}

static void take_field(const char *text)
{
    static const char *const names[] = {"a", "name", "period", "mark"};
    char value[64];
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (staith_http_field(text, names[i], value, sizeof(value)) == 0) {
            check_text(value);
        }
    }
}

static void take_apart(int kind, const char *text)
{
    char value[64];
    if (kind == TARGET) {
        take_target(text);
    } else if (kind == FIELDS) {
        take_field(text);
    } else if (kind == COOKIE) {
        if (staith_http_cookie(text, "staith", value, sizeof(value)) &&
            strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") !=
                strlen(value)) {
            fuzz_wrong("a cookie holds more than letters and digits");
        }
    } else {
        (void)staith_http_etag_matches(text, "\"0123456789abcdef\"", strlen(text) % 2 == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    if (len < 2 || len > MAX_BYTES) {
        return 0;
    }
    const int kind = bytes[0] % KINDS;
    if (kind == STRANGER || kind == ANALYST) {
        if (the_fixture == NULL) {
            begin();
        }
        (kind == STRANGER ? talk : talk_as_analyst)(bytes + 1, len - 1);
        return 0;
    }
    char *text = malloc(len);
    if (text == NULL) {
        fuzz_wrong("no memory");
    }
    memcpy(text, bytes + 1, len - 1);
    text[len - 1] = '\0';
    take_apart(kind, text);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    static const char *const requests[] = {
        "GET /index.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /api/v1/datasets?limit=2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        "If-None-Match: \"a\", W/\"b\"\r\n\r\n",
        "GET /build.html?dataset=csww&period=2025&item=turnover&council=840 HTTP/1.1\r\nHost: a\r\n"
        "Connection: close\r\nCookie: staith=abc; staith-form=def\r\n\r\n",
        "GET /api/v1/datasets/csww/figures?period=2025&format=csv HTTP/1.1\r\nHost: a\r\n"
        "Authorization: Bearer abc\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n",
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: staith-form=abc\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 31\r\n\r\n"
        "mark=abc&name=ann&password=%41b",
        "POST /account HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: "
        "close\r\n\r\n"
        "5\r\na=b&c\r\n0\r\n\r\n",
        "HEAD /csww/2025/region.html HTTP/1.0\r\nX-Forwarded-For: ::1, 10.0.0.1\r\n\r\n"};
    static const struct {
        int kind;
        const char *text;
    } parts[] = {{TARGET, "/a%20b/c.html?d=e&f=%C3%A9"},
                 {TARGET, "/a/../b"},
                 {FIELDS, "name=Ann+Lee&period=2025&a=%E2%82%AC&mark="},
                 {COOKIE, "a=b; staith=Abc-123_; c=d"},
                 {TAGS, "W/\"0123456789abcdef\", \"x\""},
                 {TAGS, "*"}};
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        fuzz_seed_lead(take, ctx, STRANGER, requests[i], strlen(requests[i]));
        fuzz_seed_lead(take, ctx, ANALYST, requests[i], strlen(requests[i]));
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        fuzz_seed_lead(take, ctx, parts[i].kind, parts[i].text, strlen(parts[i].text));
    }
}
