/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_DESK_H
#define STAITH_AGGREGATOR_WEB_DESK_H
/*
 * What the pages of the officers' desk share. Inside web/ alone.
 */
#include "aggregator/web/shell.h"

/** Whether the visitor may be here; false: it was answered that not. */
bool staith_web_desk_open(struct staith_web_turn *turn);
/** The officer of the configuration whose account this is, or NULL. */
const struct staith_config_officer *staith_web_desk_officer(const struct staith_web_turn *turn);
/** Ask the aggregator, by a list of what `staith` asks it; takes the reference. Then the request
 *  comes again. */
void staith_web_desk_ask(struct staith_web_turn *turn, json_t *questions);
/** Say what the aggregator could not do, in its words. */
void staith_web_desk_failed(struct staith_web_turn *turn, const struct staith_web_job *job);
/** A council's name by its code; the code where there is none. */
const char *staith_web_desk_council(const struct staith_web_turn *turn, const char *code);

/* The pages of decide.c. */
void staith_web_desk_release(struct staith_web_turn *turn);
void staith_web_desk_catalogue(struct staith_web_turn *turn);
void staith_web_desk_accept(struct staith_web_turn *turn);
void staith_web_desk_send_back(struct staith_web_turn *turn);
void staith_web_desk_adopt(struct staith_web_turn *turn);
void staith_web_desk_reject(struct staith_web_turn *turn);

#endif
