/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SITE_FIXTURE_H
#define STAITH_SITE_FIXTURE_H
/*
 * The region's pages over the published figures of twelve councils, with places on the map, and
 * what has arrived: everything from everybody, but for the third council, which sent nothing, and
 * the second, which is behind.
 */
#include "aggregator/views/page.h"
#include "published_fixture.h"

struct site_fixture {
    struct published_fixture *published;
    const struct staith_benchmark *dataset;
    const char *title;
    struct staith_site_arrival arrivals[PUBLISHED_COUNCILS];
    struct staith_site site;
    struct staith_buf body;
    struct staith_html html;
    struct staith_svg svg;
    struct staith_request request;
    struct staith_page page;
};

/** Begin a document again; pieces are then written to `page` or `svg`. */
static inline void site_fixture_again(struct site_fixture *fixture)
{
    staith_buf_clear(&fixture->body);
    staith_html_init(&fixture->html, &fixture->body);
    fixture->svg = (struct staith_svg){.html = &fixture->html};
    staith_page_init(&fixture->page, &fixture->html, &fixture->site, &fixture->request);
}

static inline struct site_fixture *
site_fixture_new(const struct staith_benchmark_settings *settings)
{
    struct site_fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    fixture->published = published_fixture_set(settings);
    fixture->dataset = fixture->published->benchmark;
    fixture->title = "Children's social work workforce";
    for (uint32_t i = 0; i < PUBLISHED_COUNCILS; i++) {
        fixture->published->councils[i].tile_column = 1 + i % 3;
        fixture->published->councils[i].tile_row = 1 + i / 3;
        fixture->arrivals[i] = (struct staith_site_arrival){9, 0, "2025", 1762300800000};
    }
    fixture->arrivals[1].newest_period = "2024";
    fixture->arrivals[2] = (struct staith_site_arrival){0, 0, "", 0};
    fixture->arrivals[3].quarantined = 1;
    fixture->site = (struct staith_site){.dataset_count = 1,
                                         .datasets = &fixture->dataset,
                                         .titles = &fixture->title,
                                         .arrivals = fixture->arrivals,
                                         .note = "Invented <people>",
                                         .made_unix_ms = 1762387200000};
    fixture->request = (struct staith_request){.view = STAITH_VIEW_INDICATOR,
                                               .period = fixture->dataset->period_count - 1,
                                               .council = -1,
                                               .depth = 3,
                                               .query = ""};
    staith_buf_init(&fixture->body, 8U * 1024U * 1024U);
    site_fixture_again(fixture);
    return fixture;
}

static inline int site_fixture_setup(void **state)
{
    *state = site_fixture_new(NULL);
    return 0;
}

/** With the group, targets and phase of settings_case.h. */
static inline int site_fixture_setup_set(void **state)
{
    *state = site_fixture_new(settings_case());
    return 0;
}

static inline int site_fixture_teardown(void **state)
{
    struct site_fixture *fixture = *state;
    staith_buf_deinit(&fixture->body);
    published_fixture_free(fixture->published);
    free(fixture);
    return 0;
}

/** What was written; every element is closed. */
static inline const char *site_fixture_text(struct site_fixture *fixture)
{
    assert_int_equal(staith_html_end(&fixture->html), 0);
    const char *text = staith_buf_cstr(&fixture->body);
    assert_non_null(text);
    return text;
}

/** The answer to an address, as text. */
static inline const char *site_fixture_get(struct site_fixture *fixture, const char *path,
                                           const char *query, struct staith_site_answer *answer)
{
    struct staith_err err = {0};
    staith_buf_clear(&fixture->body);
    answer->body = &fixture->body;
    int code = staith_site_answer(&fixture->site, path, query, answer, &err);
    if (code != 0) {
        fail_msg("%s: %s", path, err.what);
    }
    return staith_buf_cstr(&fixture->body);
}

static inline const char *site_fixture_page(struct site_fixture *fixture, const char *path)
{
    struct staith_site_answer answer;
    return site_fixture_get(fixture, path, NULL, &answer);
}

static inline size_t site_fixture_count(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

static inline void site_fixture_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("no \"%s\" in: %.40000s", part, text);
    }
}

static inline uint32_t site_fixture_item(const struct site_fixture *fixture, const char *code)
{
    return published_item(fixture->published, code);
}

/** One council's figure of an item in the page's period, as if a part of it had been rounded. */
static inline void site_fixture_round(struct site_fixture *fixture, const char *code,
                                      uint32_t council)
{
    const struct staith_benchmark *dataset = fixture->dataset;
    fixture->published->benchmark
        ->results[fixture->request.period * dataset->item_count + site_fixture_item(fixture, code)]
        .councils[council]
        .rounded = true;
}

#endif
