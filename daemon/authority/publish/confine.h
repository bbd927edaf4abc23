/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_PUBLISH_CONFINE_H
#define STAITH_AUTHORITY_PUBLISH_CONFINE_H
/*
 * What the publisher gives up once it has read its configuration and its key, and before it starts
 * a thread: programs, processes, listening; all files but its state folder and what finds a host by
 * its name.
 */
#include "base/err.h"

#include <stddef.h>

enum { STAITH_PUBLISHER_CONFINE_BYTES = 160 };

/** `state_folder`: of the ledger and the receipts. `ret_words`: what is on and what is not, on one
 *  line. STAITH_ERR_DENIED. */
int staith_publisher_confine(const char *state_folder,
                             char ret_words[STAITH_PUBLISHER_CONFINE_BYTES],
                             struct staith_err *err);

#endif
