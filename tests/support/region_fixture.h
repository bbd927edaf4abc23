/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_REGION_FIXTURE_H
#define STAITH_REGION_FIXTURE_H
/*
 * A region on disk for tests of commands: its configuration, and a store (that of store_fixture.h)
 * with the figures of two councils and the catalogue they came with.
 */
#include "benchmark_fixture.h"
#include "cli/cli.h"
#include "codec/codec.h"
#include "store_fixture.h"

struct region_fixture {
    struct store_fixture *store;
    char config[128];
    char *out; /**< what the last command printed */
    char *err; /**< what it said on standard error */
    struct staith_err why;
};

static inline void region_fixture_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void region_fixture_catalogue(struct store_fixture *store, const char *authority)
{
    struct staith_buf bytes;
    struct staith_store_record record = store_fixture_record(authority, 1, 1);
    uint8_t hash[STAITH_HASH_BYTES];
    staith_buf_init(&bytes, 1 << 20);
    assert_int_equal(staith_codec_pack_catalogue(benchmark_fixture_catalogue(), &bytes), 0);
    staith_codec_hash(bytes.data, bytes.len, hash);
    record.kind = STAITH_RECORD_CATALOGUE;
    record.payload = bytes.data;
    record.payload_len = bytes.len;
    assert_int_equal(staith_store_begin(store->store, &store->err), 0);
    assert_int_equal(staith_store_put_catalogue(store->store, &record, hash,
                                                benchmark_fixture_catalogue(),
                                                STAITH_STORE_CATALOGUE_LEADS, &store->err),
                     0);
    assert_int_equal(staith_store_commit(store->store, &store->err), 0);
    staith_buf_deinit(&bytes);
}

static inline int region_fixture_setup(void **state)
{
    static const char CONFIG[] =
        "region:\n  code: E12000001\n  name: North East\nstate: .\nkeys:\n  transport: t.key\n"
        "listen:\n  - tcp://127.0.0.1:7440\ncouncils:\n"
        "  - code: \"840\"\n    name: County Durham\n    short: Durham\n    slug: durham\n"
        "    ons: E06000047\n"
        "    transport-key: \"00aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n"
        "    signing-key: "
        "\"00aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n"
        "    neighbours: [\"841\", \"900\"]\n"
        "  - code: \"841\"\n    name: Darlington\n    short: Darlington\n    slug: darlington\n"
        "    ons: E06000005\n"
        "    transport-key: \"01aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n"
        "    signing-key: "
        "\"01aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n"
        "    neighbours: [\"840\"]\n";
    struct region_fixture *fixture = calloc(1, sizeof(*fixture));
    void *store = NULL;
    assert_non_null(fixture);
    (void)store_fixture_setup(&store);
    fixture->store = store;
    (void)snprintf(fixture->config, sizeof(fixture->config), "%s/region.yaml",
                   fixture->store->folder);
    region_fixture_write(fixture->config, CONFIG);
    *state = fixture;
    return 0;
}

static inline int region_fixture_teardown(void **state)
{
    struct region_fixture *fixture = *state;
    void *store = fixture->store;
    assert_int_equal(remove(fixture->config), 0);
    (void)store_fixture_teardown(&store);
    free(fixture->out);
    free(fixture->err);
    free(fixture);
    return 0;
}

/** Turnover of 2024 and 2025: Durham 34 of 430 (7.9) and 46 of 334, Darlington 16 of 100. */
static inline void region_fixture_fill(struct region_fixture *fixture)
{
    struct staith_release_cell cells[] = {
        store_fixture_cell("leavers_headcount", staith_value_exact(34)),
        store_fixture_cell("inpost_headcount", staith_value_exact(430)),
    };
    region_fixture_catalogue(fixture->store, "840");
    region_fixture_catalogue(fixture->store, "841");
    assert_int_equal(store_fixture_put(fixture->store, "840", 1, 2, 2025, cells, 2), 0);
    cells[0].value = staith_value_exact(46);
    cells[1].value = staith_value_exact(334);
    assert_int_equal(store_fixture_put(fixture->store, "840", 1, 3, 2024, cells, 2), 0);
    cells[0].value = staith_value_exact(16);
    cells[1].value = staith_value_exact(100);
    assert_int_equal(store_fixture_put(fixture->store, "841", 1, 2, 2025, cells, 2), 0);
}

/** Run a command; `arguments` without its name, ended by NULL. Its result. */
static inline int region_fixture_run(struct region_fixture *fixture, staith_cli_run *command,
                                     const char *const *arguments)
{
    char words[12][256] = {"staith"};
    char *argv[13] = {words[0]};
    int argc = 1;
    size_t len = 0;
    for (; arguments[argc - 1] != NULL; argc++) {
        assert_true(argc < 12);
        (void)snprintf(words[argc], sizeof(words[argc]), "%s", arguments[argc - 1]);
        argv[argc] = words[argc];
    }
    free(fixture->out);
    free(fixture->err);
    FILE *out = open_memstream(&fixture->out, &len);
    FILE *err = open_memstream(&fixture->err, &len);
    assert_non_null(out);
    assert_non_null(err);
    const struct staith_cli cli = {.out = out, .err = err, .name = "staith test"};
    memset(&fixture->why, 0, sizeof(fixture->why));
    int code = command(&cli, argc, argv, &fixture->why);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(fclose(err), 0);
    return code;
}

/** Fail unless what was printed holds `part`. */
static inline void region_fixture_expect(const struct region_fixture *fixture, const char *part)
{
    if (strstr(fixture->out, part) == NULL) {
        fail_msg("no \"%s\" in\n%s", part, fixture->out);
    }
}

#endif
