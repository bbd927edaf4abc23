/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_MALICE_H
#define STAITH_TESTS_MALICE_H
/* More acts for hostile.c: what reaches for other processes, descriptors and files by calls that
 * are less known, what is done while a file is loaded, and words that are none. */
#include <staith/plugin.h>

#include <stddef.h>

struct malice {
    const char *name;
    void (*act)(void);
};

extern const struct malice malices[];
extern const size_t malice_count;

#endif
