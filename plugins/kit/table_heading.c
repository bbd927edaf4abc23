/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names are compared folded: small letters and digits alone. A mapping, where it names a column, is
 * all that counts for it: an operator who says what a column is called means that one.
 */
#include "table_heading.h"

#include "text.h"

#include <string.h>

enum { LEAST_FUZZY = 4 };

size_t staith_kit_fold(const char *text, size_t len, char ret_fold[STAITH_KIT_FOLD_BYTES])
{
    size_t out = 0;
    for (size_t i = 0; i < len && out < STAITH_KIT_FOLD_BYTES - 1; i++) {
        size_t gap = staith_kit_gap_first(text + i, len - i);
        unsigned char c = (unsigned char)text[i];
        if (gap > 0) {
            i += gap - 1;
        } else if (c >= 'A' && c <= 'Z') {
            ret_fold[out++] = (char)(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80) {
            ret_fold[out++] = (char)c;
        }
    }
    ret_fold[out] = '\0';
    return out;
}

bool staith_kit_same_name(const char *a, size_t a_len, const char *b, size_t b_len)
{
    char a_fold[STAITH_KIT_FOLD_BYTES];
    char b_fold[STAITH_KIT_FOLD_BYTES];
    size_t len = staith_kit_fold(a, a_len, a_fold);
    return len > 0 && len == staith_kit_fold(b, b_len, b_fold) && memcmp(a_fold, b_fold, len) == 0;
}

const char *staith_kit_mapped_name(const char *mapping, const char *column, size_t *ret_len)
{
    const char *at = mapping;
    const char *name = NULL;
    const char *value = NULL;
    size_t name_len = 0;
    while (staith_kit_item_next(&at, &name, &name_len, &value, ret_len) == STAITH_OK) {
        if (strlen(column) == name_len && memcmp(column, name, name_len) == 0) {
            return value;
        }
    }
    return NULL;
}

static bool fold_equals(const char *fold, size_t fold_len, const char *name, size_t name_len)
{
    char other[STAITH_KIT_FOLD_BYTES];
    return fold_len > 0 && staith_kit_fold(name, name_len, other) == fold_len &&
           memcmp(other, fold, fold_len) == 0;
}

/* Whether a heading, folded, is the name of a column. */
static bool is_column(const struct staith_kit_table_job *job, uint32_t index, const char *fold,
                      size_t fold_len)
{
    const struct staith_kit_column *column = &job->columns[index];
    size_t mapped_len = 0;
    const char *mapped = staith_kit_mapped_name(job->mapping, column->name, &mapped_len);
    if (mapped != NULL) {
        return fold_equals(fold, fold_len, mapped, mapped_len);
    }
    if (fold_equals(fold, fold_len, column->name, strlen(column->name))) {
        return true;
    }
    for (size_t i = 0; column->synonyms != NULL && column->synonyms[i] != NULL; i++) {
        if (fold_equals(fold, fold_len, column->synonyms[i], strlen(column->synonyms[i]))) {
            return true;
        }
    }
    return false;
}

static void match_cell(const struct staith_kit_table_job *job, const char *fold, size_t fold_len,
                       uint32_t at, struct staith_kit_heading_match *match)
{
    for (uint32_t i = 0; i < job->column_count; i++) {
        if (!is_column(job, i, fold, fold_len)) {
            continue;
        }
        if (match->place[i] != STAITH_NO_ELEMENT) {
            match->twice = i;
            match->twice_at = at;
            return;
        }
        match->place[i] = at;
        match->declared[at] = i;
        match->matched++;
        match->needed += job->columns[i].required ? 1 : 0;
        memcpy(match->folded[i], fold, fold_len + 1);
        return;
    }
}

/* Whether all columns that the mapping names are there. */
static void find_mapped(const struct staith_kit_table_job *job,
                        struct staith_kit_heading_match *match)
{
    match->mapped = true;
    for (uint32_t i = 0; i < job->column_count; i++) {
        size_t len = 0;
        match->mapped = match->mapped &&
                        (match->place[i] != STAITH_NO_ELEMENT ||
                         staith_kit_mapped_name(job->mapping, job->columns[i].name, &len) == NULL);
    }
}

void staith_kit_heading_match(const struct staith_kit_table_job *job,
                              const struct staith_kit_raw_row *row,
                              struct staith_kit_heading_match *ret_match)
{
    char fold[STAITH_KIT_FOLD_BYTES];
    struct staith_kit_heading_match *match = ret_match;
    memset(match, 0, sizeof *match);
    memset(match->place, 0xFF, sizeof match->place);
    memset(match->declared, 0xFF, sizeof match->declared);
    match->sheet = row->sheet;
    match->hidden = row->sheet_hidden;
    match->line = row->line;
    match->twice = STAITH_NO_ELEMENT;
    match->column_count = row->count;
    for (uint32_t i = 0; i < row->count; i++) {
        const struct staith_kit_raw_cell *cell = &row->cells[i];
        size_t len = staith_kit_fold(cell->text, cell->len, fold);
        if (cell->kind == STAITH_KIT_RAW_TEXT && len > 0) {
            match_cell(job, fold, len, i, match);
        }
    }
    find_mapped(job, match);
}

/* Whether a row can be the lower half of a heading: right below, with names of its own and nothing
 * but blanks where the row above has names. */
static bool goes_on(const struct staith_kit_table_job *job,
                    const struct staith_kit_heading_match *above,
                    const struct staith_kit_raw_row *row,
                    const struct staith_kit_heading_match *match)
{
    if (above->matched == 0 || match->matched == 0 || above->sheet != row->sheet ||
        above->line + 1 != row->line) {
        return false;
    }
    for (uint32_t i = 0; i < job->column_count; i++) {
        uint32_t at = above->place[i];
        bool both = at != STAITH_NO_ELEMENT && match->place[i] != STAITH_NO_ELEMENT;
        bool filled = at < row->count && row->cells[at].kind != STAITH_KIT_RAW_BLANK;
        if (both || filled) {
            return false;
        }
    }
    return true;
}

bool staith_kit_heading_join(const struct staith_kit_table_job *job,
                             const struct staith_kit_heading_match *above,
                             const struct staith_kit_raw_row *row,
                             struct staith_kit_heading_match *match)
{
    if (!goes_on(job, above, row, match)) {
        return false;
    }
    for (uint32_t i = 0; i < job->column_count; i++) {
        uint32_t at = above->place[i];
        if (at != STAITH_NO_ELEMENT) {
            match->place[i] = at;
            match->declared[at] = i;
            match->matched++;
            match->needed += job->columns[i].required ? 1 : 0;
            memcpy(match->folded[i], above->folded[i], sizeof match->folded[i]);
        }
    }
    if (match->twice == STAITH_NO_ELEMENT) {
        match->twice = above->twice;
        match->twice_at = above->twice_at;
    }
    if (above->column_count > match->column_count) {
        match->column_count = above->column_count;
    }
    find_mapped(job, match);
    return true;
}

bool staith_kit_heading_better(const struct staith_kit_heading_match *a,
                               const struct staith_kit_heading_match *b)
{
    return a->needed != b->needed ? a->needed > b->needed : a->matched > b->matched;
}

bool staith_kit_heading_whole(const struct staith_kit_table_job *job,
                              const struct staith_kit_heading_match *match)
{
    uint32_t needed = 0;
    for (uint32_t i = 0; i < job->column_count; i++) {
        needed += job->columns[i].required ? 1 : 0;
    }
    return match->needed == needed && match->mapped && match->matched > 0 &&
           (needed > 0 || match->matched > 1 || job->column_count == 1);
}

bool staith_kit_heading_again(const struct staith_kit_table_job *job,
                              const struct staith_kit_heading_match *match,
                              const struct staith_kit_raw_row *row)
{
    for (uint32_t i = 0; i < job->column_count; i++) {
        uint32_t at = match->place[i];
        if (at == STAITH_NO_ELEMENT) {
            continue;
        }
        if (at >= row->count || !fold_equals(match->folded[i], strlen(match->folded[i]),
                                             row->cells[at].text, row->cells[at].len)) {
            return false;
        }
    }
    return match->matched > 0;
}

/* ---- near names ---- */

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Changes of single characters, with swaps of neighbours, that make one text of the other. */
static unsigned distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    unsigned rows[3][STAITH_KIT_FOLD_BYTES];
    for (size_t j = 0; j <= b_len; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        unsigned *now = rows[i % 3];
        const unsigned *before = rows[(i + 2) % 3];
        const unsigned *earlier = rows[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= b_len; j++) {
            unsigned change = before[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u);
            now[j] = least(change, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = least(now[j], earlier[j - 2] + 1);
            }
        }
    }
    return rows[a_len % 3][b_len];
}

static unsigned changes(const char *fold, size_t fold_len, const char *name)
{
    char other[STAITH_KIT_FOLD_BYTES];
    size_t len = staith_kit_fold(name, strlen(name), other);
    if (fold_len < LEAST_FUZZY || len < LEAST_FUZZY) {
        return UINT32_MAX;
    }
    unsigned count = distance(fold, fold_len, other, len);
    return count <= 1 + len / 4 ? count : UINT32_MAX;
}

uint32_t staith_kit_nearest_column(const struct staith_kit_column *columns, uint32_t count,
                                   const char *heading, size_t len)
{
    char fold[STAITH_KIT_FOLD_BYTES];
    size_t fold_len = staith_kit_fold(heading, len, fold);
    uint32_t nearest = STAITH_NO_ELEMENT;
    unsigned fewest = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        unsigned here = changes(fold, fold_len, columns[i].name);
        for (size_t j = 0; columns[i].synonyms != NULL && columns[i].synonyms[j] != NULL; j++) {
            here = least(here, changes(fold, fold_len, columns[i].synonyms[j]));
        }
        if (here < fewest) {
            fewest = here;
            nearest = i;
        }
    }
    return nearest;
}
