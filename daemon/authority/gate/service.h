/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_SERVICE_H
#define STAITH_AUTHORITY_GATE_SERVICE_H
/*
 * staithd without its main(): watches the sources, runs one host at a time, makes releases, appends
 * them to the ledger, keeps the publisher alive and answers the control socket.
 */
#include "base/log.h"
#include "base/outside.h"
#include "config/schema.h"
#include "loop/loop.h"

struct staith_gate_service;

struct staith_gate_service_options {
    struct staith_loop *loop;
    struct staith_log *log;
    const struct staith_outside *outside;
    const char *config_path; /**< copied */
    const char *version;     /**< of the program; static */
    uint64_t settle_ms;      /**< a file is taken when it stood still this long; 0: a second */
};

/**
 * Open the ledger and start everything. `config` is the service's when this succeeds. Errors of the
 * state folder, the keys, the ledger, the control socket and of missing programs.
 */
int staith_gate_service_start(const struct staith_gate_service_options *options,
                              struct staith_config_council *config,
                              struct staith_gate_service **ret_service, struct staith_err *err);
/** Read the configuration again once no run is under way; an error in it is logged and the old one
 *  stays. */
void staith_gate_service_reload(struct staith_gate_service *service);
/** Come to an end: the loop is stopped when the children have ended, after 700 ms in any case. */
void staith_gate_service_stop(struct staith_gate_service *service);
/** After the loop was freed: whether a decision or an audit did not end in time. What it works with
 * is not freed, and the process has to end by _exit(), since exit() waits for it. */
bool staith_gate_service_is_busy(const struct staith_gate_service *service);
/** After the loop was freed. NULL is allowed. */
void staith_gate_service_free(struct staith_gate_service *service);

#endif
