/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_CATALOGUE_H
#define STAITH_KIT_CATALOGUE_H
/*
 * Initialisers for the structs that a descriptor points to, with their sizes and counts filled in.
 * `list`, `measures`, `dimensions` and `of` are arrays in sight.
 */
#include <staith/plugin.h>

#define STAITH_KIT_COUNT(list) ((uint32_t)(sizeof(list) / sizeof((list)[0])))

/** For an X list of measures: id, code, unit, aggregation, label, definition. */
#define STAITH_KIT_MEASURE(id, code, unit, aggregation, label, definition)                         \
    {sizeof(struct staith_measure_def),                                                            \
     STAITH_UNIT_##unit,                                                                           \
     STAITH_##aggregation,                                                                         \
     0,                                                                                            \
     code,                                                                                         \
     label,                                                                                        \
     definition},

/** For an X list of a plugin's own checks: id, code, severity, message, advice. */
#define STAITH_KIT_CHECK(id, code, severity, message, advice)                                      \
    {sizeof(struct staith_check_def), STAITH_##severity, code, message, advice},

#define STAITH_KIT_DIMENSION(code, label, list, precedence, sensitive)                             \
    {                                                                                              \
        sizeof(struct staith_dimension_def), STAITH_KIT_COUNT(list), code, label, list,            \
            precedence, sensitive                                                                  \
    }

#define STAITH_KIT_HEADLINE(code, label, measures)                                                 \
    {                                                                                              \
        sizeof(struct staith_table_def), STAITH_KIT_COUNT(measures), 0, 0, code, label, measures,  \
            NULL                                                                                   \
    }

#define STAITH_KIT_TABLE(code, label, measures, dimensions)                                        \
    {                                                                                              \
        sizeof(struct staith_table_def), STAITH_KIT_COUNT(measures), STAITH_KIT_COUNT(dimensions), \
            0, code, label, measures, dimensions                                                   \
    }

#define STAITH_KIT_INDICATOR(code, label, scale, decimals, polarity, unit_label, definition,       \
                             source, numerator, of)                                                \
    {                                                                                              \
        sizeof(struct staith_indicator_def), scale, decimals, polarity, 0, STAITH_KIT_COUNT(of),   \
            code, label, unit_label, definition, source, numerator, 0, of                          \
    }

/** A share of a whole, in per cent with one decimal: STAITH_SHARE_OF_WHOLE says what that is. */
#define STAITH_KIT_SHARE(code, label, polarity, definition, source, numerator, of)                 \
    {                                                                                              \
        sizeof(struct staith_indicator_def), 100, 1, polarity, STAITH_SHARE_OF_WHOLE,              \
            STAITH_KIT_COUNT(of), code, label, "%", definition, source, numerator, 0, of           \
    }

#endif
