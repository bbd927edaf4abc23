/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"
#include "cell_case.h"
#include "posts.h"

#define C(id) STAITH_RECRUITMENT_C_##id

static uint32_t seen[STAITH_RECRUITMENT_MEASURE_COUNT];

static int observe(void *ctx, const struct staith_observation *observation)
{
    (void)ctx;
    seen[observation->measure]++;
    return STAITH_OK;
}

static void add(struct staith_recruitment_posts *posts, const char *post, int64_t round, bool again,
                const struct staith_recruitment_events *events)
{
    struct staith_kit_cell cells[STAITH_RECRUITMENT_COLUMN_COUNT];
    cell_clear(cells, STAITH_RECRUITMENT_COLUMN_COUNT);
    cell_text(&cells[C(POST)], post);
    if (round > 0) {
        cell_number(&cells[C(ROUND)], round);
    }
    if (again) {
        cell_date(&cells[C(READVERTISED)], "2025-08-01");
    }
    assert_int_equal(staith_recruitment_posts_add(posts, cells, events), STAITH_OK);
}

/* Two posts: one with two candidates in its first round, one in its fifth round and advertised
 * again. */
static void test_posts(void **state)
{
    (void)state;
    const struct staith_host host = {.observe = observe};
    struct staith_recruitment_posts posts = {0};
    struct staith_recruitment_events events;
    memset(&events, 0, sizeof(events));
    events.advertised = true;
    events.role = STAITH_RECRUITMENT_ROLE_NOT_KNOWN;
    add(&posts, "SW 12", 0, false, &events);
    events.started = true;
    events.round_ended = true;
    events.role = STAITH_RECRUITMENT_ROLE_SENIOR;
    add(&posts, "sw-12", 1, false, &events);
    events.started = false;
    add(&posts, "SW 13", 5, true, &events);
    events.advertised = false;
    add(&posts, "SW 13", 4, true, &events);
    assert_int_equal(posts.count, 2);
    assert_int_equal(posts.items[0].adverts, 1);
    assert_int_equal(posts.items[0].role, STAITH_RECRUITMENT_ROLE_SENIOR);
    assert_true(posts.items[0].filled);
    assert_int_equal(posts.items[1].adverts, 6);
    memset(seen, 0, sizeof(seen));
    assert_int_equal(staith_recruitment_posts_observe(&posts, &host), STAITH_OK);
    assert_int_equal(seen[STAITH_RECRUITMENT_M_POSTS], 2);
    assert_int_equal(seen[STAITH_RECRUITMENT_M_POSTS_2], 1);
    assert_int_equal(seen[STAITH_RECRUITMENT_M_POSTS_5], 1);
    assert_int_equal(seen[STAITH_RECRUITMENT_M_ADVERTS], 2);
    assert_int_equal(seen[STAITH_RECRUITMENT_M_ROUNDS], 3);
    assert_int_equal(seen[STAITH_RECRUITMENT_M_FILLED], 1);
    staith_recruitment_posts_deinit(&posts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_posts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
