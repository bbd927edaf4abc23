/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_SERVICE_H
#define STAITH_AGGREGATOR_WEB_SERVICE_H
/*
 * The program staith-web as a whole: configuration, accounts, server.
 */
#include "base/err.h"
#include "base/log.h"
#include "base/outside.h"
#include "loop/loop.h"

#include <jansson.h>
#include <stdint.h>

struct staith_web_service;

struct staith_web_service_options {
    struct staith_loop *loop;
    struct staith_log *log;
    const struct staith_outside *outside;
    const char *config_path;
};

/** Read the configuration, open, listen. Options outlive it. Codes of what fails. */
int staith_web_service_start(const struct staith_web_service_options *options,
                             struct staith_web_service **ret_service, struct staith_err *err);
/** The port it listens on. */
uint16_t staith_web_service_port(const struct staith_web_service *service);
/** What the process has given up, for its administrators; outlives it. */
void staith_web_service_confined(struct staith_web_service *service, const char *words);
/** Read the configuration again. Where that fails, or the database hangs in the readings of
 *  before, all stays as it was; a new address, certificate or limit of connections counts from the
 *  next start. Waits for no database. */
void staith_web_service_reload(struct staith_web_service *service);
/** Before the loop is freed. NULL is allowed. */
void staith_web_service_free(struct staith_web_service *service);

/** Try what a start needs. The code of the first that failed; *ret_checks is the caller's. */
int staith_web_check_config(const char *config_path, json_t **ret_checks);

#endif
