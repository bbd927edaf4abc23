/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_DEADLINE_H
#define STAITH_AUTHORITY_HOST_DEADLINE_H
/*
 * A deadline on a plugin's callback. When it passes, the process writes the answer that was made
 * beforehand and ends at once, inside the callback. The parent's own deadline, which kills the
 * process, stands behind it for a plugin that blocks signals.
 */
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum { STAITH_DEADLINE_EXIT_STATUS = 75, STAITH_DEADLINE_MAX_ANSWER_BYTES = 2048 };

/** Caller's storage; must stay where it is while a deadline runs. */
struct staith_deadline {
    timer_t timer;
    int fd;
    size_t len;
    uint8_t answer[STAITH_DEADLINE_MAX_ANSWER_BYTES];
};

/** Answers go to `fd`. Takes SIGALRM of this process. STAITH_ERR_IO. */
int staith_deadline_init(struct staith_deadline *deadline, int fd);
/** End the process in `ms` with the answer, framed as staith_frame_write does; copied.
 *  STAITH_ERR_LIMIT, STAITH_ERR_IO. */
int staith_deadline_start(struct staith_deadline *deadline, uint64_t ms, const void *answer,
                          size_t len);
void staith_deadline_stop(struct staith_deadline *deadline);
void staith_deadline_deinit(struct staith_deadline *deadline);

#endif
