/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a council is told is what the region shows of it, and of the others their sum and median
 * alone, made from its own figures and those that the others share with councils: no difference of
 * two sums tells what one of them keeps to the region. It is told once: the hash of what was told
 * last is kept beside it.
 */
#include "aggregator/ingest/compare.h"

#include "aggregator/benchmark/benchmark.h"
#include "aggregator/ingest/internal.h"
#include "config/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CATALOGUE_BYTES = 16 * 1024 * 1024, MAX_DATASETS = 64 };

struct datasets {
    uint32_t count;
    char names[MAX_DATASETS][64];
};

static int add_dataset(void *ctx, const struct staith_store_listed_catalogue *listed)
{
    struct datasets *datasets = ctx;
    if (listed->state == STAITH_STORE_CATALOGUE_LEADS && datasets->count < MAX_DATASETS) {
        memcpy(datasets->names[datasets->count++], listed->dataset, sizeof(datasets->names[0]));
    }
    return 0;
}

/* ---- whose figures count ---- */

/* For whom a comparison is made: one council, or, as each sees the same, all that share theirs. */
struct viewer {
    const struct staith_config_region *config;
    const char *dataset;
    const char *authority; /* NULL: all that share */
    int64_t unix_ms;
};

static bool shares(const struct viewer *viewer, const char *authority)
{
    return staith_config_shares(viewer->config, authority, viewer->dataset,
                                STAITH_CONFIG_VIEWER_COUNCIL, viewer->unix_ms);
}

static bool counts(void *ctx, const struct staith_store_figure *figure, bool published)
{
    const struct viewer *viewer = ctx;
    (void)published;
    return (viewer->authority != NULL && strcmp(viewer->authority, figure->authority) == 0) ||
           shares(viewer, figure->authority);
}

/* ---- one council's comparison ---- */

static struct staith_comparison_figure figure_of(const struct staith_benchmark_figure *figure)
{
    struct staith_comparison_figure to = {figure->status, 0};
    if (figure->status == STAITH_STATUS_VALUE) {
        to.value = figure->value;
    }
    return to;
}

static void fill_row(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                     uint32_t council, struct staith_comparison_row *row)
{
    const struct staith_benchmark_item *what = &benchmark->items[item];
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    const struct staith_benchmark_area *area = &result->councils[council];
    memset(row, 0, sizeof(*row));
    (void)snprintf(row->code, sizeof(row->code), "%s", what->code);
    (void)snprintf(row->label, sizeof(row->label), "%s", what->label);
    (void)snprintf(row->unit, sizeof(row->unit), "%s", what->unit);
    row->decimals = what->decimals;
    row->sides[STAITH_SIDE_COUNCIL] = figure_of(&area->figure);
    row->sides[STAITH_SIDE_REGION] = figure_of(&result->region.figure);
    row->sides[STAITH_SIDE_COUNTRY] = figure_of(&result->country);
    row->sides[STAITH_SIDE_NEIGHBOURS] = figure_of(&area->neighbours);
    row->rank = area->rank;
    row->ranked = result->ranked;
    row->neighbours = area->neighbour_n;
}

/* Whether the council has sent anything of the period. */
static bool has_sent(const struct staith_benchmark *benchmark, uint32_t period, uint32_t council)
{
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        const struct staith_benchmark_result *result =
            staith_benchmark_result(benchmark, period, i);
        if (result->councils[council].figure.status != STAITH_STATUS_UNSET) {
            return true;
        }
    }
    return false;
}

/* Tell it unless it was told the same; the time of making is no part of what is the same. */
static int tell(struct staith_ingest *ingest, const char *authority,
                struct staith_comparison *comparison, uint32_t *told, struct staith_err *err)
{
    const struct staith_outside *outside = ingest->options.outside;
    struct staith_buf packed;
    uint8_t hash[STAITH_HASH_BYTES];
    bool same = false;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    comparison->made_unix_ms = 0;
    int rc = staith_codec_pack_comparison(comparison, &packed);
    if (rc == 0) {
        staith_codec_hash(packed.data, packed.len, hash);
        rc = staith_store_told(ingest->options.store, authority, comparison->dataset, hash, &same,
                               err);
    }
    if (rc == 0 && !same) {
        staith_buf_clear(&packed);
        comparison->made_unix_ms = outside->unix_ms(outside->ctx);
        rc = staith_codec_pack_comparison(comparison, &packed);
        rc = rc != 0 ? rc
                     : staith_ingest_tell(&ingest->options, authority, STAITH_RECORD_COMPARISON,
                                          &packed, err);
        *told += rc == 0 ? 1 : 0;
    }
    staith_buf_deinit(&packed);
    return rc;
}

/* Whether this comparison is the council's. */
static bool is_for(const struct viewer *viewer, const char *authority)
{
    return viewer->authority == NULL ? shares(viewer, authority)
                                     : strcmp(viewer->authority, authority) == 0;
}

