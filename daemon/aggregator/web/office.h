/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_OFFICE_H
#define STAITH_AGGREGATOR_WEB_OFFICE_H
/*
 * What the pages for administrators share. Inside web/ alone.
 */
#include "aggregator/web/shell.h"

/** Whether the visitor is an administrator of the region; false: it was answered that not. */
bool staith_web_is_office(struct staith_web_turn *turn);
/** Say what the file of accounts could not do, in its words. */
void staith_web_office_failed(struct staith_web_turn *turn, int code, const struct staith_err *err);
/** The page of the log. */
void staith_web_audit(struct staith_web_turn *turn);

#endif
