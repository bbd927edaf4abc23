/* SPDX-License-Identifier: Apache-2.0 */
/* Which figures of a dataset may be asked for: its measures, by what they are broken down. */
#include "base/buf.h"
#include "cli/explain.h"
#include "disclosure/place.h"

#include <string.h>

enum { LINE_BYTES = 64 * 1024, MOST_CATEGORIES = 200, WORD_BYTES = 64 };

/* By enum staith_place_lack. */
static const char *const lacks[] = {
    "", "measure", "dimension (or one that stands twice)", "category", "table by these dimensions",
};

static bool has(const uint16_t *list, uint32_t count, uint32_t wanted)
{
    for (uint32_t i = 0; i < count; i++) {
        if (list[i] == wanted) {
            return true;
        }
    }
    return false;
}

static void print_line(const struct staith_cli_explain *answer, struct staith_buf *line)
{
    const char *text = staith_buf_cstr(line);
    if (text != NULL) {
        staith_cli_wrap(answer->cli, 2, text);
    }
    staith_buf_clear(line);
}

/* "leavers_headcount (Leavers): whole; by role; by role and reason". A line that has no more room
 * is cut. */
static void print_measure(const struct staith_cli_explain *answer, uint32_t measure,
                          struct staith_buf *line)
{
    const struct staith_catalogue *catalogue = answer->catalogue;
    const char *before = ": ";
    (void)staith_buf_printf(line, "%s (%s)", catalogue->measures[measure].code,
                            catalogue->measures[measure].label);
    for (uint32_t t = 0; t < catalogue->table_count; t++) {
        const struct staith_table *table = &catalogue->tables[t];
        if (!has(table->measures, table->measure_count, measure)) {
            continue;
        }
        (void)staith_buf_printf(line, "%s%s", before,
                                table->dimension_count == 0 ? "whole" : "by ");
        for (uint32_t d = 0; d < table->dimension_count; d++) {
            (void)staith_buf_printf(line, "%s%s", d > 0 ? " and " : "",
                                    catalogue->dimensions[table->dimensions[d]].code);
        }
        before = "; ";
    }
    print_line(answer, line);
}

static void print_dimension(const struct staith_cli_explain *answer, uint32_t index,
                            struct staith_buf *line)
{
    const struct staith_dimension *dimension = &answer->catalogue->dimensions[index];
    (void)staith_buf_printf(line, "%s: ", dimension->code);
    for (uint32_t i = 0; i < dimension->category_count && i < MOST_CATEGORIES; i++) {
        (void)staith_buf_printf(line, "%s%s", i > 0 ? ", " : "", dimension->categories[i].code);
    }
    if (dimension->category_count > MOST_CATEGORIES) {
        (void)staith_buf_printf(line, " and %u more",
                                (unsigned)(dimension->category_count - MOST_CATEGORIES));
    }
    print_line(answer, line);
}

/* Whether the measure, or any where it is -1, is broken down by a dimension. */
static bool is_by(const struct staith_catalogue *catalogue, int measure, uint32_t dimension)
{
    for (uint32_t t = 0; t < catalogue->table_count; t++) {
        const struct staith_table *table = &catalogue->tables[t];
        if ((measure < 0 || has(table->measures, table->measure_count, (uint32_t)measure)) &&
            has(table->dimensions, table->dimension_count, dimension)) {
            return true;
        }
    }
    return false;
}

int staith_cli_explain_unknown(const struct staith_cli_explain *answer, struct staith_err *err)
{
    const struct staith_catalogue *catalogue = answer->catalogue;
    char period[STAITH_PERIOD_CODE_BYTES];
    char code[WORD_BYTES];
    struct staith_buf line;
    struct staith_place place;
    enum staith_place_lack lack = staith_place_read(catalogue, answer->cell, &place);
    (void)snprintf(code, sizeof(code), "%.*s", (int)strcspn(answer->cell, "|"), answer->cell);
    int measure = staith_catalogue_measure(catalogue, code);
    staith_buf_init(&line, LINE_BYTES);
    staith_period_format(staith_release_period(answer->release), period);
    staith_cli_explain_say(answer, "Of dataset %s for %s one may ask for:",
                           staith_release_dataset(answer->release), period);
    for (uint32_t m = 0; m < catalogue->measure_count; m++) {
        if (measure < 0 || (uint32_t)measure == m) {
            print_measure(answer, m, &line);
        }
    }
    staith_cli_explain_say(answer, "with the categories:");
    for (uint32_t d = 0; d < catalogue->dimension_count; d++) {
        if (is_by(catalogue, measure, d)) {
            print_dimension(answer, d, &line);
        }
    }
    staith_buf_deinit(&line);
    int rc =
        staith_err_set(err, STAITH_ERR_NOTFOUND, "the dataset has no such %s: \"%.100s\"",
                       lack == STAITH_PLACE_LACKS_NOTHING ? "figure" : lacks[lack], answer->cell);
    staith_err_remedy(err, "name a measure, then |dimension=category for what it is broken down "
                           "by, as listed");
    return rc;
}
