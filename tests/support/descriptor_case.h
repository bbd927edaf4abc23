/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DESCRIPTOR_CASE_H
#define STAITH_DESCRIPTOR_CASE_H
/* What holds for every plugin's descriptor, beyond what the host refuses. */
#include <staith/plugin.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static inline void descriptor_unique(const char *const *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_non_null(codes[i]);
        for (size_t j = 0; j < i; j++) {
            if (strcmp(codes[i], codes[j]) == 0) {
                fail_msg("%s stands twice", codes[i]);
            }
        }
    }
}

/* Whether any table shows a measure. */
static inline bool descriptor_shown(const struct staith_descriptor *d, uint16_t measure)
{
    for (uint32_t i = 0; i < d->table_count; i++) {
        for (uint32_t j = 0; j < d->tables[i].measure_count; j++) {
            if (d->tables[i].measures[j] == measure) {
                return true;
            }
        }
    }
    return false;
}

/** Codes are unique, indices are in range, every measure is in a table, indicators are of measures
 *  that add, and labels and definitions are there. */
static inline void descriptor_check(const struct staith_descriptor *d)
{
    const char *codes[512];
    for (uint32_t i = 0; i < d->measure_count; i++) {
        codes[i] = d->measures[i].code;
        assert_true(d->measures[i].label[0] != '\0' && d->measures[i].definition[0] != '\0');
        if (!descriptor_shown(d, (uint16_t)i)) {
            fail_msg("%s is in no table", d->measures[i].code);
        }
    }
    descriptor_unique(codes, d->measure_count);
    for (uint32_t i = 0; i < d->check_count; i++) {
        codes[i] = d->checks[i].code;
        assert_non_null(d->checks[i].advice);
    }
    descriptor_unique(codes, d->check_count);
    for (uint32_t i = 0; i < d->table_count; i++) {
        codes[i] = d->tables[i].code;
        for (uint32_t j = 0; j < d->tables[i].measure_count; j++) {
            assert_true(d->tables[i].measures[j] < d->measure_count);
        }
        for (uint32_t j = 0; j < d->tables[i].dimension_count; j++) {
            assert_true(d->tables[i].dimensions[j] < d->dimension_count);
        }
    }
    descriptor_unique(codes, d->table_count);
    for (uint32_t i = 0; i < d->dimension_count; i++) {
        const struct staith_dimension_def *dimension = &d->dimensions[i];
        const char *categories[64];
        assert_true(dimension->category_count <= 64);
        for (uint32_t j = 0; j < dimension->category_count; j++) {
            categories[j] = dimension->categories[j].code;
        }
        descriptor_unique(categories, dimension->category_count);
    }
    for (uint32_t i = 0; i < d->indicator_count; i++) {
        const struct staith_indicator_def *indicator = &d->indicators[i];
        codes[i] = indicator->code;
        assert_true(d->measures[indicator->numerator].aggregation <= STAITH_COUNCIL_VALUE);
        for (uint32_t j = 0; j < indicator->denominator_count; j++) {
            uint16_t measure = indicator->denominators[j];
            assert_true(measure < d->measure_count);
            assert_true(d->measures[measure].aggregation <= STAITH_COUNCIL_VALUE);
        }
    }
    descriptor_unique(codes, d->indicator_count);
}

static inline const char *descriptor_text(const char *path)
{
    static char text[256 * 1024];
    char full[4096];
    const char *top = getenv("STAITH_SOURCE");
    (void)snprintf(full, sizeof(full), "%s/%s", top != NULL ? top : ".", path);
    FILE *file = fopen(full, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
    return text;
}

static inline void descriptor_named(const char *text, const char *path, const char *code)
{
    char quoted[80];
    (void)snprintf(quoted, sizeof(quoted), "`%s`", code);
    if (strstr(text, quoted) == NULL) {
        fail_msg("%s does not name %s", path, quoted);
    }
}

/** The plugin's README names every category of a dimension that a column of the file fills. */
static inline void descriptor_codes(const struct staith_descriptor *d, const char *path,
                                    const char *dimension)
{
    const char *text = descriptor_text(path);
    uint32_t at = 0;
    while (at < d->dimension_count && strcmp(d->dimensions[at].code, dimension) != 0) {
        at++;
    }
    assert_true(at < d->dimension_count);
    for (uint32_t i = 0; i < d->dimensions[at].category_count; i++) {
        descriptor_named(text, path, d->dimensions[at].categories[i].code);
    }
}

/** The plugin's README names every measure, indicator, option and check but the first `shared`. */
static inline void descriptor_readme(const struct staith_descriptor *d, const char *path,
                                     uint32_t shared)
{
    const char *text = descriptor_text(path);
    const uint32_t counts[] = {d->measure_count, d->indicator_count, d->option_count,
                               d->check_count - shared};
    for (uint32_t list = 0; list < 4; list++) {
        for (uint32_t i = 0; i < counts[list]; i++) {
            const char *codes[] = {
                list == 0 ? d->measures[i].code : "", list == 1 ? d->indicators[i].code : "",
                list == 2 ? d->options[i].name : "", list == 3 ? d->checks[shared + i].code : ""};
            descriptor_named(text, path, codes[list]);
        }
    }
}

#endif
