/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/visitor.h"

#include "http/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MINUTE_MS = 60 * 1000 };

const char *staith_web_session_cookie(const struct staith_web_visitor *visitor)
{
    return visitor->secure ? "__Host-staith" : "staith";
}

const char *staith_web_form_cookie(const struct staith_web_visitor *visitor)
{
    return visitor->secure ? "__Host-staith-form" : "staith-form";
}

/* Two texts of one address ("::1", "0:0:0:0:0:0:0:1"). */
static bool same_address(const char *a, const char *b)
{
    struct in6_addr one;
    struct in6_addr two;
    if (inet_pton(AF_INET6, a, &one) == 1 && inet_pton(AF_INET6, b, &two) == 1) {
        return memcmp(&one, &two, sizeof(one)) == 0;
    }
    return strcmp(a, b) == 0;
}

/* Over a socket of this machine comes whoever its mode lets, and that is for the proxy. */
static bool is_proxy(const struct staith_config_region *config, const char *peer)
{
    if (peer[0] == '\0') {
        return strncmp(config->http.listen, "unix:", 5) == 0;
    }
    for (uint32_t i = 0; i < config->http.proxy_count; i++) {
        if (same_address(config->http.proxies[i], peer)) {
            return true;
        }
    }
    return false;
}

/* An address of a list, with the port that some proxies write behind it; false: it is none. */
static bool read_address(const char *from, size_t len, char out[STAITH_HTTP_PEER_BYTES])
{
    struct in6_addr room;
    const char *colon = memchr(from, ':', len);
    if (len > 0 && from[0] == '[') {
        const char *end = memchr(from, ']', len);
        len = end != NULL ? (size_t)(end - from - 1) : 0;
        from++;
    } else if (colon != NULL && memchr(colon + 1, ':', (size_t)(from + len - colon - 1)) == NULL) {
        len = (size_t)(colon - from);
    }
    if (len == 0 || len >= STAITH_HTTP_PEER_BYTES) {
        return false;
    }
    memcpy(out, from, len);
    out[len] = '\0';
    return inet_pton(AF_INET, out, &room) == 1 || inet_pton(AF_INET6, out, &room) == 1;
}

/* Take a list from its end while it names proxies of ours; true: there may be more before it. */
static bool take_list(const struct staith_config_region *config, const char *list,
                      struct staith_web_visitor *visitor)
{
    char text[STAITH_HTTP_PEER_BYTES];
    for (size_t end = strlen(list); end > 0;) {
        size_t begin = end;
        while (begin > 0 && list[begin - 1] != ',') {
            begin--;
        }
        size_t next = begin > 0 ? begin - 1 : 0;
        begin += strspn(list + begin, " \t");
        while (end > begin && (list[end - 1] == ' ' || list[end - 1] == '\t')) {
            end--;
        }
        if (end > begin) { /* an empty place in a list is none */
            if (!read_address(list + begin, end - begin, text)) {
                return false;
            }
            memcpy(visitor->client, text, sizeof(visitor->client));
            if (!is_proxy(config, text)) {
                return false;
            }
        }
        end = next;
    }
    return true;
}

/* Each proxy appends the address that it saw, to the last line or as another, and several lines are
 * one list (RFC 9110, 5.3): from its end on, what a proxy of ours saw is believed, and the first
 * that is none of them is the client. What stands before it is anybody's.
 */
static void name_client(const struct staith_config_region *config,
                        const struct staith_http_request *request,
                        struct staith_web_visitor *visitor)
{
    static const char NAME[] = "X-Forwarded-For";
    unsigned lines = 0;
    (void)staith_http_header(request, NAME, &lines);
    while (lines > 0 &&
           take_list(config, staith_http_header_line(request, NAME, lines - 1), visitor)) {
        lines--;
    }
}

/* Whether the way from the browser is encrypted, in the word of the proxy next to us. */
static bool is_secure(const struct staith_http_request *request)
{
    static const char NAME[] = "X-Forwarded-Proto";
    unsigned lines = 0;
    (void)staith_http_header(request, NAME, &lines);
    const char *list = lines > 0 ? staith_http_header_line(request, NAME, lines - 1) : "";
    const char *comma = strrchr(list, ',');
    const char *last = comma != NULL ? comma + 1 : list;
    return strcasecmp(last + strspn(last, " \t"), "https") == 0;
}

