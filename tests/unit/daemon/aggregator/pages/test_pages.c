/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/pages.h"

#include "region_fixture.h"

#include "config/schema.h"

static struct staith_pages *load(struct region_fixture *fixture,
                                 struct staith_config_region **ret_config, int expected)
{
    const struct staith_pages_options options = {.note = "Note", .made_unix_ms = 5};
    struct staith_pages *pages = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_config_region_read(fixture->config, ret_config, &err), 0);
    assert_int_equal(staith_pages_load(fixture->store->store, *ret_config, &options, &pages, &err),
                     expected);
    assert_int_equal(err.code, expected);
    return pages;
}

static void what_the_store_holds(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    region_fixture_fill(fixture);
    struct staith_pages *pages = load(fixture, &config, 0);
    const struct staith_site *site = staith_pages_site(pages);
    assert_int_equal(site->dataset_count, 1);
    assert_string_equal(site->titles[0], "csww"); /* nobody gave it a title */
    assert_string_equal(site->datasets[0]->dataset, "csww");
    assert_int_equal(site->datasets[0]->period_count, 2);
    assert_int_equal(site->datasets[0]->council_count, 2);
    assert_string_equal(site->note, "Note");
    assert_int_equal(site->made_unix_ms, 5);
    assert_int_equal(site->arrivals[0].releases, 2);
    assert_string_equal(site->arrivals[0].newest_period, "2025");
    assert_int_equal(site->arrivals[1].releases, 1);
    assert_int_equal(site->boards[0].period_count, 2);
    assert_int_equal(site->boards[0].states[0].stand, STAITH_STAND_SHOWN);   /* 2024, Durham */
    assert_int_equal(site->boards[0].states[1].stand, STAITH_STAND_NOTHING); /* Darlington */
    staith_pages_free(pages);
    staith_config_region_free(config);
}

static void titles_and_tiles(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    struct staith_arena arena;
    FILE *file = fopen(fixture->config, "a");
    assert_non_null(file);
    assert_true(fputs("    tile-column: 3\n    tile-row: 2\n"
                      "datasets:\n  - name: csww\n    title: The workforce\n",
                      file) >= 0);
    assert_int_equal(fclose(file), 0);
    region_fixture_fill(fixture);
    struct staith_pages *pages = load(fixture, &config, 0);
    assert_string_equal(staith_pages_site(pages)->titles[0], "The workforce");
    staith_arena_init(&arena, 1 << 16);
    const struct staith_benchmark_council *councils = staith_pages_councils(config, &arena);
    assert_non_null(councils);
    assert_string_equal(councils[1].short_name, "Darlington");
    assert_int_equal(councils[1].tile_column, 3);
    assert_int_equal(councils[1].tile_row, 2);
    assert_int_equal(councils[0].tile_column, 0);
    assert_int_equal(councils[0].neighbour_count, 2);
    staith_arena_deinit(&arena);
    staith_pages_free(pages);
    staith_config_region_free(config);
}

/* What another audience may not see is in no sum, rank or list of its pages. */
static void audiences(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    struct staith_pages *pages = NULL;
    struct staith_err err = {0};
    FILE *file = fopen(fixture->config, "a");
    assert_non_null(file);
    assert_true(fputs("    share: [{dataset: csww, with: region}]\n", file) >= 0); /* Darlington */
    assert_int_equal(fclose(file), 0);
    region_fixture_fill(fixture);
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    struct staith_pages_audience audience = {STAITH_CONFIG_VIEWER_COUNCIL, "840", false};
    const struct staith_pages_options options = {
        .made_unix_ms = 5, .audience = &audience, .account = "Account"};
    static const struct {
        const char *council;
        uint32_t contributing;
        uint32_t periods;
    } SEEN[] = {{"840", 1, 2}, {"841", 2, 2}};
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(audience.council, sizeof(audience.council), "%s", SEEN[i].council);
        assert_int_equal(staith_pages_load(fixture->store->store, config, &options, &pages, &err),
                         0);
        const struct staith_site *site = staith_pages_site(pages);
        assert_null(site->arrivals);
        assert_string_equal(site->account, "Account");
        assert_int_equal(site->datasets[0]->period_count, SEEN[i].periods);
        uint32_t contributing = 0;
        uint32_t ranked = 0;
        for (uint32_t item = 0; item < site->datasets[0]->item_count; item++) {
            const struct staith_benchmark_result *result =
                staith_benchmark_result(site->datasets[0], SEEN[i].periods - 1, item);
            contributing = result->region.contributing > contributing ? result->region.contributing
                                                                      : contributing;
            ranked = result->ranked > ranked ? result->ranked : ranked;
        }
        assert_int_equal(contributing, SEEN[i].contributing);
        assert_int_equal(ranked, SEEN[i].contributing);
        staith_pages_free(pages);
    }
    audience = (struct staith_pages_audience){STAITH_CONFIG_VIEWER_PUBLIC, "", false};
    assert_int_equal(staith_pages_load(fixture->store->store, config, &options, &pages, &err),
                     STAITH_ERR_NOTFOUND); /* nobody shares anything with everybody */
    staith_config_region_free(config);
}

