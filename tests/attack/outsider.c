/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An outsider's try at figures of another audience, by difference: worlds that differ in nothing
 * but what two councils keep to the region's officers (or one of them sent nothing at all).
 * Whatever an outsider asks (every address that the region itself has, files, charts, the API with
 * its parameters, cursors and tags, addresses that are none) must be answered with the same bytes
 * in all of them. The region's analyst, who may see the figures, must see a difference: else the
 * worlds would not differ where it counts.
 */
#include "font_leaks.h"
#include "web_fixture.h"

#include "aggregator/pages/pages.h"

enum { WORLDS = 3, MOST = 600, CONFIG_BYTES = 4096 };

/** One world: a server over a store of its own. */
struct world {
    void *state;
    struct web_fixture *fixture;
    int64_t now; /**< the same in all of them */
};

struct asked {
    size_t count;
    char target[MOST][256];
};

static int64_t frozen(void *ctx)
{
    (void)ctx;
    return 1764151200000;
}

/* Limits fill while questions are asked. */
static int64_t running(void *ctx)
{
    int64_t *at = ctx;
    *at += 1000;
    return *at;
}

static void council(FILE *file, const char *code, const char *name, const char *slug,
                    const char *ons, const char *share)
{
    assert_true(fprintf(file,
                        "  - {code: \"%s\", name: %s, short: %s, slug: %s, ons: %s, transport-key: "
                        "\"%saaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", signing-key: "
                        "\"%s0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", "
                        "neighbours: [%s]%s}\n",
                        code, name, name, slug, ons, code, code,
                        strcmp(code, "841") == 0 ? "\"840\", \"393\"" : "\"841\", \"999\"",
                        share) > 0);
}

