/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A catalogue may come from a plugin or from another machine: the check trusts nothing but that
 * counts match their arrays and that strings end.
 */
#include "model/catalogue.h"

#include "base/utf8.h"

#include <staith/plugin.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { CODE_MAX_LEN = 63, VERSION_MAX_LEN = 32 };

int staith_code_valid(const char *code)
{
    if (code == NULL || code[0] < 'a' || code[0] > 'z') {
        return 0;
    }
    size_t len = 0;
    for (; code[len] != '\0'; len++) {
        char c = code[len];
        bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!fits || len == CODE_MAX_LEN) {
            return 0;
        }
    }
    return 1;
}

/* Text for people: UTF-8, on one line, nothing that steers a terminal. */
static bool text_valid(const char *text, size_t min_len, size_t max_len)
{
    if (text == NULL) {
        return false;
    }
    /* A text may be one of a plugin's that ends nowhere. */
    size_t len = strnlen(text, max_len + 1);
    if (len < min_len || len > max_len) {
        return false;
    }
    for (size_t i = 0; i < len;) {
        bool plain = text[i] >= ' ' && text[i] <= '~';
        size_t step = plain ? 1 : staith_utf8_step(text + i, len - i);
        if (step == 0 || (!plain && staith_utf8_is_control(text + i, step))) {
            return false;
        }
        i += step;
    }
    return true;
}

static bool label_valid(const char *text)
{
    return text_valid(text, 1, STAITH_CATALOGUE_MAX_LABEL_BYTES);
}

static bool prose_valid(const char *text)
{
    return text_valid(text, 0, STAITH_CATALOGUE_MAX_TEXT_BYTES);
}

static int refuse(struct staith_err *err, const char *kind, size_t index, const char *why)
{
    return staith_err_set(err, STAITH_ERR_INVAL, "catalogue: %s %zu: %s", kind, index, why);
}

static int compare_texts(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* `first`: the code of item 0; items lie `stride` bytes apart. All codes are well formed. */
static int check_unique(const char *const *first, size_t stride, size_t count, const char *kind,
                        struct staith_err *err)
{
    if (count < 2) {
        return 0;
    }
    int code = 0;
    const char **sorted = calloc(count, sizeof(*sorted));
    if (sorted == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = *(const char *const *)((const char *)first + i * stride);
    }
    qsort(sorted, count, sizeof(*sorted), compare_texts);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(sorted[i - 1], sorted[i]) == 0) {
            code = staith_err_set(err, STAITH_ERR_INVAL, "catalogue: %s code %s stands twice", kind,
                                  sorted[i]);
            break;
        }
    }
    free(sorted);
    return code;
}

static int check_categories(const struct staith_dimension *dimension, size_t index,
                            struct staith_err *err)
{
    uint32_t count = dimension->category_count;
    for (uint32_t i = 0; i < count; i++) {
        const struct staith_category *category = &dimension->categories[i];
        if (!staith_code_valid(category->code) || !label_valid(category->label)) {
            return refuse(err, "dimension", index, "a category's code or label is not valid");
        }
        uint32_t depth = 0;
        uint32_t above = category->parent;
        while (above != STAITH_NO_CATEGORY) {
            if (above >= count || ++depth > STAITH_CATALOGUE_MAX_DEPTH) {
                return refuse(err, "dimension", index,
                              "a category's parent is unknown, circular or too far up");
            }
            above = dimension->categories[above].parent;
        }
    }
    return check_unique(&dimension->categories[0].code, sizeof(struct staith_category), count,
                        "category", err);
}

static int check_dimensions(const struct staith_catalogue *catalogue, struct staith_err *err)
{
    for (uint32_t i = 0; i < catalogue->dimension_count; i++) {
        const struct staith_dimension *dimension = &catalogue->dimensions[i];
        if (!staith_code_valid(dimension->code) || !label_valid(dimension->label)) {
            return refuse(err, "dimension", i, "the code or the label is not valid");
        }
        if (dimension->precedence > STAITH_KEEP_LEAST || dimension->sensitive > 1) {
            return refuse(err, "dimension", i, "the precedence or the sensitivity is unknown");
        }
        if (dimension->category_count < 1 ||
            dimension->category_count > STAITH_CATALOGUE_MAX_CATEGORIES) {
            return refuse(err, "dimension", i, "it must have 1 to 4,096 categories");
        }
        int code = check_categories(dimension, i, err);
        if (code != 0) {
            return code;
        }
    }
    if (catalogue->dimension_count == 0) {
        return 0;
    }
    return check_unique(&catalogue->dimensions[0].code, sizeof(struct staith_dimension),
                        catalogue->dimension_count, "dimension", err);
}

