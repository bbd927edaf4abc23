/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_KNOWN_H
#define STAITH_AGGREGATOR_WEB_KNOWN_H
/*
 * Browsers that an account was signed in from before. They keep a mark of this server's, for that
 * account and half a year; whoever shows it is no stranger: tries from elsewhere neither shut the
 * account for it nor take its place in the queue. It is no password and signs nobody in, and ends
 * with the password that it was made by. Inside web/ alone.
 */
#include "aggregator/web/internal.h"

/** Whether this browser signed in to the account before, and may be tried as one that did: not more
 *  often than an account may be tried by strangers, nor after many such were wrong. */
bool staith_web_is_known(const struct staith_web_turn *turn, const char *name);
/** Count a try of one that is known, whose password was wrong. */
void staith_web_known_wrong(const struct staith_web_turn *turn, const char *name);
/** Have this browser keep that it did, with the password of this hash. One that did before keeps
 *  its secret, and with it the tries that it has left. */
void staith_web_make_known(struct staith_web_turn *turn, const char *name, const char *hash);

#endif
