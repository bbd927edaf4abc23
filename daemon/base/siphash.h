/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_SIPHASH_H
#define STAITH_BASE_SIPHASH_H
/*
 * SipHash-1-3 (Aumasson and Bernstein, 2012): a keyed hash for tables whose keys come from outside.
 * Not for signatures or content addresses.
 */
#include <stddef.h>
#include <stdint.h>

uint64_t staith_siphash13(const uint8_t key[16], const void *data, size_t len);

#endif