static void nothing_yet(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    assert_null(load(fixture, &config, STAITH_ERR_NOTFOUND));
    staith_config_region_free(config);
    region_fixture_catalogue(fixture->store, "840"); /* a catalogue and no figures */
    assert_null(load(fixture, &config, STAITH_ERR_NOTFOUND));
    staith_config_region_free(config);
    staith_pages_free(NULL);
}

static void put_catalogue(struct store_fixture *store, uint64_t number,
                          const struct staith_catalogue *catalogue)
{
    struct staith_buf bytes;
    struct staith_store_record record = store_fixture_record("840", 2, number);
    uint8_t hash[STAITH_HASH_BYTES];
    staith_buf_init(&bytes, 1 << 20);
    assert_int_equal(staith_codec_pack_catalogue(catalogue, &bytes), 0);
    staith_codec_hash(bytes.data, bytes.len, hash);
    record.kind = STAITH_RECORD_CATALOGUE;
    record.payload = bytes.data;
    record.payload_len = bytes.len;
    assert_int_equal(staith_store_put_catalogue(store->store, &record, hash, catalogue,
                                                STAITH_STORE_CATALOGUE_LEADS, &store->err),
                     0);
    staith_buf_deinit(&bytes);
}

static void put_figure(struct store_fixture *store, uint64_t epoch, uint64_t number,
                       const char *dataset, int year)
{
    const struct staith_release_cell cell =
        store_fixture_cell("inpost_headcount", staith_value_exact(430));
    const struct staith_release_parts parts = {.authority = "840",
                                               .dataset = dataset,
                                               .period = {STAITH_PERIOD_CENSUS_YEAR, year, 0},
                                               .audience = STAITH_AUDIENCE_REGION,
                                               .policy = "2026-11-01",
                                               .catalogue_hash = store_fixture_hash(200),
                                               .cell_count = 1,
                                               .cells = &cell};
    struct staith_release *release = NULL;
    assert_int_equal(staith_release_rebuild(&parts, &release, &store->err), 0);
    const struct staith_store_record record = store_fixture_carry("840", epoch, number, release);
    assert_int_equal(staith_store_put_release(store->store, &record, release, STAITH_STORE_ACCEPTED,
                                              &store->err),
                     0);
    staith_release_free(release);
}

/* Darlington shares its rates with everybody: the public sees nothing of them but what three
 * councils or more make, and nothing of breakdowns. */
