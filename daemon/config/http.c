/* SPDX-License-Identifier: Apache-2.0 */
/* The keys under `http` in a region's file. */
#include "config/schema.h"
#include "config/table.h"

#include <string.h>

#define HTTP(field) offsetof(struct staith_config_http, field)

static const struct staith_config_key http_keys[] = {
    {.name = "listen",
     .kind = STAITH_CONFIG_BIND,
     .fallback = "tcp://127.0.0.1:7480",
     .offset = HTTP(listen),
     .help = "Where browsers and programs connect; beyond this machine only with a certificate, or "
             "with a proxy in front"},
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

int staith_config_http_check(const struct staith_config_region *config, struct staith_err *err)
{
    const struct staith_config_http *http = &config->http;
    if ((http->certificate == NULL) != (http->key == NULL)) {
        return fail(config, "certificate and key go together", "give both, or neither", err);
    }
    if (http->user_header != NULL && http->proxy_count == 0) {
        return fail(config, "user-header is believed of nobody", "list the proxies that set it",
                    err);
    }
    return 0;
}
