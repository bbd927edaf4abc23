/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_CONFINE_H
#define STAITH_AUTHORITY_HOST_CONFINE_H
/*
 * What the threads of a host give up, and when. The run's thread gives up in two steps: before the
 * plugin's file is loaded all but what loading needs, since a file's constructors run then; and
 * when it is loaded all but memory, time and reading what is open. A run with grants (programs,
 * network, paths to read) keeps what those need. Layers that the kernel lacks are passed over.
 */
#include "codec/hostpipe.h"

/** On the run's thread, before loading. `scratch`: a folder in which the run may make files, whose
 *  length stays 0; NULL: none. `pass`: a number that nobody can guess, without which nothing more
 * is given up or feigned to be. STAITH_ERR_DENIED. */
int staith_confine_load(const struct staith_order *order, const char *scratch, uint64_t pass,
                        struct staith_err *err);
/** On the run's thread, when the plugin is loaded. As `loaded` of struct staith_run_guard; `ctx`:
 * the uint64_t that was the pass. */
int staith_confine_run(void *ctx, const struct staith_order *order, struct staith_err *err);
/** On the thread that answers. STAITH_ERR_DENIED. */
int staith_confine_answer(struct staith_err *err);

enum { STAITH_CONFINE_REPORT_BYTES = 1024 };

/** Lines "layer=on" or "layer=off: why" of what this kernel gives every run; `out` is cut to fit.
 *  Returns the length. */
size_t staith_confine_report(char out[STAITH_CONFINE_REPORT_BYTES]);

#endif
