/* SPDX-License-Identifier: Apache-2.0 */
/* The keys under `http` in a region's file. */
#include "config/schema.h"
#include "config/table.h"

#include <string.h>

#define HTTP(field) offsetof(struct staith_config_http, field)

static const struct staith_config_key http_keys[] = {
    {.name = "listen",
     .kind = STAITH_CONFIG_SERVE,
     .fallback = "tcp://127.0.0.1:7480",
     .offset = HTTP(listen),
     .help = "Where browsers and programs connect; beyond this machine only with a certificate, or "
             "with a proxy in front. Whoever may open a socket of this machine (mode 0660) is "
             "taken for such a proxy"},
    {.name = "without-encryption",
     .kind = STAITH_CONFIG_PLAIN,
     .fallback = "this-machine",
     .offset = HTTP(plain),
     .help = "Who may connect where there is neither a certificate nor a proxy; with anybody, "
             "passwords and figures can be read on the way"},
    {.name = "certificate",
     .kind = STAITH_CONFIG_PATH,
     .offset = HTTP(certificate),
     .else_ = "no TLS: a proxy in front has it",
     .help = "File of the certificate and its chain, as PEM"},
    {.name = "key",
     .kind = STAITH_CONFIG_PATH,
     .offset = HTTP(key),
     .help = "File of the certificate's key, as PEM, mode 0600"},
    {.name = "proxies",
     .kind = STAITH_CONFIG_ADDRESS,
     .list = true,
     .unique = true,
     .max = 16,
     .offset = HTTP(proxies),
     .count_offset = HTTP(proxy_count),
     .help = "Addresses of the proxies that are believed when they name a client or a user"},
    {.name = "user-header",
     .kind = STAITH_CONFIG_HEADER,
     .offset = HTTP(user_header),
     .else_ = "nobody is signed in by a proxy",
     .help = "Header in which these proxies name who signed in; they must remove it from what "
             "comes to them"},
    {.name = "note",
     .kind = STAITH_CONFIG_TEXT,
     .max = 300,
     .offset = HTTP(note),
     .help = "A sentence above every page"},
    {.name = "max-connections",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 16,
     .max = 10000,
     .factor = 1,
     .unit = "connections",
     .fallback = "1024",
     .offset = HTTP(max_connections),
     .help = "Connections that may be open at once; further ones wait"},
    {.name = "answers-mebibytes",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 64,
     .max = 4096,
     .factor = 1,
     .unit = "MiB",
     .fallback = "256",
     .offset = HTTP(answers_mebibytes),
     .help = "Memory for answers that are on their way; beyond it readers are told when to come "
             "again"},
    {.name = "requests-per-minute",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 100000,
     .factor = 1,
     .unit = "requests",
     .fallback = "600",
     .offset = HTTP(requests_per_minute),
     .help = "Requests of one client to the API; further ones are told when to come again"},
    {.name = "session-minutes",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 720,
     .factor = 1,
     .unit = "minutes",
     .fallback = "60",
     .offset = HTTP(session_minutes),
     .help = "Time without a request after which one signs in again; twelve hours in any case"},
};
const struct staith_config_block staith_config_http_block = {
    http_keys, (uint32_t)(sizeof(http_keys) / sizeof(http_keys[0])), 0, false, 0};

static int fail(const struct staith_config_region *config, const char *what, const char *remedy,
                struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_CONFIG, "http: %s", what);
    staith_err_at(err, config->path, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return STAITH_ERR_CONFIG;
}

/* Whether nobody but this machine can connect. */
static bool is_near(const char *listen)
{
    static const char *const NEAR[] = {"unix:", "tcp://127.", "tcp://[::1]:", "tcp://localhost:"};
    for (size_t i = 0; i < sizeof(NEAR) / sizeof(NEAR[0]); i++) {
        if (strncmp(listen, NEAR[i], strlen(NEAR[i])) == 0) {
            return true;
        }
    }
    return false;
}

int staith_config_http_check(const struct staith_config_region *config, struct staith_err *err)
{
    const struct staith_config_http *http = &config->http;
    if ((http->certificate == NULL) != (http->key == NULL)) {
        return fail(config, "certificate and key go together", "give both, or neither", err);
    }
    bool socket = strncmp(http->listen, "unix:", 5) == 0;
    if (socket && http->certificate != NULL) {
        return fail(config, "a socket of this machine needs no certificate",
                    "leave certificate and key out", err);
    }
    if (http->user_header != NULL && http->proxy_count == 0 && !socket) {
        return fail(config, "user-header is believed of nobody", "list the proxies that set it",
                    err);
    }
    if (http->certificate == NULL && http->proxy_count == 0 && !is_near(http->listen) &&
        strcmp(http->plain, "anybody") != 0) {
        return fail(config, "other machines could connect without encryption",
                    "give certificate and key, list the proxy in front under proxies, or listen at "
                    "tcp://127.0.0.1:7480",
                    err);
    }
    return 0;
}