static void no_median_of_one_council(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    struct staith_pages *pages = NULL;
    struct staith_err err = {0};
    struct staith_measure measure = {"rate_median", "Median rate", "Per hour.", STAITH_UNIT_PENCE,
                                     STAITH_MEDIAN};
    uint16_t none[] = {0};
    struct staith_table table = {"headline", "All", 1, 0, none, NULL};
    const struct staith_catalogue catalogue = {.dataset = "rates",
                                               .plugin = "rates",
                                               .plugin_version = "1.0.0",
                                               .measure_count = 1,
                                               .table_count = 1,
                                               .measures = &measure,
                                               .tables = &table};
    struct staith_release_cell cell = store_fixture_cell(
        "rate_median", (struct staith_value){STAITH_STATUS_VALUE, 3400, 3375, 3424});
    cell.base = 50;
    const struct staith_release_certificate certificate = certificate_of(&cell, 1);
    const struct staith_release_parts parts = {.authority = "841",
                                               .dataset = "rates",
                                               .period = {STAITH_PERIOD_QUARTER, 2026, 1},
                                               .audience = STAITH_AUDIENCE_REGION,
                                               .policy = "2026-11-01",
                                               .certificate = &certificate,
                                               .catalogue_hash = store_fixture_hash(200),
                                               .cell_count = 1,
                                               .cells = &cell};
    struct staith_release *release = NULL;
    FILE *file = fopen(fixture->config, "a");
    assert_non_null(file);
    assert_true(fputs("    share: [{dataset: rates, with: public}]\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    assert_int_equal(staith_store_begin(fixture->store->store, &err), 0);
    put_catalogue(fixture->store, 1, &catalogue);
    assert_int_equal(staith_release_rebuild(&parts, &release, &err), 0);
    const struct staith_store_record record = store_fixture_carry("841", 1, 1, release);
    assert_int_equal(staith_store_put_release(fixture->store->store, &record, release,
                                              STAITH_STORE_ACCEPTED, &err),
                     0);
    staith_release_free(release);
    assert_int_equal(staith_store_commit(fixture->store->store, &err), 0);
    struct staith_pages_audience audience = {.viewer = STAITH_CONFIG_VIEWER_PUBLIC};
    const struct staith_pages_options options = {.made_unix_ms = 5, .audience = &audience};
    for (int i = 0; i < 2; i++) {
        audience.viewer = i == 0 ? STAITH_CONFIG_VIEWER_PUBLIC : STAITH_CONFIG_VIEWER_REGION;
        assert_int_equal(staith_pages_load(fixture->store->store, config, &options, &pages, &err),
                         0);
        const struct staith_site *site = staith_pages_site(pages);
        const struct staith_benchmark_result *result =
            staith_benchmark_result(site->datasets[0], 0, 0);
        assert_int_equal(result->councils[1].figure.status,
                         i == 0 ? STAITH_STATUS_UNSET : STAITH_STATUS_VALUE);
        assert_int_equal(result->region.figure.status, STAITH_STATUS_UNAVAILABLE);
        const struct staith_breakdown *breakdown = site->breakdowns[0];
        const struct staith_breakdown_cell own =
            staith_breakdown_at(breakdown, &breakdown->tables[0], 0, 0, 0, 1);
        assert_int_equal(own.value.status, i == 0 ? STAITH_STATUS_UNSET : STAITH_STATUS_VALUE);
        staith_pages_free(pages);
    }
    staith_config_region_free(config);
}

static void only_csww_is_shown(struct region_fixture *fixture, const char *title, const char *why)
{
    struct staith_config_region *config = NULL;
    struct staith_pages *pages = load(fixture, &config, 0);
    const struct staith_site *site = staith_pages_site(pages);
    assert_int_equal(site->dataset_count, 1);
    assert_string_equal(site->datasets[0]->dataset, "csww");
    assert_int_equal(site->datasets[0]->period_count, 2);
    assert_int_equal(site->left_out_count, 1);
    assert_string_equal(site->left_out[0].title, title);
    assert_string_equal(site->left_out[0].why, why);
    assert_ptr_equal(staith_pages_site(pages)->breakdowns[0]->benchmark, site->datasets[0]);
    staith_pages_free(pages);
    staith_config_region_free(config);
}

/* By name, unless the region's file names some: those come first, as they stand there. */
static void order_of_the_datasets(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    struct staith_catalogue catalogue = *benchmark_fixture_catalogue();
    catalogue.dataset = "a_first_by_name";
    region_fixture_fill(fixture);
    assert_int_equal(staith_store_begin(fixture->store->store, &fixture->store->err), 0);
    put_catalogue(fixture->store, 1, &catalogue);
    put_figure(fixture->store, 3, 1, "a_first_by_name", 2025);
    assert_int_equal(staith_store_commit(fixture->store->store, &fixture->store->err), 0);
    struct staith_pages *pages = load(fixture, &config, 0);
    assert_int_equal(staith_pages_site(pages)->dataset_count, 2);
    assert_string_equal(staith_pages_site(pages)->datasets[0]->dataset, "a_first_by_name");
    staith_pages_free(pages);
    staith_config_region_free(config);
    FILE *file = fopen(fixture->config, "a");
    assert_non_null(file);
    assert_true(fputs("datasets:\n  - name: not_here\n  - name: csww\n    title: Census\n", file) >=
                0);
    assert_int_equal(fclose(file), 0);
    pages = load(fixture, &config, 0);
    assert_string_equal(staith_pages_site(pages)->datasets[0]->dataset, "csww");
    assert_string_equal(staith_pages_site(pages)->titles[0], "Census");
    assert_string_equal(staith_pages_site(pages)->datasets[1]->dataset, "a_first_by_name");
    assert_ptr_equal(staith_pages_site(pages)->breakdowns[0]->benchmark,
                     staith_pages_site(pages)->datasets[0]);
    staith_pages_free(pages);
    staith_config_region_free(config);
}

/* A dataset of more periods than are compared does not take the others' pages away. */
static void too_many_periods(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_catalogue catalogue = *benchmark_fixture_catalogue();
    catalogue.dataset = "a_long_one";
    region_fixture_fill(fixture);
    assert_int_equal(staith_store_begin(fixture->store->store, &fixture->store->err), 0);
    put_catalogue(fixture->store, 1, &catalogue);
    for (unsigned i = 0; i <= STAITH_BENCHMARK_MAX_PERIODS; i++) {
        put_figure(fixture->store, 3 + i / 200, 1 + i % 200, "a_long_one", 1900 + (int)i);
    }
    assert_int_equal(staith_store_commit(fixture->store->store, &fixture->store->err), 0);
    only_csww_is_shown(fixture, "a_long_one", "more than 256 periods");
}

/* Nor does one with a table of more places than are laid out. */
static void too_many_places(void **state)
{
    enum { MANY = 300 };
    struct region_fixture *fixture = *state;
    static struct staith_category categories[MANY];
    static char codes[MANY][8];
    for (unsigned i = 0; i < MANY; i++) {
        (void)snprintf(codes[i], sizeof(codes[i]), "c%u", i);
        categories[i].code = codes[i];
        categories[i].label = codes[i];
        categories[i].parent = UINT16_MAX;
    }
    struct staith_dimension wide[] = {{"wide", "Wide", 1, 0, MANY, categories},
                                      {"high", "High", 1, 0, MANY, categories}};
    uint16_t measures[] = {4};
    uint16_t dimensions[] = {0, 1};
    struct staith_table table = {"t", "T", 1, 2, measures, dimensions};
    struct staith_catalogue catalogue = *benchmark_fixture_catalogue();
    catalogue.dataset = "a_wide_one";
    catalogue.dimension_count = 2;
    catalogue.dimensions = wide;
    catalogue.table_count = 1;
    catalogue.tables = &table;
    region_fixture_fill(fixture);
    assert_int_equal(staith_store_begin(fixture->store->store, &fixture->store->err), 0);
    put_catalogue(fixture->store, 1, &catalogue);
    put_figure(fixture->store, 3, 1, "a_wide_one", 2025);
    assert_int_equal(staith_store_commit(fixture->store->store, &fixture->store->err), 0);
    only_csww_is_shown(fixture, "a_wide_one", "the tables of a_wide_one are too large to be shown");
}

static void too_many_datasets(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_catalogue catalogue = *benchmark_fixture_catalogue();
    char name[16];
    catalogue.dataset = name;
    region_fixture_fill(fixture);
    assert_int_equal(staith_store_begin(fixture->store->store, &fixture->store->err), 0);
    for (unsigned i = 0; i < STAITH_SITE_MAX_DATASETS; i++) {
        (void)snprintf(name, sizeof(name), "x%u", i);
        put_catalogue(fixture->store, 1 + i, &catalogue);
    }
    assert_int_equal(staith_store_commit(fixture->store->store, &fixture->store->err), 0);
    only_csww_is_shown(fixture, "Everything after the first 32 datasets",
                       "they are too many to be shown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_the_store_holds, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(titles_and_tiles, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(audiences, region_fixture_setup, region_fixture_teardown),
        cmocka_unit_test_setup_teardown(order_of_the_datasets, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(too_many_periods, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(too_many_places, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(too_many_datasets, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_median_of_one_council, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_yet, region_fixture_setup, region_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
