/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MAKE_ZIP_H
#define STAITH_MAKE_ZIP_H
/* Zip files for tests, as office programs write them: parts that are deflated. */
#include <stddef.h>
#include <stdint.h>

struct make_zip_part {
    const char *name;
    const char *text;
    size_t repeat; /**< the text comes so many times; 0: once */
};

/** The bytes of a zip with these parts; the caller's to free. Fails the test when it cannot. */
uint8_t *make_zip(const struct make_zip_part *parts, size_t count, size_t *ret_len);
/** Likewise, but for the first part and the one at `at` stored as they are, which is much quicker.
 */
uint8_t *make_zip_stored(const struct make_zip_part *parts, size_t count, size_t at,
                         size_t *ret_len);

#endif
