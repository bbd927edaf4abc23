/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_Z85_H
#define STAITH_BASE_Z85_H
/*
 * Keys of 32 bytes as 40 characters of printable text (Z85, ZeroMQ RFC 32), as key files and
 * configuration hold them.
 */
#include <stdint.h>

enum { STAITH_Z85_KEY_BYTES = 32, STAITH_Z85_TEXT_BYTES = 41 /**< with the NUL */ };

void staith_z85_encode(const uint8_t key[STAITH_Z85_KEY_BYTES], char out[STAITH_Z85_TEXT_BYTES]);
/** `text`: NUL-terminated, exactly 40 characters. 0 or STAITH_ERR_SYNTAX. */
int staith_z85_decode(const char *text, uint8_t ret_key[STAITH_Z85_KEY_BYTES]);

#endif
