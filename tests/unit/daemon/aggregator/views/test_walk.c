/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"
#include "font_leaks.h"
#include "site_fixture.h"

enum { MOST = 6000, PATH = 128 };

/** Every address of the walk. */
struct visited {
    size_t count;
    char (*paths)[PATH];
};

static int keep(void *ctx, const char *path)
{
    struct visited *visited = ctx;
    assert_true(visited->count < MOST && strlen(path) < PATH);
    (void)snprintf(visited->paths[visited->count++], PATH, "%s", path);
    return 0;
}

static bool is_visited(const struct visited *visited, const char *path)
{
    for (size_t i = 0; i < visited->count; i++) {
        if (strcmp(visited->paths[i], path) == 0) {
            return true;
        }
    }
    return false;
}

/* Where a relative link of a page leads. */
static void resolve(const char *page, const char *link, char *out)
{
    char folder[PATH];
    (void)snprintf(folder, sizeof(folder), "%s", page);
    char *end = strrchr(folder, '/');
    *(end != NULL ? end + 1 : folder) = '\0';
    while (strncmp(link, "../", 3) == 0) {
        size_t len = strlen(folder);
        assert_true(len > 0); /* above the root there is nothing */
        folder[len - 1] = '\0';
        end = strrchr(folder, '/');
        *(end != NULL ? end + 1 : folder) = '\0';
        link += 3;
    }
    (void)snprintf(out, 2 * PATH, "%s%s", folder, link);
}

static void check_links(const struct visited *visited, const char *page, const char *text)
{
    for (const char *at = strstr(text, "href=\""); at != NULL; at = strstr(at, "href=\"")) {
        char link[PATH];
        char place[2 * PATH];
        at += strlen("href=\"");
        size_t len = strcspn(at, "\"#");
        assert_true(len < sizeof(link));
        memcpy(link, at, len);
        link[len] = '\0';
        if (len == 0) {
            continue;
        }
        resolve(page, link, place);
        if (!is_visited(visited, place)) {
            fail_msg("%s leads to %s, which is not written", page, place);
        }
    }
}

/* Every address is one, once; every page answers; every link of a page leads to another. Two
 * periods will do. */
static void every_link_leads_somewhere(void **state)
{
    struct site_fixture *fixture = *state;
    struct visited visited = {.paths = calloc(MOST, PATH)};
    assert_non_null(visited.paths);
    fixture->site.standalone = true;
    fixture->published->benchmark->periods += 7;
    fixture->published->benchmark->results += (size_t)7 * fixture->dataset->item_count;
    fixture->published->benchmark->period_count = 2;
    assert_int_equal(staith_site_walk(&fixture->site, true, keep, &visited), 0);
    assert_true(visited.count > 300);
    for (size_t i = 0; i < visited.count; i++) {
        struct staith_site_answer answer;
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(visited.paths[i], visited.paths[j]);
        }
        const char *end = strrchr(visited.paths[i], '.');
        if (strcmp(end, ".html") == 0 || strcmp(end, ".svg") == 0) {
            const char *text = site_fixture_get(fixture, visited.paths[i], NULL, &answer);
            assert_true(strlen(text) < 250U * 1024U); /* the weight a page may have */
            check_links(&visited, visited.paths[i], strcmp(end, ".html") == 0 ? text : "");
        }
    }
    free(visited.paths);
}

/* Tables by category, the dataset's own view, and its charts. */
static void what_a_dataset_has_of_its_own(void **state)
{
    struct caps_site *fixture = *state;
    struct visited visited = {.paths = calloc(MOST, PATH)};
    assert_non_null(visited.paths);
    assert_int_equal(staith_site_walk(&fixture->site, true, keep, &visited), 0);
    assert_true(is_visited(&visited, "agency_rates/2025Q4/caps.html"));
    assert_true(is_visited(&visited, "agency_rates/2025Q4/caps/states.png"));
    assert_true(is_visited(&visited, "agency_rates/2025Q4/indicators/over_cap/xmr.svg"));
    assert_true(is_visited(&visited, "agency_rates/2025Q4/breakdowns/rates.xlsx"));
    assert_true(is_visited(&visited, "agency_rates/2024Q2/breakdowns/rates.html"));
    assert_false(is_visited(&visited, "agency_rates/2025Q4/breakdowns/by_role_state.html"));
    for (size_t i = 0; i < visited.count; i++) {
        const char *end = strrchr(visited.paths[i], '.');
        const char *text = caps_site_get(fixture, visited.paths[i]);
        check_links(&visited, visited.paths[i], strcmp(end, ".html") == 0 ? text : "");
    }
    free(visited.paths);
}

static int stop_at_ten(void *ctx, const char *path)
{
    (void)path;
    return ++*(int *)ctx == 10 ? 77 : 0;
}

static void a_walk_ends_when_told(void **state)
{
    const struct site_fixture *fixture = *state;
    int count = 0;
    assert_int_equal(staith_site_walk(&fixture->site, false, stop_at_ten, &count), 77);
    assert_int_equal(count, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_link_leads_somewhere, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_a_dataset_has_of_its_own, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(a_walk_ends_when_told, site_fixture_setup,
                                        site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
