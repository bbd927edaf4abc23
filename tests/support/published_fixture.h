/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_PUBLISHED_FIXTURE_H
#define STAITH_PUBLISHED_FIXTURE_H
/*
 * The twelve councils of the North East as the Department for Education printed them, 2017 to 2025:
 * examples/region/published.csv as national figures and, as printed, as what the councils sent,
 * with the indicators of the census return. Parts are printed ones, rounded to one decimal: good
 * for everything but the last digit of a rate.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/store/national_file.h"
#include "base/decimal.h"
#include "settings_case.h"
#include "temp_file.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PUBLISHED_COUNCILS = 12, PUBLISHED_MEASURES = 13, PUBLISHED_INDICATORS = 9 };

struct published_fixture {
    struct staith_national_file *file;
    size_t national_count;
    struct staith_store_national *nationals;
    size_t figure_count;
    struct staith_store_figure *figures;
    char text[PUBLISHED_COUNCILS][512]; /**< lines of councils.csv, cut at its commas */
    const char *neighbours[PUBLISHED_COUNCILS][16];
    struct staith_benchmark_council councils[PUBLISHED_COUNCILS];
    struct staith_benchmark *benchmark;
};

static inline const struct staith_catalogue *published_catalogue(void)
{
    enum { FTE = STAITH_UNIT_FTE_MILLIONTHS, PEOPLE = STAITH_UNIT_PEOPLE };
    static struct staith_measure measures[PUBLISHED_MEASURES] = {
        {"inpost_fte", "Social workers in post (FTE)", "In post on 30 September.", FTE, 1},
        {"inpost_headcount", "Social workers in post", "In post on 30 September.", PEOPLE, 3},
        {"starters_fte", "Starters (FTE)", "Who came in the year.", FTE, 1},
        {"leavers_fte", "Leavers (FTE)", "Who went in the year.", FTE, 1},
        {"leavers_headcount", "Leavers", "Who went in the year.", PEOPLE, 3},
        {"agency_fte", "Agency workers (FTE)", "On 30 September.", FTE, 1},
        {"agency_headcount", "Agency workers", "On 30 September.", PEOPLE, 3},
        {"agency_cover_fte", "Agency workers who cover a vacancy (FTE)", "Covering.", FTE, 4},
        {"vacancy_fte", "Vacancies (FTE)", "On 30 September.", FTE, 4},
        {"case_holders_fte", "Case holders (FTE)", "Who hold a case.", FTE, 1},
        {"cases", "Cases", "Held on 30 September.", STAITH_UNIT_CASES, 1},
        {"working_days_lost_fte", "Working days lost", "In the year.", STAITH_UNIT_DAY_HUNDREDTHS,
         1},
        {"starters_headcount", "Starters", "Who came in the year.", PEOPLE, 3},
    };
    static uint16_t inpost_fte[] = {0};
    static uint16_t inpost_people[] = {1};
    static uint16_t all_fte[] = {5, 0};
    static uint16_t all_people[] = {6, 1};
    static uint16_t agency[] = {5};
    static uint16_t posts[] = {8, 0};
    static uint16_t vacancies[] = {8};
    static uint16_t holders[] = {9};
    static const char RULE[] = "DfE, Children's social work workforce, methodology";
    enum { LOW = STAITH_LOW_IS_GOOD, COVER = STAITH_OVER_100_IS_UNRELIABLE };
    static struct staith_indicator indicators[PUBLISHED_INDICATORS] = {
        {"turnover_rate_fte", "Turnover rate (FTE)", "%",
         "Leavers in the year as a share of those in post at its end.", RULE, 100, 1, LOW, 0, 3, 1,
         inpost_fte},
        {"turnover_rate_headcount", "Turnover rate (headcount)", "%",
         "Leavers in the year as a share of those in post at its end.", RULE, 100, 1, LOW, 0, 4, 1,
         inpost_people},
        {"agency_rate_fte", "Agency rate (FTE)", "%",
         "Agency workers as a share of agency and permanent workers.", RULE, 100, 1, LOW, 0, 5, 2,
         all_fte},
        {"agency_rate_headcount", "Agency rate (headcount)", "%",
         "Agency workers as a share of agency and permanent workers.", RULE, 100, 1, LOW, 0, 6, 2,
         all_people},
        {"agency_cover_rate_fte", "Agency cover rate (FTE)", "%",
         "Agency workers who cover a vacancy as a share of agency workers.", RULE, 100, 1,
         STAITH_NEUTRAL, COVER, 7, 1, agency},
        {"vacancy_rate_fte", "Vacancy rate (FTE)", "%",
         "Vacancies as a share of vacancies and permanent workers in post.", RULE, 100, 1, LOW, 0,
         8, 2, posts},
        {"vacancy_agency_cover_rate_fte", "Vacancies covered by agency (FTE)", "%",
         "Agency workers who cover a vacancy as a share of vacancies.", RULE, 100, 1,
         STAITH_HIGH_IS_GOOD, COVER, 7, 1, vacancies},
        {"caseload_fte", "Average caseload", "cases per FTE",
         "Cases held per full-time equivalent of those who hold any.", RULE, 1, 1, LOW, 0, 10, 1,
         holders},
        {"absence_rate_fte", "Sickness absence rate (FTE)", "%",
         "Working days lost as a share of working days.", RULE, 100, 1, LOW, STAITH_PER_WORKING_DAY,
         11, 1, inpost_fte},
    };
    static const struct staith_catalogue CATALOGUE = {
        .dataset = "csww",
        .plugin = "workforce",
        .plugin_version = "1.0.0",
        .measure_count = PUBLISHED_MEASURES,
        .indicator_count = PUBLISHED_INDICATORS,
        .measures = measures,
        .indicators = indicators,
    };
    return &CATALOGUE;
}

