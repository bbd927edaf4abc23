/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CODEC_RECORD_H
#define STAITH_CODEC_RECORD_H
/*
 * What a record must be before anybody signs, sends or takes it. Private to this folder.
 */
#include "codec/codec.h"

#include <stdbool.h>

/** Authority, epoch, number, kind, previous hash and length of payload are such as a ledger makes.
 *  Says nothing about hash, signature and the payload's content. */
bool staith_record_plausible(const struct staith_record *record);

#endif
