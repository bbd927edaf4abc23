/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_VISITOR_H
#define STAITH_AGGREGATOR_WEB_VISITOR_H
/*
 * Who asks: by the cookie of a session, by the token of a program, or by the word of a proxy that
 * the configuration names. Whoever is none of these is the public.
 */
#include "aggregator/access/access.h"
#include "aggregator/pages/audience.h"
#include "http/server.h"

struct staith_web_visitor {
    struct staith_access_user user; /**< role NOBODY: the public */
    struct staith_pages_audience audience;
    char session[STAITH_ACCESS_SECRET_BYTES]; /**< "": not by a cookie */
    bool by_proxy;
    bool vouched_due; /**< that a proxy signed it in is to be noted */
    bool by_token;
    bool secure;                          /**< the way to the browser is encrypted */
    char client[STAITH_HTTP_PEER_BYTES];  /**< its address, as a trusted proxy says it */
    char network[STAITH_HTTP_PEER_BYTES]; /**< what limits count by: of IPv6 the first 64 bits,
                                               since whoever has one such address has them all */
    char place[STAITH_HTTP_PEER_BYTES];   /**< of IPv6 the first 48: what a line is given at most */
};

/** Names of the cookies over TLS and without it: browsers take the former from this server's root
 *  alone, and never over a plain connection. */
const char *staith_web_session_cookie(const struct staith_web_visitor *visitor);
const char *staith_web_form_cookie(const struct staith_web_visitor *visitor);

/** Find out. 0; STAITH_ERR_DENIED: a token or a proxy's word that is not good (a cookie that is not
 *  makes the public); others: the accounts cannot be read. */
int staith_web_visitor_find(struct staith_access *access, const struct staith_config_region *config,
                            const struct staith_http_request *request,
                            struct staith_web_visitor *ret_visitor, struct staith_err *err);

#endif