static inline char *published_read(const char *name, size_t *ret_len)
{
    char path[512];
    const char *source = getenv("STAITH_SOURCE");
    (void)snprintf(path, sizeof(path), "%s/examples/region/%s", source != NULL ? source : ".",
                   name);
    char *bytes = (char *)staith_temp_read(path, ret_len);
    assert_non_null(bytes);
    return bytes;
}

/* code,name,short,slug,ons,earlier_ons,neighbours */
static inline void published_council(struct published_fixture *fixture, uint32_t at,
                                     const char *line, size_t len)
{
    char *text = fixture->text[at];
    const char *fields[7] = {text};
    uint32_t field = 0;
    assert_true(len < sizeof(fixture->text[at]));
    memcpy(text, line, len);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == ',') {
            text[i] = '\0';
            fields[++field] = text + i + 1;
        }
    }
    assert_int_equal(field, 6);
    struct staith_benchmark_council *council = &fixture->councils[at];
    *council = (struct staith_benchmark_council){.code = fields[0],
                                                 .name = fields[1],
                                                 .short_name = fields[2],
                                                 .neighbours = fixture->neighbours[at]};
    for (char *code = text + (fields[6] - text); *code != '\0';) {
        fixture->neighbours[at][council->neighbour_count++] = code;
        char *space = strchr(code, ' ');
        if (space == NULL) {
            break;
        }
        *space = '\0';
        code = space + 1;
    }
}

static inline void published_councils(struct published_fixture *fixture)
{
    size_t len = 0;
    char *bytes = published_read("councils.csv", &len);
    uint32_t at = 0;
    const char *line = memchr(bytes, '\n', len);
    while (line != NULL && (size_t)(line + 1 - bytes) < len) {
        const char *end = memchr(line + 1, '\n', len - (size_t)(line + 1 - bytes));
        assert_true(end != NULL && at < PUBLISHED_COUNCILS);
        published_council(fixture, at++, line + 1, (size_t)(end - line - 1));
        line = end;
    }
    assert_int_equal(at, PUBLISHED_COUNCILS);
    free(bytes);
}