static int check_measures(const struct staith_catalogue *catalogue, struct staith_err *err)
{
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        const struct staith_measure *measure = &catalogue->measures[i];
        if (!staith_code_valid(measure->code) || !label_valid(measure->label) ||
            !prose_valid(measure->definition)) {
            return refuse(err, "measure", i, "the code, label or definition is not valid");
        }
        if (measure->unit < STAITH_UNIT_PEOPLE || measure->unit > STAITH_UNIT_EVENTS) {
            return refuse(err, "measure", i, "the unit is unknown");
        }
        if (measure->aggregation < STAITH_SUM || measure->aggregation > STAITH_UPPER_QUARTILE) {
            return refuse(err, "measure", i, "the aggregation is unknown");
        }
        if (measure->unit == STAITH_UNIT_CODE && measure->aggregation != STAITH_COUNCIL_VALUE) {
            return refuse(err, "measure", i, "a fact about the council is no council value");
        }
    }
    return check_unique(&catalogue->measures[0].code, sizeof(struct staith_measure),
                        catalogue->measure_count, "measure", err);
}

/* Whether `count` indices are below `limit` and no two are alike; counts here are small. */
static bool indices_valid(const uint16_t *indices, uint32_t count, uint32_t limit)
{
    for (uint32_t i = 0; i < count; i++) {
        if (indices[i] >= limit) {
            return false;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (indices[i] == indices[j]) {
                return false;
            }
        }
    }
    return true;
}

static int check_tables(const struct staith_catalogue *catalogue, struct staith_err *err)
{
    for (uint32_t i = 0; i < catalogue->table_count; i++) {
        const struct staith_table *table = &catalogue->tables[i];
        if (!staith_code_valid(table->code) || !label_valid(table->label)) {
            return refuse(err, "table", i, "the code or the label is not valid");
        }
        if (table->measure_count < 1 || table->measure_count > catalogue->measure_count ||
            !indices_valid(table->measures, table->measure_count, catalogue->measure_count)) {
            return refuse(err, "table", i, "its list of measures is not valid");
        }
        if (table->dimension_count > STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS ||
            !indices_valid(table->dimensions, table->dimension_count, catalogue->dimension_count)) {
            return refuse(err, "table", i, "its list of dimensions is not valid");
        }
    }
    if (catalogue->table_count == 0) {
        return 0;
    }
    return check_unique(&catalogue->tables[0].code, sizeof(struct staith_table),
                        catalogue->table_count, "table", err);
}

static const char *indicator_fault(const struct staith_indicator *indicator, uint32_t measures)
{
    const uint32_t known =
        STAITH_OVER_100_IS_UNRELIABLE | STAITH_PER_WORKING_DAY | STAITH_SHARE_OF_WHOLE;
    if (!staith_code_valid(indicator->code) || !label_valid(indicator->label) ||
        !label_valid(indicator->unit_label)) {
        return "the code, label or unit is not valid";
    }
    if (!prose_valid(indicator->definition) || !prose_valid(indicator->source)) {
        return "the definition or source is not valid";
    }
    if (indicator->scale < 1 || indicator->scale > STAITH_CATALOGUE_MAX_SCALE ||
        indicator->decimals > 3) {
        return "the scale or the number of decimals is out of range";
    }
    if (indicator->polarity > STAITH_HIGH_IS_GOOD || (indicator->flags & ~known) != 0) {
        return "the polarity or a flag is unknown";
    }
    if (indicator->numerator >= measures || indicator->denominator_count < 1 ||
        indicator->denominator_count > STAITH_CATALOGUE_MAX_DENOMINATORS ||
        !indices_valid(indicator->denominators, indicator->denominator_count, measures)) {
        return "the numerator or a denominator is not valid";
    }
    return NULL;
}

static bool adds(const struct staith_catalogue *catalogue, const struct staith_indicator *indicator)
{
    bool good = staith_measure_quarter(&catalogue->measures[indicator->numerator]) == 0;
    for (uint32_t i = 0; i < indicator->denominator_count; i++) {
        good =
            good && staith_measure_quarter(&catalogue->measures[indicator->denominators[i]]) == 0;
    }
    return good;
}

static int check_indicators(const struct staith_catalogue *catalogue, struct staith_err *err)
{
    for (uint32_t i = 0; i < catalogue->indicator_count; i++) {
        const struct staith_indicator *indicator = &catalogue->indicators[i];
        const char *fault = indicator_fault(indicator, catalogue->measure_count);
        if (fault == NULL && !adds(catalogue, indicator)) {
            fault = "a median or a quartile does not add, and it is a ratio of sums";
        }
        if (fault != NULL) {
            return refuse(err, "indicator", i, fault);
        }
    }
    if (catalogue->indicator_count == 0) {
        return 0;
    }
    return check_unique(&catalogue->indicators[0].code, sizeof(struct staith_indicator),
                        catalogue->indicator_count, "indicator", err);
}

