/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-national FROM TO: the store of a country.
 *
 * FROM holds a region that sent its returns and tables. It is copied to TO (a folder or the address
 * of a database, empty), where its councils are multiplied until there are 153, each with all its
 * datasets, periods and tables, in records that are chained and signed anew. Then every comparison
 * of that store is made anew as the pages make it, beside a plain SQL aggregate over the same
 * numbers in the same database, in turns. Printed, cells apart by tabs: what, rows, seconds,
 * seconds of the aggregate, their ratio, and whether it is at most 1.5.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/benchmark/breakdown.h"
#include "aggregator/store/copy.h"
#include "aggregator/store/sql.h"
#include "codec/codec.h"
#include "row.h"

#include <sodium.h>
#include <string.h>

enum {
    COUNCILS = 153,
    MOST_OWN = 64,
    MOST_DATASETS = 8,
    NEIGHBOURS = 10,
    ROUNDS = 5,
    APART = 1000000,
    PLACE_BYTES = 512
};
static const double WANTED = 1.5;

/** A dataset and what it is compared by. */
struct dataset {
    char code[64];
    struct staith_arena arena;
    struct staith_catalogue *catalogue;
};

struct bench {
    struct staith_store *store;
    uint32_t own_count;
    char own[MOST_OWN][16];
    char codes[COUNCILS][16];
    const char *neighbours[COUNCILS][NEIGHBOURS];
    struct staith_benchmark_council councils[COUNCILS];
    uint32_t dataset_count;
    struct dataset datasets[MOST_DATASETS];
    struct staith_sql *put; /* of a plain row */
    const char *putting;    /* dataset */
    struct staith_err err;
};

/* A file is read by this process: what else runs on the machine does not count. A database works
 * elsewhere. */
