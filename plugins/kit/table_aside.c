/* SPDX-License-Identifier: Apache-2.0 */
#include "table_aside.h"

#include <string.h>

enum {
    NOTE_COLUMNS = 3, /* a table with fewer has rows of one cell */
    NOTE_SPACES = 4   /* more than the name of a person has */
};

/* The first cell that is not blank, where it is a text. */
static const struct staith_kit_raw_cell *first_text(const struct staith_kit_raw_row *row)
{
    uint32_t first = 0;
    while (first < row->count && row->cells[first].kind == STAITH_KIT_RAW_BLANK) {
        first++;
    }
    bool text = first < row->count && row->cells[first].kind == STAITH_KIT_RAW_TEXT;
    return text ? &row->cells[first] : NULL;
}

/* Declared columns of the heading whose cell is not good; `required`: of those that must be there.
 */
static uint32_t count_lacking(const struct staith_kit_table_job *job,
                              const struct staith_kit_heading_match *match,
                              const struct staith_kit_cell *cells, bool required)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < job->column_count; i++) {
        bool asked = !required || job->columns[i].required;
        bool placed = match->place[i] != STAITH_NO_ELEMENT;
        count += asked && placed && cells[i].state != STAITH_KIT_CELL_GOOD ? 1 : 0;
    }
    return count;
}

/* Whether a text is what stands in front of totals: "Total", "Total (31)", "Grand total", "Count".
 */
static bool says_total(const struct staith_kit_raw_cell *cell)
{
    static const char *const whole[] = {"grandtotal", "overalltotal", "sum",    "count",
                                        "average",    "mean",         "median", "overall"};
    static const char *const first[] = {"total",       "totals",    "subtotal", "subtotals",
                                        "grand total", "sub total", "sub-total"};
    char fold[STAITH_KIT_FOLD_BYTES];
    size_t len = staith_kit_fold(cell->text, cell->len, fold);
    while (len > 0 && fold[len - 1] >= '0' && fold[len - 1] <= '9') {
        fold[--len] = '\0';
    }
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        if (strcmp(fold, whole[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        size_t word = strlen(first[i]);
        if (cell->len >= word && staith_kit_same_name(first[i], word, cell->text, word) &&
            (cell->len == word || strchr(" :(-=", cell->text[word]) != NULL)) {
            return true;
        }
    }
    return false;
}

bool staith_kit_row_totals(const struct staith_kit_table_job *job,
                           const struct staith_kit_heading_match *match,
                           const struct staith_kit_cell *cells,
                           const struct staith_kit_raw_row *row)
{
    const struct staith_kit_raw_cell *cell = first_text(row);
    return cell != NULL && says_total(cell) &&
           (count_lacking(job, match, cells, false) > 0 || match->matched == 1);
}

/* A text as people write it under a table, or over a part of it: "* as at 30 September". */
static bool is_sentence(const struct staith_kit_raw_cell *cell)
{
    unsigned spaces = 0;
    for (size_t i = 0; i < cell->len; i++) {
        spaces += cell->text[i] == ' ' ? 1 : 0;
    }
    return cell->text[0] == '*' || spaces >= NOTE_SPACES || strstr(cell->text, ": ") != NULL;
}

bool staith_kit_row_note(const struct staith_kit_table_job *job,
                         const struct staith_kit_heading_match *match,
                         const struct staith_kit_cell *cells, const struct staith_kit_raw_row *row)
{
    const struct staith_kit_raw_cell *cell = first_text(row);
    uint32_t filled = 0;
    for (uint32_t i = 0; i < row->count; i++) {
        filled += row->cells[i].kind != STAITH_KIT_RAW_BLANK ? 1 : 0;
    }
    return cell != NULL && filled == 1 && match->matched >= NOTE_COLUMNS &&
           (count_lacking(job, match, cells, true) > 0 || is_sentence(cell));
}
