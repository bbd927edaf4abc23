/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a count is hidden. Everybody sees one mark; why this cell carries it is for the council
 * alone, and is found again from the counts that it keeps: by the same rules, in the order in which
 * disclosure/hide.c takes them.
 */
#include "cli/explain.h"
#include "cli/figure.h"
#include "disclosure/place.h"

#include <string.h>

enum { NAME_BYTES = STAITH_SYSTEM_NAME_BYTES, NAMED = 4, NAMES_BYTES = NAMED * 300 };

/* A hidden cell and one of its rows: all its table's places that differ from it in one dimension.
 */
struct row {
    const struct staith_cli_explain *answer;
    struct staith_release_cell cell;
    uint32_t axis;
    int64_t own; /* what the cell counts */
};

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether two cells are of one place, or differ in dimension `axis` alone; axis 4: in none. */
static bool alike(const struct staith_release_cell *a, const struct staith_release_cell *b,
                  uint32_t axis)
{
    bool is = strcmp(a->table, b->table) == 0 && strcmp(a->measure, b->measure) == 0 &&
              a->dimension_count == b->dimension_count;
    for (uint32_t d = 0; is && d < a->dimension_count; d++) {
        is = strcmp(a->dimensions[d], b->dimensions[d]) == 0 &&
             (d == axis) != same(a->categories[d], b->categories[d]);
    }
    return is;
}

static bool name_of(const struct staith_cli_explain *answer, const struct staith_release_cell *cell,
                    char name[NAME_BYTES])
{
    struct staith_place place;
    return staith_place_of(answer->catalogue, cell, &place) == 0 &&
           staith_place_name(answer->catalogue, &place, "", name, NAME_BYTES) == 0;
}

static int64_t count_of(const struct staith_cli_explain *answer,
                        const struct staith_release_cell *cell)
{
    char name[NAME_BYTES];
    return name_of(answer, cell, name) ? staith_cli_explain_count(answer, name) : -1;
}

/* Whether all in the row, or all but one, are in one other place of it. */
static bool tells_of_all(const struct row *row)
{
    struct staith_release_cell total = row->cell;
    int64_t most = 0;
    total.categories[row->axis] = NULL;
    const int64_t whole = count_of(row->answer, &total);
    for (uint32_t i = 0; i < staith_release_cell_count(row->answer->release); i++) {
        const struct staith_release_cell other = staith_release_cell_at(row->answer->release, i);
        if (alike(&row->cell, &other, row->axis) && other.categories[row->axis] != NULL) {
            int64_t count = count_of(row->answer, &other);
            most = count > most ? count : most;
        }
    }
    return whole > 0 && most >= whole - 1 && row->own < most;
}

/* Add the small counts of the row to `names`; returns how many there are. */
static uint32_t small_ones(const struct row *row, uint32_t found, char names[NAMES_BYTES])
{
    for (uint32_t i = 0; i < staith_release_cell_count(row->answer->release); i++) {
        char name[NAME_BYTES];
        const struct staith_release_cell other = staith_release_cell_at(row->answer->release, i);
        if (!alike(&row->cell, &other, row->axis) ||
            other.value.status != STAITH_STATUS_SUPPRESSED || !name_of(row->answer, &other, name)) {
            continue;
        }
        const int64_t count = staith_cli_explain_count(row->answer, name);
        if (count > 0 && count < (int64_t)other.base) {
            size_t len = strlen(names);
            if (found < NAMED && len + strlen(name) + 3 < NAMES_BYTES) {
                (void)snprintf(names + len, NAMES_BYTES - len, "%s%s", found > 0 ? ", " : "", name);
            }
            found++;
        }
    }
    return found;
}

/* The first release of the period before this one that hid the place; 0: none. */
static int hidden_before(const struct staith_cli_explain *answer,
                         const struct staith_release_cell *cell, uint64_t *ret_number,
                         struct staith_err *err)
{
    int rc = 0;
    *ret_number = 0;
    for (uint64_t at = 1; rc == 0 && *ret_number == 0 && at < answer->number; at++) {
        struct staith_ledger_entry entry;
        struct staith_release *release = NULL;
        rc = staith_ledger_read(answer->ledger, at, &entry, err);
        if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
            continue;
        }
        rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release,
                                         err);
        bool wanted =
            rc == 0 &&
            strcmp(staith_release_dataset(release), staith_release_dataset(answer->release)) == 0 &&
            staith_period_compare(staith_release_period(release),
                                  staith_release_period(answer->release)) == 0;
        for (uint32_t i = 0; wanted && i < staith_release_cell_count(release); i++) {
            const struct staith_release_cell other = staith_release_cell_at(release, i);
            if (other.value.status == STAITH_STATUS_SUPPRESSED && other.base > 0 &&
                alike(cell, &other, STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS)) {
                *ret_number = at;
            }
        }
        staith_release_free(release);
    }
    return rc;
}