static int tell_all(struct staith_ingest *ingest, const struct staith_benchmark *benchmark,
                    const struct viewer *viewer, uint32_t *told, struct staith_err *err)
{
    uint32_t period = benchmark->period_count - 1;
    uint32_t rows = benchmark->item_count < STAITH_COMPARISON_MAX_ROWS ? benchmark->item_count
                                                                       : STAITH_COMPARISON_MAX_ROWS;
    struct staith_comparison comparison = {.period = benchmark->periods[period], .row_count = rows};
    comparison.rows = calloc(rows > 0 ? rows : 1, sizeof(*comparison.rows));
    if (comparison.rows == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a comparison");
    }
    (void)snprintf(comparison.dataset, sizeof(comparison.dataset), "%s", benchmark->dataset);
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && rows > 0 && i < benchmark->council_count; i++) {
        if (!is_for(viewer, benchmark->councils[i].code) || !has_sent(benchmark, period, i)) {
            continue;
        }
        for (uint32_t item = 0; item < rows; item++) {
            fill_row(benchmark, period, item, i, &comparison.rows[item]);
        }
        rc = tell(ingest, benchmark->councils[i].code, &comparison, told, err);
    }
    free(comparison.rows);
    return rc;
}

/* ---- a dataset ---- */

static int read_leading(struct staith_store *store, const char *dataset, struct staith_arena *arena,
                        struct staith_catalogue **ret_catalogue, struct staith_err *err)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    int rc = staith_store_newest_catalogue(store, dataset, &bytes, &len);
    if (rc != 0) {
        return staith_err_set(err, rc, "the catalogue of %.63s cannot be read", dataset);
    }
    rc = staith_codec_unpack_catalogue(bytes, len, arena, ret_catalogue, err);
    free(bytes);
    return rc;
}

static int compare_dataset(struct staith_ingest *ingest,
                           const struct staith_benchmark_council *councils, struct viewer *viewer,
                           struct staith_benchmark **ret_benchmark, struct staith_arena *arena,
                           struct staith_err *err)
{
    struct staith_catalogue *catalogue = NULL;
    int rc = read_leading(ingest->options.store, viewer->dataset, arena, &catalogue, err);
    if (rc != 0) {
        return rc;
    }
    const struct staith_benchmark_question question = {
        .catalogue = catalogue,
        .region_code = viewer->config->region_code,
        .region_name = viewer->config->region_name,
        .council_count = viewer->config->council_count,
        .councils = councils,
        .counts = counts,
        .counts_ctx = viewer,
    };
    return staith_benchmark_read(ingest->options.store, &question, ret_benchmark, err);
}

static int tell_viewer(struct staith_ingest *ingest,
                       const struct staith_benchmark_council *councils, struct viewer *viewer,
                       uint32_t *told, struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_benchmark *benchmark = NULL;
    staith_arena_init(&arena, CATALOGUE_BYTES);
    int rc = compare_dataset(ingest, councils, viewer, &benchmark, &arena, err);
    if (rc == STAITH_ERR_NOTFOUND) {
        rc = 0; /* nothing of it is shown yet */
    } else if (rc == 0 && benchmark->period_count > 0) {
        rc = staith_ingest_begin(ingest, err);
        rc = rc != 0 ? rc : tell_all(ingest, benchmark, viewer, told, err);
        if (rc == 0) {
            rc = staith_ingest_commit(ingest, err);
        } else {
            staith_ingest_roll_back(ingest);
        }
    }
    if (rc == STAITH_ERR_LIMIT || rc == STAITH_ERR_INVAL) {
        /* Councils have sent more of it than is compared, or words that do not fit a comparison: no
         * fault of the store, and no reason to stop taking in what comes. */
        rc = staith_ingest_not_told(ingest, "comparison", viewer->dataset, err);
    }
    staith_benchmark_free(benchmark);
    staith_arena_deinit(&arena);
    return rc;
}

/* One comparison serves all that share; one that does not sees its own figures besides. */
static int tell_dataset(struct staith_ingest *ingest, const struct staith_config_region *config,
                        const struct staith_benchmark_council *councils, const char *dataset,
                        uint32_t *told, struct staith_err *err)
{
    const struct staith_outside *outside = ingest->options.outside;
    struct viewer viewer = {config, dataset, NULL, outside->unix_ms(outside->ctx)};
    int rc = tell_viewer(ingest, councils, &viewer, told, err);
    for (uint32_t i = 0; rc == 0 && i < config->council_count; i++) {
        struct viewer alone = viewer;
        alone.authority = config->councils[i].code;
        if (!shares(&viewer, alone.authority)) {
            rc = tell_viewer(ingest, councils, &alone, told, err);
        }
    }
    return rc;
}

int staith_ingest_compare(struct staith_ingest *ingest, const struct staith_config_region *config,
                          uint32_t *ret_told, struct staith_err *err)
{
    struct datasets datasets = {0};
    *ret_told = 0;
    if (ingest->options.signing_key == NULL || config->council_count == 0) {
        return 0;
    }
    struct staith_benchmark_council *councils = calloc(config->council_count, sizeof(*councils));
    if (councils == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a comparison");
    }
    for (uint32_t i = 0; i < config->council_count; i++) {
        const struct staith_config_area *area = &config->councils[i];
        councils[i] = (struct staith_benchmark_council){.code = area->code,
                                                        .name = area->name,
                                                        .short_name = area->short_name,
                                                        .neighbour_count = area->neighbour_count,
                                                        .neighbours = area->neighbours};
    }
    /* what is under way is no part of it; the benchmark reads in a transaction of its own */
    int rc = staith_ingest_commit(ingest, err);
    rc = rc != 0 ? rc
                 : staith_store_list_catalogues(ingest->options.store, add_dataset, &datasets, err);
    for (uint32_t i = 0; rc == 0 && i < datasets.count; i++) {
        rc = tell_dataset(ingest, config, councils, datasets.names[i], ret_told, err);
    }
    free(councils);
    return rc;
}