/* Durham and Gateshead share with everybody or councils, Darlington and Tyneside with nobody. */
static void configure(const struct web_fixture *fixture)
{
    FILE *file = fopen(fixture->region->config, "w");
    assert_non_null(file);
    assert_true(fputs("region: {code: E12000001, name: North East}\nstate: .\n"
                      "keys: {transport: t.key}\nlisten: ['tcp://127.0.0.1:7440']\ncouncils:\n",
                      file) >= 0);
    council(file, "840", "Durham", "durham", "E06000047",
            ", share: [{dataset: csww, with: public}]");
    council(file, "841", "Darlington", "darlington", "E06000005",
            ", share: [{dataset: csww, with: region}]");
    council(file, "390", "Gateshead", "gateshead", "E08000037", "");
    council(file, "393", "Tyneside", "tyneside", "E08000023",
            ", share: [{dataset: csww, with: region}]");
    assert_true(fputs("groups: [{code: south, name: South, councils: [\"840\", \"841\"]}]\n"
                      "datasets: [{name: csww, title: Workforce, due-days: 60}]\n"
                      "http:\n  listen: tcp://127.0.0.1:*\n  requests-per-minute: 100000\n",
                      file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void put(struct web_fixture *fixture, const char *authority, uint64_t number, int year,
                struct staith_value leavers, int64_t inpost)
{
    const struct staith_release_cell cells[] = {
        store_fixture_cell("leavers_headcount", leavers),
        store_fixture_cell("inpost_headcount", staith_value_exact(inpost)),
    };
    assert_int_equal(
        store_fixture_put(fixture->region->store, authority, 1, number, year, cells, 2), 0);
}

/* What everybody can read of Durham elsewhere, and what is printed of the country. */
static void publish(struct web_fixture *fixture)
{
    static const struct staith_store_national FIGURES[] = {
        {"2025", "840", "Durham", "authority", "leavers_headcount", STAITH_STATUS_VALUE, 34, 0, "",
         ""},
        {"2025", "840", "Durham", "authority", "inpost_headcount", STAITH_STATUS_VALUE, 430, 0, "",
         ""},
        {"2025", "ENG", "England", "country", "turnover_rate_headcount", STAITH_STATUS_VALUE, 162,
         1, "", ""},
    };
    struct store_fixture *store = fixture->region->store;
    uint64_t vintage = 0;
    assert_int_equal(staith_store_begin(store->store, &store->err), 0);
    assert_int_equal(staith_store_national_begin(store->store, "printed", store_fixture_hash(9),
                                                 &vintage, &store->err),
                     0);
    for (size_t i = 0; i < sizeof(FIGURES) / sizeof(FIGURES[0]); i++) {
        assert_int_equal(staith_store_national_put(store->store, vintage, &FIGURES[i], &store->err),
                         0);
    }
    assert_int_equal(staith_store_commit(store->store, &store->err), 0);
}

static void fill(struct web_fixture *fixture, unsigned world)
{
    region_fixture_catalogue(fixture->region->store, "390");
    put(fixture, "390", 2, 2025, staith_value_exact(21), 180);
    put(fixture, "390", 3, 2024, staith_value_exact(19), 175);
    publish(fixture);
    if (world == 1) { /* other numbers, a revision, a period and a council that nobody else has */
        region_fixture_catalogue(fixture->region->store, "393");
        put(fixture, "841", 3, 2025, staith_value_exact(47), 90);
        put(fixture, "841", 4, 2023, staith_value_exact(10), 50);
        put(fixture, "393", 2, 2025, staith_value_exact(3), 800);
    } else if (world == 2) { /* statuses instead of numbers, and a year between */
        region_fixture_catalogue(fixture->region->store, "393");
        put(fixture, "841", 3, 2025, staith_value_status(STAITH_STATUS_UNAVAILABLE), 100000);
        put(fixture, "393", 2, 2024, staith_value_status(STAITH_STATUS_LOW), 77);
    }
}

static void begin(struct world *world, unsigned number)
{
    static int64_t ticks;
    static struct staith_outside outside;
    struct staith_err err = {0};
    assert_int_equal(web_fixture_setup(&world->state), 0);
    world->fixture = world->state;
    configure(world->fixture);
    fill(world->fixture, number);
    outside = *staith_outside_machine();
    outside.ctx = &ticks;
    outside.unix_ms = frozen;
    outside.monotonic_ms = running;
    outside.random = store_fixture_random;
    web_fixture_account(world->fixture, "dua", STAITH_ACCESS_ANALYST, "840");
    web_fixture_account(world->fixture, "gat", STAITH_ACCESS_ANALYST, "390");
    world->fixture->options =
        (struct staith_web_service_options){.loop = world->fixture->http->loop,
                                            .log = world->fixture->log,
                                            .outside = &outside,
                                            .config_path = world->fixture->region->config};
    if (staith_web_service_start(&world->fixture->options, &world->fixture->service, &err) != 0) {
        fail_msg("%s", err.what);
    }
    world->fixture->http->port = staith_web_service_port(world->fixture->service);
}

static int keep_target(void *ctx, const char *path)
{
    struct asked *asked = ctx;
    for (size_t i = 0; i < asked->count; i++) {
        if (strcmp(asked->target[i] + 1, path) == 0) {
            return 0;
        }
    }
    assert_true(asked->count < MOST);
    (void)snprintf(asked->target[asked->count++], sizeof(asked->target[0]), "/%s", path);
    return 0;
}

/* Every address that the region's own people have in any of the worlds. */
static void all_addresses(struct world worlds[WORLDS], struct asked *asked)
{
    for (unsigned i = 0; i < WORLDS; i++) {
        struct staith_config_region *config = NULL;
        struct staith_pages *pages = NULL;
        struct staith_err err = {0};
        const struct staith_pages_options options = {.made_unix_ms = 5};
        assert_int_equal(
            staith_config_region_read(worlds[i].fixture->region->config, &config, &err), 0);
        assert_int_equal(staith_pages_load(worlds[i].fixture->region->store->store, config,
                                           &options, &pages, &err),
                         0);
        assert_int_equal(staith_site_walk(staith_pages_site(pages), false, keep_target, asked), 0);
        staith_pages_free(pages);
        staith_config_region_free(config);
    }
}

/* And what no page links to. */
static void more_addresses(struct asked *asked)
{
    static const char *const MORE[] = {
        "",
        "none.html",
        "csww/2023/index.html",
        "csww/2023/index.csv",
        "csww/1999/index.html",
        "csww/2025/councils/393.json",
        "csww/2025/packs/841.html",
        "csww/2025/indicators/turnover_rate_headcount/841.html",
        "csww/2025/indicators/turnover_rate_headcount/bars.png",
        "csww/2025/indicators/turnover_rate_headcount/funnel.png",
        "csww/2023/indicators/turnover_rate_headcount/bars.svg",
        "build.html?p=2025&i=turnover_rate_headcount&c=841&c=393&c=840",
        "build.csv?p=2023&i=leavers_headcount&c=841",
        "build.json?p=2025&i=leavers_headcount",
        "build.html?p=2025&p=2024&p=2023&i=inpost_headcount&c=841",
        "build.html?p=2025&i=none&c=999",
        "build.html?p=",
        "arrivals.html",
        "arrivals.json",
        "api/v1/datasets",
        "api/v1/datasets/csww",
        "api/v1/freshness",
        "api/v1/observations/csww",
        "api/v1/observations/csww?areas=841,393",
        "api/v1/observations/csww?periods=2023",
        "api/v1/observations/csww?areas=E12000001&format=csv",
        "api/v1/observations/csww?areas=841&format=sdmx-csv",
        "api/v1/observations/csww?format=csv",
        "api/v1/observations/csww?limit=1",
        "api/v1/observations/csww?limit=2&cursor=507.1",
        "api/v1/observations/csww?limit=0",
        "api/v1/observations/csww?format=xml",
        "api/v1/comparisons/csww/2025",
        "api/v1/comparisons/csww/2023",
        "api/v1/comparisons/csww/2025?format=csv",
        "api/v1/comparisons/csww/2024?format=csv",
        "desk",
        "accounts",
        "audit",
    };
    for (size_t i = 0; i < sizeof(MORE) / sizeof(MORE[0]); i++) {
        (void)keep_target(asked, MORE[i]);
    }
}

/* An answer without the time it was sent at. */
static const char *answer(struct world *world, const char *target, const char *headers)
{
    struct http_fixture *http = world->fixture->http;
    char request[1024];
    (void)snprintf(request, sizeof(request), "%s%s", world->fixture->cookie, headers);
    http_fixture_get(http, target, request);
    char *date = strstr(http->got, "\r\nDate: ");
    if (date != NULL) {
        memset(date + 8, '-', strcspn(date + 8, "\r"));
    }
    return http->got;
}

/* The tag of what the region's analyst sees, as a header that asks for it. */
static void tag_of(struct world *world, const char *target, char out[128])
{
    char kept[256];
    memcpy(kept, world->fixture->cookie, sizeof(kept));
    web_fixture_as(world->fixture, "ann");
    const char *tag = strstr(answer(world, target, ""), "ETag: ");
    assert_non_null(tag);
    (void)snprintf(out, 128, "If-None-Match: %.*s\r\n", (int)strcspn(tag + 6, "\r"), tag + 6);
    memcpy(world->fixture->cookie, kept, sizeof(kept));
}

/* How many of the addresses are answered differently in another world. */
static unsigned differences(struct world worlds[WORLDS], const struct asked *asked, bool fails)
{
    static char first[HTTP_FIXTURE_BYTES + 1];
    unsigned count = 0;
    for (size_t i = 0; i < asked->count; i++) {
        (void)snprintf(first, sizeof(first), "%s", answer(&worlds[0], asked->target[i], ""));
        for (unsigned j = 1; j < WORLDS; j++) {
            const char *other = answer(&worlds[j], asked->target[i], "");
            if (strcmp(first, other) == 0) {
                continue;
            }
            count++;
            if (fails) {
                size_t at = 0;
                while (first[at] == other[at]) {
                    at++;
                }
                at = at > 100 ? at - 100 : 0;
                fail_msg("%s: world 0 says ...%.300s... and world %u ...%.300s...",
                         asked->target[i], first + at, j, other + at);
            }
        }
    }
    return count;
}

static void nothing_gets_through(void **state)
{
    static const char *const OUTSIDERS[] = {NULL, "dua", "gat"};
    static struct asked asked;
    struct world worlds[WORLDS];
    char tag[128];
    (void)state;
    for (unsigned i = 0; i < WORLDS; i++) {
        begin(&worlds[i], i);
    }
    all_addresses(worlds, &asked);
    more_addresses(&asked);
    for (size_t who = 0; who < sizeof(OUTSIDERS) / sizeof(OUTSIDERS[0]); who++) {
        for (unsigned i = 0; i < WORLDS; i++) {
            worlds[i].fixture->cookie[0] = '\0';
            if (OUTSIDERS[who] != NULL) {
                web_fixture_as(worlds[i].fixture, OUTSIDERS[who]);
            }
        }
        assert_int_equal(differences(worlds, &asked, true), 0);
        /* a tag of what others see says nothing of whether it is current */
        tag_of(&worlds[1], "/csww/2025/index.html", tag);
        assert_null(strstr(answer(&worlds[1], "/csww/2025/index.html", tag), "304"));
    }
    for (unsigned i = 0; i < WORLDS; i++) {
        web_fixture_as(worlds[i].fixture, "ann");
    }
    unsigned seen = differences(worlds, &asked, false);
    print_message("%zu addresses; the region's analyst sees %u differences\n", asked.count, seen);
    assert_true(seen > 50);
    for (unsigned i = 0; i < WORLDS; i++) {
        assert_int_equal(web_fixture_teardown(&worlds[i].state), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_gets_through)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
