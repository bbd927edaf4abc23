/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_STORE_STANDING_CASE_H
#define STAITH_TEST_STORE_STANDING_CASE_H
/* Council 840 in its epoch 1: releases of one figure, notices, catalogues, and what is shown. */
#include "store_fixture.h"

enum { STANDING_NOTHING = -1, STANDING_WITHDRAWN = -2 };

static inline void standing_put(struct store_fixture *fixture, uint64_t number, int year,
                                int64_t value, enum staith_store_standing standing)
{
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(value));
    struct staith_release *release = store_fixture_release("840", year, &cell, 1);
    struct staith_store_record record = store_fixture_carry("840", 1, number, release);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(
        staith_store_put_release(fixture->store, &record, release, standing, &fixture->err), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    staith_release_free(release);
}

static inline void standing_say(struct store_fixture *fixture, uint64_t number,
                                enum staith_notice_kind kind, int year, int64_t at_unix_ms)
{
    struct staith_store_record record = store_fixture_record("840", 1, number);
    struct staith_notice notice = {.kind = kind,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {1, year, 0},
                                   .at_unix_ms = at_unix_ms};
    if (kind != STAITH_NOTICE_EMBARGO) {
        memcpy(notice.reason, "counted twice", sizeof("counted twice"));
    }
    record.kind = 3;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_notice(fixture->store, &record, &notice, &fixture->err), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
}

static inline void standing_catalogue(struct store_fixture *fixture, uint64_t number, uint8_t hash,
                                      enum staith_store_catalogue_state state)
{
    const struct staith_catalogue catalogue = {
        .dataset = "csww", .plugin = "workforce", .plugin_version = "1.0.0"};
    struct staith_store_record record = store_fixture_record("840", 1, number);
    record.kind = 1;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_catalogue(fixture->store, &record, store_fixture_hash(hash),
                                                &catalogue, state, &fixture->err),
                     0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
}

static inline int standing_judge(struct store_fixture *fixture, uint64_t number,
                                 enum staith_store_standing standing)
{
    const struct staith_store_word word = {"Ann Lee", "statistics", "looked at"};
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    struct staith_store_judged judged = {0};
    int rc =
        staith_store_judge(fixture->store, "840", number, standing, &word, &judged, &fixture->err);
    if (rc == 0) {
        assert_true(judged.epoch == 1);
        assert_string_equal(judged.dataset, "csww");
    }
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    return rc;
}

static inline int standing_due(struct store_fixture *fixture, int64_t now, int64_t *ret_next)
{
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    int rc = staith_store_show_due(fixture->store, now, ret_next, &fixture->err);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    return rc;
}

/* What is shown of a year: its figure, or one of the words above. */
static inline void standing_shows(struct store_fixture *fixture, int year, int64_t what)
{
    struct store_fixture_figures figures = {0};
    int64_t shown = STANDING_NOTHING;
    assert_int_equal(staith_store_headlines(fixture->store, "csww", store_fixture_collect, &figures,
                                            &fixture->err),
                     0);
    for (size_t i = 0; i < figures.count; i++) {
        const struct staith_store_figure *figure = &figures.figures[i];
        if (figure->period.year != year) {
            continue;
        }
        assert_int_equal(shown, STANDING_NOTHING); /* at most one */
        shown = figure->value.value;
        if (figure->value.status != STAITH_STATUS_VALUE) {
            assert_int_equal(figure->value.status, STAITH_STATUS_UNAVAILABLE);
            assert_string_equal(figure->reason, "withdrawn");
            assert_int_equal(figure->value.value, 0);
            assert_int_equal(figure->value.lo, 0);
            assert_int_equal(figure->value.hi, 0);
            shown = STANDING_WITHDRAWN;
        }
    }
    assert_int_equal(shown, what);
}

#endif