/* Of a cell that is not small: because of its row, or of others in its rows, or of what is known.
 */
static void say_others(const struct staith_cli_explain *answer,
                       const struct staith_release_cell *cell, int64_t count, uint64_t before)
{
    char names[NAMES_BYTES] = "";
    uint32_t found = 0;
    struct row row = {.answer = answer, .cell = *cell, .own = count};
    for (row.axis = 0; row.axis < cell->dimension_count; row.axis++) {
        if (cell->categories[row.axis] != NULL && tells_of_all(&row)) {
            staith_cli_explain_say(
                answer,
                "It is hidden because of its row by %s: all in it, or all but one, are in one "
                "place. Shown, it would say of everybody in that row where they are.",
                cell->dimensions[row.axis]);
            return;
        }
        found = small_ones(&row, found, names);
    }
    if (found > 0) {
        staith_cli_explain_say(
            answer,
            "It is hidden to protect others: in its rows %s hidden for %s own sake (%s%s). Shown, "
            "it could be subtracted from the total of the row, and would give %s away or leave too "
            "few values possible.",
            found == 1 ? "a small count is" : "small counts are", found == 1 ? "its" : "their",
            names, found > NAMED ? " and more" : "", found == 1 ? "it" : "them");
    } else if (before == 0) {
        staith_cli_explain_say(
            answer,
            "It is hidden to protect others: none in its own rows, but those that could be worked "
            "out from it by way of further rows, or of another dataset or period. Shown, it would "
            "leave too few values possible for one of them.");
    }
}

static void say_why(const struct staith_cli_explain *answer, const struct staith_release_cell *cell,
                    uint64_t before)
{
    const int64_t count = count_of(answer, cell);
    char value[STAITH_CLI_EXPLAIN_BYTES];
    if (count < 0) {
        staith_cli_explain_say(
            answer, "Whether it is hidden for its own sake or to protect others cannot be said "
                    "without the counts behind it: the mark is the same.");
    } else if (count > 0 && count < (int64_t)cell->base) {
        staith_cli_explain_say(
            answer,
            "It is hidden for its own sake: fewer than %u are counted. Shown, it would say that it "
            "is exactly %s: whoever knows one of so few by a part of what the name says would "
            "learn the rest%s.",
            (unsigned)cell->base,
            staith_cli_explain_value(count, staith_cli_explain_unit(answer, cell->measure), value),
            count == 1 ? "" : ", and one of them could learn it of the others");
    } else {
        say_others(answer, cell, count, before);
    }
    if (before > 0) {
        staith_cli_explain_say(answer,
                               "It was hidden in release %llu of this period already. Shown now, "
                               "it would tell what was hidden then.",
                               (unsigned long long)before);
    }
    if (count >= 0) {
        staith_cli_explain_say(answer, "Everything hidden carries the same mark, so that nobody "
                                       "outside can tell which is hidden for which reason.");
    }
}

int staith_cli_explain_hidden(const struct staith_cli_explain *answer, uint32_t index,
                              struct staith_err *err)
{
    const struct staith_release_cell cell = staith_release_cell_at(answer->release, index);
    const uint32_t unit = staith_cli_explain_unit(answer, cell.measure);
    char lo[STAITH_CLI_FIGURE_BYTES];
    char hi[STAITH_CLI_EXPLAIN_BYTES];
    char period[STAITH_PERIOD_CODE_BYTES];
    uint64_t before = 0;
    int rc = hidden_before(answer, &cell, &before, err);
    if (rc != 0) {
        return rc;
    }
    if (cell.value.hi > 0) {
        staith_cli_explain_say(
            answer,
            "It left hidden, as c: whoever has everything that was published of it knows that the "
            "count is from %s to %s, and no more.",
            staith_cli_exact(cell.value.lo, unit, true, lo),
            staith_cli_explain_value(cell.value.hi, unit, hi));
    } else {
        staith_cli_explain_say(answer, "It left hidden, as c, and nothing bounds it.");
    }
    say_why(answer, &cell, before);
    staith_period_format(staith_release_period(answer->release), period);
    staith_cli_explain_say(answer,
                           "Until when: it stays hidden in every later release of %s, whatever is "
                           "counted then. Other periods are judged by their own numbers.",
                           period);
    return 0;
}
