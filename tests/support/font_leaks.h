/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FONT_LEAKS_H
#define STAITH_FONT_LEAKS_H
/*
 * Drawing text makes fontconfig keep what it knows of the fonts until the process ends; the leak
 * sanitizer asks this function what it should not tell of.
 */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

#endif