static double now_s(const struct bench *bench)
{
    struct timespec now = {0};
    if (bench->store->driver == &staith_sql_sqlite) {
        return bench_now_s();
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int run(struct bench *bench, const char *text, int64_t apart, const char *code,
               const char *own)
{
    struct staith_sql *statement = NULL;
    int rc = bench->store->driver->prepare(bench->store, STAITH_SQL_COUNT, text, &statement,
                                           &bench->err);
    if (rc != 0) {
        return rc;
    }
    int bound = staith_store_bind_int(statement, 1, apart);
    if (staith_sql_parameters(statement) == 3) {
        bound |= staith_store_bind_text(statement, 2, code);
        bound |= staith_store_bind_text(statement, 3, own);
    } else {
        bound |= staith_store_bind_text(statement, 2, own);
    }
    rc = staith_store_run(bench->store, statement, bound, "multiplying", &bench->err);
    statement->driver->finalize(statement);
    return rc;
}

/* One council more, from one of the region's: what was its with the numbers of its rows moved on.
 * Its records are still those of the other: sign_all makes them its own. */
static int add_council(struct bench *bench, uint32_t at, uint32_t owns)
{
    static const char EPOCH[] =
        "INSERT INTO epoch(id, authority, epoch, number, hash)"
        " SELECT id + ?1, ?2, epoch, number, hash FROM epoch WHERE authority = ?3";
    static const char RECORD[] =
        "INSERT INTO record(id, epoch_id, number, kind, refused, previous, hash, signature,"
        " payload, received_unix_ms) SELECT r.id + ?1, r.epoch_id + ?1, r.number, r.kind,"
        " r.refused, r.previous, r.hash, r.signature, r.payload, r.received_unix_ms"
        " FROM record r JOIN epoch e ON e.id = r.epoch_id WHERE e.authority = ?2";
    static const char RELEASE[] =
        "INSERT INTO release(record_id, authority, epoch_id, number, dataset, period_kind,"
        " period_year, period_part, audience, policy, catalogue_hash, newest)"
        " SELECT record_id + ?1, ?2, epoch_id + ?1, number, dataset, period_kind, period_year,"
        " period_part, audience, policy, catalogue_hash, newest FROM release WHERE authority = ?3";
    static const char PLAIN[] =
        "INSERT INTO plain(dataset, authority, period, tab, measure, place, value)"
        " SELECT dataset, ?2, period + ?1 - ?1, tab, measure, place, value FROM plain"
        " WHERE authority = ?3";
    const char *own = bench->own[at % owns];
    const int64_t apart = (int64_t)APART * (at / owns);
    int rc = run(bench, EPOCH, apart, bench->codes[at], own);
    rc = rc != 0 ? rc : run(bench, RECORD, apart, NULL, own);
    rc = rc != 0 ? rc : run(bench, RELEASE, apart, bench->codes[at], own);
    return rc != 0 ? rc : run(bench, PLAIN, apart, bench->codes[at], own);
}

static int prepare(struct bench *bench, const char *text, struct staith_sql **ret_statement)
{
    return bench->store->driver->prepare(bench->store, STAITH_SQL_COUNT, text, ret_statement,
                                         &bench->err);
}

static void finalize(struct staith_sql *statement)
{
    if (statement != NULL) {
        staith_store_done(statement);
        statement->driver->finalize(statement);
    }
}

/* The record in a row of sign_all, chained to `previous` and signed. */
static int sign(struct staith_sql *row, const uint8_t *secret, struct staith_record *record)
{
    uint8_t previous[STAITH_HASH_BYTES];
    const bool first = staith_sql_int64(row, 3) == 1;
    memcpy(previous, record->hash, sizeof(previous));
    *record = (struct staith_record){.epoch = (uint64_t)staith_sql_int64(row, 2),
                                     .number = (uint64_t)staith_sql_int64(row, 3),
                                     .kind = (enum staith_record_kind)staith_sql_int(row, 4),
                                     .payload = staith_sql_blob(row, 5),
                                     .payload_len = (size_t)staith_sql_bytes(row, 5)};
    staith_store_column_text(row, 1, record->authority, sizeof(record->authority));
    if (!first) {
        memcpy(record->previous, previous, sizeof(previous));
    }
    return staith_record_sign(record, secret);
}

/* Every record of the councils that were added, as if it had signed it. */
static int sign_all(struct bench *bench)
{
    static const char ALL[] =
        "SELECT r.id, e.authority, e.epoch, r.number, r.kind, r.payload FROM record r"
        " JOIN epoch e ON e.id = r.epoch_id WHERE e.authority LIKE 'X%' AND r.refused = 0"
        " ORDER BY e.id, r.number";
    static const char SIGN[] =
        "UPDATE record SET previous = ?2, hash = ?3, signature = ?4 WHERE id = ?1";
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    uint8_t key[STAITH_PUBLIC_KEY_BYTES];
    struct staith_record record = {0};
    struct staith_sql *row = NULL;
    struct staith_sql *put = NULL;
    (void)crypto_sign_keypair(key, secret);
    int rc = prepare(bench, ALL, &row);
    rc = rc != 0 ? rc : prepare(bench, SIGN, &put);
    while (rc == 0 && staith_sql_step(row) == STAITH_STEP_ROW) {
        rc = sign(row, secret, &record);
        int bound = staith_store_bind_int(put, 1, staith_sql_int64(row, 0)) |
                    staith_store_bind_blob(put, 2, record.previous, STAITH_HASH_BYTES) |
                    staith_store_bind_blob(put, 3, record.hash, STAITH_HASH_BYTES) |
                    staith_store_bind_blob(put, 4, record.signature, STAITH_SIGNATURE_BYTES);
        rc = rc != 0 ? rc : staith_store_run(bench->store, put, bound, "signing", &bench->err);
    }
    finalize(row);
    finalize(put);
    return rc;
}

static void write_place(const struct staith_store_cell *cell, char out[PLACE_BYTES])
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < cell->dimension_count && used < PLACE_BYTES; i++) {
        if (cell->categories[i] != NULL) {
            used += (size_t)snprintf(out + used, PLACE_BYTES - used, "%s%s=%s", used > 0 ? "," : "",
                                     cell->dimensions[i], cell->categories[i]);
        }
    }
}

/* The same rows as plain ones, which the aggregate is over. */
static int put_plain(void *ctx, const struct staith_store_cell *cell)
{
    struct bench *bench = ctx;
    struct staith_sql *put = bench->put;
    char place[PLACE_BYTES];
    write_place(cell, place);
    int bound =
        staith_store_bind_text(put, 1, bench->putting) |
        staith_store_bind_text(put, 2, cell->authority) |
        staith_store_bind_int(put, 3, (int64_t)cell->period.year * 100 + cell->period.part) |
        staith_store_bind_text(put, 4, cell->table) |
        staith_store_bind_text(put, 5, cell->measure) | staith_store_bind_text(put, 6, place) |
        staith_store_bind_int(put, 7, cell->value.value);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(put) : bound;
    staith_store_done(put);
    return result == STAITH_STEP_DONE ? 0 : STAITH_ERR_IO;
}

