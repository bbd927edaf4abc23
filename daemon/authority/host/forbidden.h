/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_FORBIDDEN_H
#define STAITH_AUTHORITY_HOST_FORBIDDEN_H
/*
 * What a host answers when its plugin made a system call that no run may. The answers are made
 * before the plugin is loaded: a forbidden call stops the run's thread wherever it was, which may
 * be inside malloc or another lock.
 */
#include "base/err.h"

struct staith_forbidden;

/** Make the answers for the plugin at `plugin_path`. Heap; lives as long as the process.
 *  STAITH_ERR_NOMEM. */
int staith_forbidden_new(const char *plugin_path, struct staith_forbidden **ret_forbidden,
                         struct staith_err *err);
/** NULL is allowed. */
void staith_forbidden_free(struct staith_forbidden *forbidden);
/** Write the answer for system call `number` to `fd`, framed. Allocates nothing. STAITH_ERR_IO. */
int staith_forbidden_answer(struct staith_forbidden *forbidden, int number, int fd);

#endif
