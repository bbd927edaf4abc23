/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CAPS_SITE_FIXTURE_H
#define STAITH_CAPS_SITE_FIXTURE_H
/*
 * Pages over caps_fixture.h, of the dataset that the test's state names.
 */
#include "aggregator/views/page.h"
#include "caps_fixture.h"

struct caps_site {
    struct caps_fixture *caps;
    const struct staith_benchmark *dataset;
    const struct staith_breakdown *breakdown;
    const char *title;
    struct staith_site site;
    struct staith_buf body;
    struct staith_html html;
    struct staith_svg svg;
    struct staith_request request;
    struct staith_page page;
};

static inline struct caps_site *caps_site_new(const char *dataset)
{
    struct caps_site *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    fixture->caps = caps_fixture_new(dataset);
    caps_fixture_fill(fixture->caps);
    fixture->dataset = fixture->caps->benchmark;
    fixture->breakdown = fixture->caps->breakdown;
    fixture->title = "Title";
    fixture->site = (struct staith_site){.dataset_count = 1,
                                         .datasets = &fixture->dataset,
                                         .titles = &fixture->title,
                                         .breakdowns = &fixture->breakdown,
                                         .standalone = true};
    fixture->request =
        (struct staith_request){.period = CAPS_LAST, .council = -1, .depth = 2, .query = ""};
    staith_buf_init(&fixture->body, 8U * 1024U * 1024U);
    staith_html_init(&fixture->html, &fixture->body);
    fixture->svg = (struct staith_svg){.html = &fixture->html};
    staith_page_init(&fixture->page, &fixture->html, &fixture->site, &fixture->request);
    return fixture;
}

/** Social workers' caps through an umbrella: 45.00 until the day before the last quarter's second
 *  month, then 42.50; and 34.00 by PAYE, which ended long before. */
static inline void caps_site_caps(struct caps_site *fixture)
{
    static struct staith_site_cap caps[3];
    int32_t first = 0;
    int32_t last = 0;
    staith_period_days(&fixture->dataset->periods[CAPS_LAST], &first, &last);
    caps[0] = (struct staith_site_cap){"social_worker", "umbrella", 4500,
                                       first - 400,     first + 30, "agreed <once>"};
    caps[1] = (struct staith_site_cap){"social_worker", "umbrella", 4250,
                                       first + 31,      INT32_MAX,  "agreed again"};
    caps[2] =
        (struct staith_site_cap){"social_worker", "paye", 3400, first - 800, first - 1, "past"};
    fixture->site.caps = caps;
    fixture->site.cap_count = 3;
}

static inline int caps_site_agency(void **state)
{
    *state = caps_site_new("agency_rates");
    return 0;
}

static inline int caps_site_recruitment(void **state)
{
    *state = caps_site_new("recruitment");
    return 0;
}

static inline int caps_site_teardown(void **state)
{
    struct caps_site *fixture = *state;
    staith_buf_deinit(&fixture->body);
    caps_fixture_free(fixture->caps);
    free(fixture);
    return 0;
}

/** What was written; every element is closed. */
static inline const char *caps_site_text(struct caps_site *fixture)
{
    assert_int_equal(staith_html_end(&fixture->html), 0);
    const char *text = staith_buf_cstr(&fixture->body);
    assert_non_null(text);
    return text;
}

/** The answer to an address, as text. */
static inline const char *caps_site_get(struct caps_site *fixture, const char *path)
{
    struct staith_err err = {0};
    struct staith_site_answer answer = {.body = &fixture->body};
    staith_buf_clear(&fixture->body);
    int code = staith_site_answer(&fixture->site, path, NULL, &answer, &err);
    if (code != 0) {
        fail_msg("%s: %s", path, err.what);
    }
    return staith_buf_cstr(&fixture->body);
}

static inline void caps_site_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("no \"%s\" in: %.40000s", part, text);
    }
}

static inline void caps_site_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL) {
        fail_msg("\"%s\" in: %.40000s", part, text);
    }
}

#endif