static inline bool published_is_council(const struct published_fixture *fixture, const char *code)
{
    for (uint32_t i = 0; i < PUBLISHED_COUNCILS; i++) {
        if (strcmp(fixture->councils[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static inline void published_cell(struct published_fixture *fixture,
                                  const struct staith_national_row *row, const char *item,
                                  const struct staith_national_cell *cell)
{
    struct staith_store_national *national = &fixture->nationals[fixture->national_count++];
    (void)snprintf(national->period, sizeof(national->period), "%s", row->period);
    (void)snprintf(national->area, sizeof(national->area), "%s", row->area);
    (void)snprintf(national->area_name, sizeof(national->area_name), "%s", row->area_name);
    (void)snprintf(national->level, sizeof(national->level), "%s", row->level);
    (void)snprintf(national->item, sizeof(national->item), "%.63s", item);
    (void)snprintf(national->source, sizeof(national->source), "DfE, published figures, OGL v3.0");
    (void)snprintf(national->joint, sizeof(national->joint), "%s", row->joint);
    national->status = cell->status;
    national->value = cell->value;
    national->decimals = cell->decimals;
    int measure = staith_catalogue_measure(published_catalogue(), item);
    if (measure < 0 || !published_is_council(fixture, row->area)) {
        return;
    }
    struct staith_store_figure *figure = &fixture->figures[fixture->figure_count++];
    unsigned digits = staith_unit_digits(published_catalogue()->measures[measure].unit);
    (void)snprintf(figure->authority, sizeof(figure->authority), "%s", row->area);
    (void)snprintf(figure->measure, sizeof(figure->measure), "%.63s", item);
    assert_int_equal(staith_period_parse(row->period, &figure->period), 0);
    figure->value = staith_value_status(cell->status);
    if (cell->status == STAITH_STATUS_VALUE) {
        assert_true(digits >= cell->decimals);
        figure->value =
            staith_value_exact(cell->value * staith_decimal_pow10(digits - cell->decimals));
    } else {
        (void)snprintf(figure->reason, sizeof(figure->reason), "withdrawn");
    }
    figure->number = 1;
    figure->received_unix_ms = 1762300800000; /* 5 November 2025 */
}

/** A new benchmark over everything; the fixture's. `settings` may be NULL. */
static inline struct published_fixture *
published_fixture_set(const struct staith_benchmark_settings *settings)
{
    struct published_fixture *fixture = calloc(1, sizeof(*fixture));
    struct staith_err err = {0};
    size_t len = 0;
    assert_non_null(fixture);
    published_councils(fixture);
    char *bytes = published_read("published.csv", &len);
    if (staith_national_file_read("published.csv", bytes, len, &fixture->file, &err) != 0) {
        fail_msg("%s: %s", err.where, err.what);
    }
    free(bytes);
    size_t room = (size_t)fixture->file->row_count * fixture->file->item_count;
    fixture->nationals = calloc(room, sizeof(*fixture->nationals));
    fixture->figures = calloc(room, sizeof(*fixture->figures));
    assert_true(fixture->nationals != NULL && fixture->figures != NULL);
    for (uint32_t i = 0; i < fixture->file->row_count; i++) {
        for (uint32_t j = 0; j < fixture->file->item_count; j++) {
            const struct staith_national_cell *cell = &fixture->file->rows[i].cells[j];
            if (cell->status != STAITH_STATUS_UNSET && !fixture->file->rows[i].superseded) {
                published_cell(fixture, &fixture->file->rows[i], fixture->file->items[j], cell);
            }
        }
    }
    const struct staith_benchmark_question question = {
        .catalogue = published_catalogue(),
        .region_code = "E12000001",
        .region_name = "North East",
        .council_count = PUBLISHED_COUNCILS,
        .councils = fixture->councils,
        .settings = settings,
    };
    int code = staith_benchmark_compute(&question, fixture->figures, fixture->figure_count,
                                        fixture->nationals, fixture->national_count,
                                        &fixture->benchmark, &err);
    if (code != 0) {
        fail_msg("%s", err.what);
    }
    return fixture;
}

static inline struct published_fixture *published_fixture_new(void)
{
    return published_fixture_set(NULL);
}

static inline void published_fixture_free(struct published_fixture *fixture)
{
    staith_benchmark_free(fixture->benchmark);
    staith_national_file_free(fixture->file);
    free(fixture->nationals);
    free(fixture->figures);
    free(fixture);
}

static inline int published_setup(void **state)
{
    *state = published_fixture_new();
    return 0;
}

static inline int published_setup_set(void **state)
{
    *state = published_fixture_set(settings_case());
    return 0;
}

static inline int published_teardown(void **state)
{
    published_fixture_free(*state);
    return 0;
}

/** Index of an item, of a council by its code, and of a year. */
static inline uint32_t published_item(const struct published_fixture *fixture, const char *code)
{
    for (uint32_t i = 0; i < fixture->benchmark->item_count; i++) {
        if (strcmp(fixture->benchmark->items[i].code, code) == 0) {
            return i;
        }
    }
    fail_msg("no item %s", code);
    return 0;
}

static inline uint32_t published_year(const struct published_fixture *fixture, int year)
{
    for (uint32_t i = 0; i < fixture->benchmark->period_count; i++) {
        if (fixture->benchmark->periods[i].year == year) {
            return i;
        }
    }
    fail_msg("no year %d", year);
    return 0;
}

static inline const struct staith_benchmark_area *
published_area(const struct published_fixture *fixture, int year, const char *item,
               const char *council)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(
        fixture->benchmark, published_year(fixture, year), published_item(fixture, item));
    for (uint32_t i = 0; i < PUBLISHED_COUNCILS; i++) {
        if (strcmp(fixture->councils[i].code, council) == 0) {
            return &result->councils[i];
        }
    }
    assert_string_equal(council, "E12000001");
    return &result->region;
}

#endif
