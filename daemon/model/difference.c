/* SPDX-License-Identifier: Apache-2.0 */
#include "model/difference.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct comparing {
    const struct staith_catalogue *is;
    const struct staith_catalogue *was;
    enum staith_difference found;
    char what[STAITH_DIFFERENCE_BYTES];
};

static bool same(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

/* Keep the gravest, and of equals the first. */
static void find(struct comparing *comparing, enum staith_difference found, const char *kind,
                 const char *code, const char *in)
{
    if (found > comparing->found) {
        comparing->found = found;
        (void)snprintf(comparing->what, sizeof(comparing->what), "%s %s%s%s", kind, code,
                       in[0] != '\0' ? ": " : "", in);
    }
}

/* ---- the parts: in what they differ, or NULL ---- */

static const char *measure_differs(const struct staith_catalogue *is, uint32_t i,
                                   const struct staith_catalogue *was, uint32_t at)
{
    const struct staith_measure *a = &is->measures[i];
    const struct staith_measure *b = &was->measures[at];
    return !same(a->label, b->label)             ? "label"
           : !same(a->definition, b->definition) ? "definition"
           : a->unit != b->unit                  ? "unit"
           : a->aggregation != b->aggregation    ? "aggregation"
                                                 : NULL;
}

static const char *parent_of(const struct staith_dimension *dimension, uint32_t index)
{
    uint16_t parent = dimension->categories[index].parent;
    return parent < dimension->category_count ? dimension->categories[parent].code : "";
}

/* A category that only one of them has changes what the others hold: "other" means less. */
static const char *dimension_differs(const struct staith_catalogue *is, uint32_t i,
                                     const struct staith_catalogue *was, uint32_t at)
{
    const struct staith_dimension *a = &is->dimensions[i];
    const struct staith_dimension *b = &was->dimensions[at];
    if (!same(a->label, b->label)) {
        return "label";
    }
    if (a->precedence != b->precedence || a->sensitive != b->sensitive) {
        return "how it is counted";
    }
    if (a->category_count != b->category_count) {
        return "categories";
    }
    for (uint32_t c = 0; c < a->category_count; c++) {
        if (!same(a->categories[c].code, b->categories[c].code) ||
            !same(a->categories[c].label, b->categories[c].label) ||
            !same(parent_of(a, c), parent_of(b, c))) {
            return "categories";
        }
    }
    return NULL;
}

static const char *parts_differ(const struct staith_catalogue *is, const struct staith_indicator *a,
                                const struct staith_catalogue *was,
                                const struct staith_indicator *b)
{
    if (!same(is->measures[a->numerator].code, was->measures[b->numerator].code)) {
        return "numerator";
    }
    if (a->denominator_count != b->denominator_count) {
        return "denominators";
    }
    for (uint32_t i = 0; i < a->denominator_count; i++) {
        if (!same(is->measures[a->denominators[i]].code, was->measures[b->denominators[i]].code)) {
            return "denominators";
        }
    }
    return NULL;
}

static const char *indicator_differs(const struct staith_catalogue *is, uint32_t i,
                                     const struct staith_catalogue *was, uint32_t at)
{
    const struct staith_indicator *a = &is->indicators[i];
    const struct staith_indicator *b = &was->indicators[at];
    if (a->scale != b->scale || a->decimals != b->decimals || a->flags != b->flags) {
        return "how it is computed";
    }
    if (a->polarity != b->polarity) {
        return "polarity";
    }
    if (!same(a->label, b->label) || !same(a->unit_label, b->unit_label)) {
        return "label";
    }
    if (!same(a->definition, b->definition)) {
        return "definition";
    }
    return same(a->source, b->source) ? parts_differ(is, a, was, b) : "source";
}

/* ---- the whole ---- */

/* A list of a catalogue that codes are looked up in. */
struct list {
    const char *name;
    uint32_t (*count)(const struct staith_catalogue *catalogue);
    const char *(*code)(const struct staith_catalogue *catalogue, uint32_t index);
    int (*find)(const struct staith_catalogue *catalogue, const char *code);
    const char *(*differs)(const struct staith_catalogue *is, uint32_t i,
                           const struct staith_catalogue *was, uint32_t at);
};

static uint32_t measure_count(const struct staith_catalogue *catalogue)
{
    return catalogue->measure_count;
}

static const char *measure_code(const struct staith_catalogue *catalogue, uint32_t index)
{
    return catalogue->measures[index].code;
}

static uint32_t dimension_count(const struct staith_catalogue *catalogue)
{
    return catalogue->dimension_count;
}

static const char *dimension_code(const struct staith_catalogue *catalogue, uint32_t index)
{
    return catalogue->dimensions[index].code;
}

static uint32_t indicator_count(const struct staith_catalogue *catalogue)
{
    return catalogue->indicator_count;
}

static const char *indicator_code(const struct staith_catalogue *catalogue, uint32_t index)
{
    return catalogue->indicators[index].code;
}

static const struct list lists[] = {
    {"measure", measure_count, measure_code, staith_catalogue_measure, measure_differs},
    {"dimension", dimension_count, dimension_code, staith_catalogue_dimension, dimension_differs},
    {"indicator", indicator_count, indicator_code, staith_catalogue_indicator, indicator_differs},
};

static void compare(struct comparing *comparing, const struct list *list)
{
    const struct staith_catalogue *is = comparing->is;
    const struct staith_catalogue *was = comparing->was;
    for (uint32_t i = 0; i < list->count(is); i++) {
        const char *code = list->code(is, i);
        int at = list->find(was, code);
        const char *in = at < 0 ? "" : list->differs(is, i, was, (uint32_t)at);
        if (in != NULL) {
            find(comparing, at < 0 ? STAITH_DIFFERENCE_MORE : STAITH_DIFFERENCE_MEANING, list->name,
                 code, in);
        }
    }
    for (uint32_t i = 0; i < list->count(was); i++) {
        const char *code = list->code(was, i);
        if (list->find(is, code) < 0) {
            find(comparing, STAITH_DIFFERENCE_LESS, list->name, code, "");
        }
    }
}

enum staith_difference staith_catalogue_difference(const struct staith_catalogue *is,
                                                   const struct staith_catalogue *was,
                                                   char ret_what[STAITH_DIFFERENCE_BYTES])
{
    struct comparing comparing = {.is = is, .was = was};
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        compare(&comparing, &lists[i]);
    }
    memcpy(ret_what, comparing.what, sizeof(comparing.what));
    return comparing.found;
}