static int check_checks(const struct staith_catalogue *catalogue, struct staith_err *err)
{
    for (uint32_t i = 0; i < catalogue->check_count; i++) {
        const struct staith_check *check = &catalogue->checks[i];
        if (!staith_code_valid(check->code) || !prose_valid(check->message) ||
            !prose_valid(check->advice)) {
            return refuse(err, "check", i, "the code, message or advice is not valid");
        }
        if (check->severity != STAITH_ERROR && check->severity != STAITH_QUERY) {
            return refuse(err, "check", i, "the severity is unknown");
        }
    }
    for (uint32_t i = 0; i < catalogue->element_count; i++) {
        if (!label_valid(catalogue->elements[i])) {
            return refuse(err, "element", i, "the name is not valid");
        }
    }
    if (catalogue->check_count == 0) {
        return 0;
    }
    return check_unique(&catalogue->checks[0].code, sizeof(struct staith_check),
                        catalogue->check_count, "check", err);
}

int staith_catalogue_check(const struct staith_catalogue *catalogue, struct staith_err *err)
{
    if (!staith_code_valid(catalogue->dataset) || !staith_code_valid(catalogue->plugin) ||
        !text_valid(catalogue->plugin_version, 1, VERSION_MAX_LEN)) {
        return staith_err_set(err, STAITH_ERR_INVAL,
                              "catalogue: the dataset, plugin or version is not valid");
    }
    if (catalogue->measure_count < 1 || catalogue->measure_count > STAITH_CATALOGUE_MAX_MEASURES ||
        catalogue->dimension_count > STAITH_CATALOGUE_MAX_DIMENSIONS ||
        catalogue->table_count > STAITH_CATALOGUE_MAX_TABLES ||
        catalogue->indicator_count > STAITH_CATALOGUE_MAX_INDICATORS ||
        catalogue->check_count > STAITH_CATALOGUE_MAX_CHECKS ||
        catalogue->element_count > STAITH_CATALOGUE_MAX_ELEMENTS) {
        return staith_err_set(err, STAITH_ERR_INVAL, "catalogue: a count is out of range");
    }
    static int (*const checks[])(const struct staith_catalogue *, struct staith_err *) = {
        check_dimensions, check_measures, check_tables, check_indicators, check_checks};
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        int code = checks[i](catalogue, err);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

int staith_catalogue_measure(const struct staith_catalogue *catalogue, const char *code)
{
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        if (strcmp(catalogue->measures[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int staith_catalogue_table(const struct staith_catalogue *catalogue, const char *code)
{
    for (uint32_t i = 0; i < catalogue->table_count; i++) {
        if (strcmp(catalogue->tables[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int staith_catalogue_dimension(const struct staith_catalogue *catalogue, const char *code)
{
    for (uint32_t i = 0; i < catalogue->dimension_count; i++) {
        if (strcmp(catalogue->dimensions[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int staith_catalogue_indicator(const struct staith_catalogue *catalogue, const char *code)
{
    for (uint32_t i = 0; i < catalogue->indicator_count; i++) {
        if (strcmp(catalogue->indicators[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

unsigned staith_measure_quarter(const struct staith_measure *measure)
{
    bool order = measure->aggregation >= STAITH_LOWER_QUARTILE &&
                 measure->aggregation <= STAITH_UPPER_QUARTILE;
    return order ? measure->aggregation - STAITH_LOWER_QUARTILE + 1 : 0;
}

int staith_measure_followed(const struct staith_measure *measure)
{
    return staith_measure_quarter(measure) != 0 ||
           (measure->aggregation == STAITH_SUM && measure->unit == STAITH_UNIT_PENCE);
}

int staith_catalogue_headcount(const struct staith_catalogue *catalogue, uint16_t measure)
{
    const char *code = catalogue->measures[measure].code;
    const char *last = strrchr(code, '_');
    if (catalogue->measures[measure].aggregation != STAITH_SUM || last == NULL) {
        return -1;
    }
    size_t stem = (size_t)(last - code) + 1;
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        const struct staith_measure *other = &catalogue->measures[i];
        if (other->aggregation == STAITH_COUNT_PEOPLE && strncmp(other->code, code, stem) == 0 &&
            strchr(other->code + stem, '_') == NULL) {
            return (int)i;
        }
    }
    return -1;
}

struct unit_row {
    unsigned digits;
    unsigned decimals;
    const char *words;
};

/* By enum staith_unit; row 0 is no unit. */
static const struct unit_row units[] = {
    {0, 0, ""},  {0, 0, "people"}, {6, 1, "FTE"},  {2, 1, "working days"}, {0, 0, "cases"},
    {2, 2, "£"}, {0, 0, "posts"},  {0, 0, "days"}, {0, 0, "code"},         {0, 0, "events"},
};

static const struct unit_row *unit_row(uint32_t unit)
{
    return &units[unit <= STAITH_UNIT_EVENTS ? unit : 0];
}

unsigned staith_unit_digits(uint32_t unit)
{
    return unit_row(unit)->digits;
}

unsigned staith_unit_decimals(uint32_t unit)
{
    return unit_row(unit)->decimals;
}

const char *staith_unit_words(uint32_t unit)
{
    return unit_row(unit)->words;
}
