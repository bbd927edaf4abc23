/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_AUTHORITY_H
#define STAITH_MODEL_AUTHORITY_H
/*
 * Codes of councils: "840", "E06000047".
 */
#include <stdbool.h>

enum { STAITH_AUTHORITY_BYTES = 16 /**< with the NUL */ };

/** Whether `code` is 1 to 15 letters, digits, '-' or '.', and its NUL. Reads up to the NUL and
 * never more than 16 bytes. */
bool staith_authority_valid(const char *code);

#endif