static int make_plain(struct bench *bench)
{
    static const char MAKE[] = "CREATE TABLE plain(dataset TEXT, authority TEXT, period BIGINT,"
                               " tab TEXT, measure TEXT, place TEXT, value BIGINT)";
    static const char PUT[] =
        "INSERT INTO plain(dataset, authority, period, tab, measure, place, value)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    struct staith_sql *make = NULL;
    int rc = prepare(bench, MAKE, &make);
    rc = rc != 0
             ? rc
             : staith_store_run(bench->store, make, STAITH_STEP_OK, "making a table", &bench->err);
    finalize(make);
    rc = rc != 0 ? rc : prepare(bench, PUT, &bench->put);
    for (uint32_t i = 0; rc == 0 && i < bench->dataset_count; i++) {
        bench->putting = bench->datasets[i].code;
        rc = staith_store_cells(bench->store, bench->putting, put_plain, bench, &bench->err);
    }
    finalize(bench->put);
    return rc;
}

static int keep_dataset(void *ctx, const char *dataset)
{
    struct bench *bench = ctx;
    if (bench->dataset_count < MOST_DATASETS) {
        (void)snprintf(bench->datasets[bench->dataset_count++].code, 64, "%s", dataset);
    }
    return 0;
}

static int keep_own(void *ctx, const struct staith_store_arrival *arrival)
{
    struct bench *bench = ctx;
    if (bench->own_count < MOST_OWN) {
        (void)snprintf(bench->own[bench->own_count++], 16, "%s", arrival->authority);
    }
    return 0;
}

static int multiply(struct bench *bench)
{
    const uint32_t owns = bench->own_count;
    if (owns == 0) {
        return staith_err_set(&bench->err, STAITH_ERR_NOTFOUND, "the region has no council");
    }
    int rc = staith_store_begin(bench->store, &bench->err);
    rc = rc != 0 ? rc : make_plain(bench);
    for (uint32_t i = 0; i < COUNCILS; i++) {
        (void)snprintf(bench->codes[i], 16, "%s", bench->own[i % owns]);
        if (i >= owns && rc == 0) {
            (void)snprintf(bench->codes[i], 16, "X%u", i);
            rc = add_council(bench, i, owns);
        }
    }
    rc = rc != 0 ? rc : sign_all(bench);
    for (uint32_t i = 0; i < COUNCILS; i++) {
        for (uint32_t j = 0; j < NEIGHBOURS; j++) {
            bench->neighbours[i][j] = bench->codes[(i + 7 * j + 1) % COUNCILS];
        }
        bench->councils[i] = (struct staith_benchmark_council){.code = bench->codes[i],
                                                               .name = bench->codes[i],
                                                               .short_name = bench->codes[i],
                                                               .neighbour_count = NEIGHBOURS,
                                                               .neighbours = bench->neighbours[i]};
    }
    return rc != 0 ? rc : staith_store_commit(bench->store, &bench->err);
}

/* ---- what is measured ---- */

static int read_catalogue(struct bench *bench, struct dataset *dataset)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    staith_arena_init(&dataset->arena, (size_t)64 * 1024 * 1024);
    int rc = staith_store_newest_catalogue(bench->store, dataset->code, &bytes, &len);
    rc = rc != 0 ? rc
                 : staith_codec_unpack_catalogue(bytes, len, &dataset->arena, &dataset->catalogue,
                                                 &bench->err);
    free(bytes);
    return rc;
}

/* Headlines compared, and with `tables` the tables by category beside them. */
static int compare(struct bench *bench, const struct dataset *dataset, bool tables)
{
    struct staith_benchmark *benchmark = NULL;
    struct staith_breakdown *breakdown = NULL;
    const struct staith_benchmark_question question = {.catalogue = dataset->catalogue,
                                                       .region_code = "E92000001",
                                                       .region_name = "England",
                                                       .council_count = COUNCILS,
                                                       .councils = bench->councils};
    int rc = staith_benchmark_read(bench->store, &question, &benchmark, &bench->err);
    if (rc == 0 && tables) {
        rc = staith_breakdown_read(bench->store, &question, benchmark, &breakdown, &bench->err);
    }
    staith_breakdown_free(breakdown);
    staith_benchmark_free(benchmark);
    return rc;
}

