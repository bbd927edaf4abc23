/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The struct is known in this file alone, so that nothing outside can make or change a release.
 * Both makers pass through the same checks: a release that could not have arrived cannot leave.
 */
#include "disclosure/release.h"

#include "base/arena.h"
#include "disclosure/release_make.h"
#include "model/catalogue.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DIMENSIONS = 4, MAX_AUTHORITY = 15, MAX_POLICY = 31 };

struct staith_release {
    struct staith_arena arena;
    const char *authority;
    const char *dataset;
    const char *policy;
    struct staith_period period;
    enum staith_audience audience;
    uint8_t catalogue_hash[STAITH_HASH_BYTES];
    uint8_t source_hash[STAITH_HASH_BYTES];
    uint32_t cell_count;
    struct staith_release_cell *cells;
    bool is_certified;
    struct staith_release_certificate certificate;
};

static bool is_code(const char *text)
{
    return text != NULL && staith_code_valid(text) != 0;
}

/* Letters, digits, '.' and '-' only: neither text can carry words, markup or control bytes. */
static bool is_plain(const char *text, size_t max_len)
{
    if (text == NULL || text[0] == '\0' || strlen(text) > max_len) {
        return false;
    }
    for (const char *at = text; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at) && *at != '-' && *at != '.') {
            return false;
        }
    }
    return true;
}

static int check_head(const struct staith_release_parts *parts, struct staith_err *err)
{
    if (!is_plain(parts->authority, MAX_AUTHORITY)) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "the release's authority is not a code");
    }
    if (!is_code(parts->dataset)) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "the release's dataset is not a code");
    }
    if (!staith_period_valid(&parts->period)) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "the release's period is not valid");
    }
    if (parts->audience < STAITH_AUDIENCE_COUNCIL || parts->audience > STAITH_AUDIENCE_PUBLIC) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "the release's audience is unknown");
    }
    if (!is_plain(parts->policy, MAX_POLICY)) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "the release's policy version is not valid");
    }
    if (parts->catalogue_hash == NULL) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "the release names no catalogue");
    }
    if (parts->cell_count > STAITH_RELEASE_MAX_CELLS) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "the release has more than %d cells",
                              (int)STAITH_RELEASE_MAX_CELLS);
    }
    return 0;
}

static int check_cell(const struct staith_release_cell *cell, uint32_t index,
                      struct staith_err *err)
{
    const char *wrong = NULL;
    if (!is_code(cell->table)) {
        wrong = "table is not a code";
    } else if (!is_code(cell->measure)) {
        wrong = "measure is not a code";
    } else if (cell->reason != NULL && !is_code(cell->reason)) {
        wrong = "reason is not a code";
    } else if (!staith_value_valid(&cell->value)) {
        wrong = "value is not valid";
    } else if (staith_release_check_rule(cell) != NULL) {
        wrong = staith_release_check_rule(cell);
    } else if (cell->dimension_count > MAX_DIMENSIONS) {
        wrong = "number of dimensions is above the limit";
    }
    for (uint32_t i = 0; wrong == NULL && i < cell->dimension_count; i++) {
        if (!is_code(cell->dimensions[i])) {
            wrong = "dimension is not a code";
        } else if (cell->categories[i] != NULL && !is_code(cell->categories[i])) {
            wrong = "category is not a code";
        }
    }
    if (wrong != NULL) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "the %s in cell %u of the release", wrong,
                              index + 1);
    }
    return 0;
}

static int compare_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        return (a != NULL) - (b != NULL);
    }
    return strcmp(a, b);
}

/* Orders cells by place alone: two cells at one place compare equal whatever they hold. */
static int compare_place(const void *left, const void *right)
{
    const struct staith_release_cell *a = *(const struct staith_release_cell *const *)left;
    const struct staith_release_cell *b = *(const struct staith_release_cell *const *)right;
    int order = strcmp(a->table, b->table);
    if (order == 0) {
        order = strcmp(a->measure, b->measure);
    }
    if (order == 0 && a->dimension_count != b->dimension_count) {
        order = a->dimension_count < b->dimension_count ? -1 : 1;
    }
    for (uint32_t i = 0; order == 0 && i < a->dimension_count; i++) {
        order = strcmp(a->dimensions[i], b->dimensions[i]);
        if (order == 0) {
            order = compare_text(a->categories[i], b->categories[i]);
        }
    }
    return order;
}

static int check_places(const struct staith_release_cell *cells, uint32_t count,
                        struct staith_err *err)
{
    if (count < 2) {
        return 0;
    }
    const struct staith_release_cell **sorted = calloc(count, sizeof(*sorted));
    if (sorted == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for %u cells", count);
    }
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = &cells[i];
    }
    qsort(sorted, count, sizeof(*sorted), compare_place);
    int rc = 0;
    for (uint32_t i = 1; i < count && rc == 0; i++) {
        if (compare_place(&sorted[i - 1], &sorted[i]) == 0) {
            rc = staith_err_set(err, STAITH_ERR_SYNTAX,
                                "the release has two cells at one place of table %s, measure %s",
                                sorted[i]->table, sorted[i]->measure);
        }
    }
    free(sorted);
    return rc;
}

