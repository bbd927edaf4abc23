/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_CONFINE_H
#define STAITH_AGGREGATOR_WEB_CONFINE_H
/*
 * What staith-web gives up once it listens, and before it starts a thread: programs, processes,
 * further listening; all files but its state folder, its configuration's, and what a database and
 * a picture need.
 */
#include "config/schema.h"

#include <stddef.h>

enum { STAITH_WEB_CONFINE_BYTES = 160 };

/** `ret_words`: what is on and what is not, on one line. STAITH_ERR_DENIED. */
int staith_web_confine(const struct staith_config_region *config,
                       char ret_words[STAITH_WEB_CONFINE_BYTES], struct staith_err *err);

#endif