/* An IPv4 address stands for itself, also where it is written as one of IPv6. */
static void name_network(struct staith_web_visitor *visitor)
{
    struct in6_addr v6;
    (void)snprintf(visitor->network, sizeof(visitor->network), "%s", visitor->client);
    (void)snprintf(visitor->place, sizeof(visitor->place), "%s", visitor->client);
    if (inet_pton(AF_INET6, visitor->client, &v6) != 1) {
        return;
    }
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        (void)inet_ntop(AF_INET, &v6.s6_addr[12], visitor->network, sizeof(visitor->network));
        memcpy(visitor->place, visitor->network, sizeof(visitor->place));
        return;
    }
    memset(&v6.s6_addr[8], 0, 8);
    (void)inet_ntop(AF_INET6, &v6, visitor->network, sizeof(visitor->network));
    memset(&v6.s6_addr[6], 0, 2);
    (void)inet_ntop(AF_INET6, &v6, visitor->place, sizeof(visitor->place));
}

/* What a council's account sees ends when the council is no longer of the region. */
static void set_audience(const struct staith_config_region *config,
                         struct staith_web_visitor *visitor)
{
    struct staith_pages_audience *audience = &visitor->audience;
    if (visitor->user.role == STAITH_ACCESS_NOBODY) {
        return;
    }
    if (visitor->user.council[0] == '\0') {
        audience->viewer = STAITH_CONFIG_VIEWER_REGION;
        audience->arrivals = visitor->user.role >= STAITH_ACCESS_OFFICER;
        return;
    }
    for (uint32_t i = 0; i < config->council_count; i++) {
        if (strcmp(config->councils[i].code, visitor->user.council) == 0) {
            audience->viewer = STAITH_CONFIG_VIEWER_COUNCIL;
            memcpy(audience->council, visitor->user.council, sizeof(audience->council));
            return;
        }
    }
    memset(&visitor->user, 0, sizeof(visitor->user));
    visitor->session[0] = '\0';
    visitor->by_token = false;
    visitor->by_proxy = false;
    visitor->vouched_due = false; /* nobody was signed in: nothing is to be noted */
}

static int by_token(struct staith_access *access, const char *header,
                    struct staith_web_visitor *visitor, struct staith_err *err)
{
    if (strncasecmp(header, "Bearer ", 7) != 0) {
        return STAITH_ERR_DENIED;
    }
    int code = staith_access_token_find(access, header + 7, &visitor->user, err);
    visitor->by_token = code == 0;
    return code == STAITH_ERR_NOTFOUND ? STAITH_ERR_DENIED : code;
}

static int by_cookie(struct staith_access *access, const struct staith_config_region *config,
                     const struct staith_http_request *request, struct staith_web_visitor *visitor,
                     struct staith_err *err)
{
    unsigned count = 0;
    const char *header = staith_http_header(request, "Cookie", &count);
    if (count != 1 || !staith_http_cookie(header, staith_web_session_cookie(visitor),
                                          visitor->session, sizeof(visitor->session))) {
        visitor->session[0] = '\0';
        return 0;
    }
    int code = staith_access_session(access, visitor->session,
                                     (int64_t)config->http.session_minutes * MINUTE_MS,
                                     &visitor->user, err);
    if (code != 0) {
        memset(&visitor->user, 0, sizeof(visitor->user));
        visitor->session[0] = '\0';
    }
    return code == STAITH_ERR_NOTFOUND ? 0 : code;
}

int staith_web_visitor_find(struct staith_access *access, const struct staith_config_region *config,
                            const struct staith_http_request *request,
                            struct staith_web_visitor *ret_visitor, struct staith_err *err)
{
    unsigned tokens = 0;
    unsigned words = 0;
    const char *user = NULL;
    bool proxy = is_proxy(config, request->peer);
    *ret_visitor = (struct staith_web_visitor){.secure = request->secure};
    memcpy(ret_visitor->client, request->peer, sizeof(ret_visitor->client));
    if (proxy) {
        ret_visitor->secure = is_secure(request);
        name_client(config, request, ret_visitor);
        user = config->http.user_header != NULL
                   ? staith_http_header(request, config->http.user_header, &words)
                   : NULL;
    }
    name_network(ret_visitor);
    const char *token = staith_http_header(request, "Authorization", &tokens);
    int code = 0;
    if (tokens > 1 || words > 1) {
        code = STAITH_ERR_DENIED; /* one of the two is not the proxy's */
    } else if (tokens == 1 && (user == NULL || strncasecmp(token, "Bearer ", 7) == 0)) {
        /* another scheme beside a proxy's word is between the browser and the proxy */
        code = by_token(access, token, ret_visitor, err);
    } else if (user != NULL && user[0] != '\0') {
        code =
            staith_access_vouched(access, user, &ret_visitor->user, &ret_visitor->vouched_due, err);
        ret_visitor->by_proxy = code == 0;
        code = code == STAITH_ERR_NOTFOUND ? STAITH_ERR_DENIED : code;
    } else {
        code = by_cookie(access, config, request, ret_visitor, err);
    }
    if (code == 0) {
        set_audience(config, ret_visitor);
    }
    return code;
}