static int compare_all(struct bench *bench, bool tables, double *ret_s)
{
    const double begun = now_s(bench);
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i < bench->dataset_count; i++) {
        rc = compare(bench, &bench->datasets[i], tables);
    }
    *ret_s = now_s(bench) - begun;
    return rc;
}

static int aggregate(struct bench *bench, bool tables, double *ret_s, int64_t *ret_rows)
{
    char text[1024];
    struct staith_sql *row = NULL;
    (void)snprintf(
        text, sizeof(text),
        "SELECT cast(sum(n) AS BIGINT) FROM (SELECT dataset, period, tab, measure, place,"
        " count(*) AS n, sum(value) AS total, min(value) AS least, max(value) AS most"
        " FROM plain%s GROUP BY dataset, period, tab, measure, place) AS sums",
        tables ? "" : " WHERE place = ''");
    const double begun = now_s(bench);
    int rc = prepare(bench, text, &row);
    if (rc == 0 && staith_sql_step(row) != STAITH_STEP_ROW) {
        rc = staith_store_fail(bench->store, "adding up", &bench->err);
    }
    if (rc == 0) {
        *ret_rows = staith_sql_int64(row, 0);
    }
    finalize(row);
    *ret_s = now_s(bench) - begun;
    return rc;
}

static int measure(struct bench *bench, const char *what, bool tables)
{
    double ours[ROUNDS];
    double theirs[ROUNDS];
    int64_t rows = 0;
    int rc = 0;
    for (int i = 0; i < ROUNDS && rc == 0; i++) {
        rc = aggregate(bench, tables, &theirs[i], &rows);
        rc = rc != 0 ? rc : compare_all(bench, tables, &ours[i]);
    }
    if (rc == 0) {
        const double one = bench_median(ours, ROUNDS);
        const double other = bench_median(theirs, ROUNDS);
        printf("%s\t%lld\t%.3f\t%.3f\t%.2f\t%s\n", what, (long long)rows, one, other, one / other,
               one <= WANTED * other ? "kept" : "MISSED");
        (void)fflush(stdout);
    }
    return rc;
}

static void count_rows(void *ctx, const struct staith_store_copied *copied)
{
    *(uint64_t *)ctx += copied->rows;
}

static int fill(struct bench *bench, const char *from)
{
    struct staith_store *region = NULL;
    uint64_t rows = 0;
    int rc = staith_store_open(from, true, staith_outside_machine(), &region, &bench->err);
    rc = rc != 0 ? rc : staith_store_copy(region, bench->store, count_rows, &rows, &bench->err);
    staith_store_close(region);
    rc = rc != 0 ? rc : staith_store_arrivals(bench->store, keep_own, bench, &bench->err);
    rc = rc != 0 ? rc : staith_store_datasets(bench->store, keep_dataset, bench, &bench->err);
    const double begun = now_s(bench);
    rc = rc != 0 ? rc : multiply(bench);
    if (rc == 0) {
        printf("filled\t%d councils, %u datasets\t%.1f s\n", (int)COUNCILS, bench->dataset_count,
               now_s(bench) - begun);
    }
    for (uint32_t i = 0; rc == 0 && i < bench->dataset_count; i++) {
        rc = read_catalogue(bench, &bench->datasets[i]);
    }
    return rc;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    if (argc != 3 || sodium_init() < 0) {
        (void)fputs("usage: bench-national FROM TO\n", stderr);
        return 64;
    }
    int rc = staith_store_open(argv[2], false, staith_outside_machine(), &bench.store, &bench.err);
    rc = rc != 0 ? rc : fill(&bench, argv[1]);
    rc = rc != 0 ? rc : measure(&bench, "headlines compared", false);
    rc = rc != 0 ? rc : measure(&bench, "headlines and all tables", true);
    if (bench.err.code != 0) {
        staith_err_print("bench-national", &bench.err);
    }
    for (uint32_t i = 0; i < bench.dataset_count; i++) {
        staith_arena_deinit(&bench.datasets[i].arena);
    }
    staith_store_close(bench.store);
    return staith_err_status(rc);
}