/* Copies `text` (NULL stays NULL); false without memory. */
static bool keep_text(struct staith_arena *arena, const char *text, const char **ret_text)
{
    *ret_text = text == NULL ? NULL : staith_arena_strdup(arena, text);
    return text == NULL || *ret_text != NULL;
}

static bool keep_cell(struct staith_arena *arena, const struct staith_release_cell *cell,
                      struct staith_release_cell *copy)
{
    memset(copy, 0, sizeof(*copy));
    copy->dimension_count = cell->dimension_count;
    copy->value = cell->value;
    copy->base = cell->base;
    copy->reach = cell->reach;
    bool kept = keep_text(arena, cell->table, &copy->table) &&
                keep_text(arena, cell->measure, &copy->measure) &&
                keep_text(arena, cell->reason, &copy->reason);
    for (uint32_t i = 0; kept && i < cell->dimension_count; i++) {
        kept = keep_text(arena, cell->dimensions[i], &copy->dimensions[i]) &&
               keep_text(arena, cell->categories[i], &copy->categories[i]);
    }
    return kept;
}

static bool keep_all(struct staith_release *release, const struct staith_release_parts *parts)
{
    struct staith_arena *arena = &release->arena;
    bool kept = keep_text(arena, parts->authority, &release->authority) &&
                keep_text(arena, parts->dataset, &release->dataset) &&
                keep_text(arena, parts->policy, &release->policy);
    if (kept && parts->cell_count > 0) {
        release->cells = staith_arena_array(arena, parts->cell_count, sizeof(*release->cells));
        kept = release->cells != NULL;
    }
    for (uint32_t i = 0; kept && i < parts->cell_count; i++) {
        kept = keep_cell(arena, &parts->cells[i], &release->cells[i]);
    }
    return kept;
}

int staith_release_make(const struct staith_release_parts *parts, const uint8_t *source_hash,
                        struct staith_release **ret_release, struct staith_err *err)
{
    int rc = check_head(parts, err);
    for (uint32_t i = 0; rc == 0 && i < parts->cell_count; i++) {
        rc = check_cell(&parts->cells[i], i, err);
    }
    if (rc == 0) {
        rc = check_places(parts->cells, parts->cell_count, err);
    }
    if (rc == 0) {
        rc = staith_release_check_certificate(parts->certificate, parts->cells, parts->cell_count,
                                              err);
    }
    if (rc != 0) {
        return rc;
    }
    struct staith_release *release = calloc(1, sizeof(*release));
    if (release == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a release");
    }
    staith_arena_init(&release->arena, STAITH_RELEASE_MAX_BYTES);
    if (!keep_all(release, parts)) {
        staith_release_free(release);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a release of %u cells",
                              parts->cell_count);
    }
    release->period = parts->period;
    release->audience = parts->audience;
    release->cell_count = parts->cell_count;
    release->is_certified = parts->certificate != NULL;
    if (release->is_certified) {
        release->certificate = *parts->certificate;
    }
    memcpy(release->catalogue_hash, parts->catalogue_hash, STAITH_HASH_BYTES);
    if (source_hash != NULL) {
        memcpy(release->source_hash, source_hash, STAITH_HASH_BYTES);
    }
    *ret_release = release;
    return 0;
}

void staith_release_free(struct staith_release *release)
{
    if (release != NULL) {
        staith_arena_deinit(&release->arena);
        free(release);
    }
}

const char *staith_release_authority(const struct staith_release *release)
{
    return release->authority;
}

const char *staith_release_dataset(const struct staith_release *release)
{
    return release->dataset;
}

const struct staith_period *staith_release_period(const struct staith_release *release)
{
    return &release->period;
}

enum staith_audience staith_release_audience(const struct staith_release *release)
{
    return release->audience;
}

const char *staith_release_policy(const struct staith_release *release)
{
    return release->policy;
}

const uint8_t *staith_release_catalogue_hash(const struct staith_release *release)
{
    return release->catalogue_hash;
}

const uint8_t *staith_release_source_hash(const struct staith_release *release)
{
    return release->source_hash;
}

const struct staith_release_certificate *
staith_release_certificate(const struct staith_release *release)
{
    return release->is_certified ? &release->certificate : NULL;
}

uint32_t staith_release_cell_count(const struct staith_release *release)
{
    return release->cell_count;
}

struct staith_release_cell staith_release_cell_at(const struct staith_release *release,
                                                  uint32_t index)
{
    return release->cells[index];
}
