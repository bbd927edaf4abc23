/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The header decides first: a file of another council or year must not be counted even in part, so
 * nothing is observed before the header is known to be right. Errors of single rows are found later
 * and cost only that row; an error that refuses the whole file ends the run, and the host drops
 * what was observed.
 */
#include "census.h"

#include "dimensions.h"

#include <string.h>

#define E(id) STAITH_WORKFORCE_E_##id
#define C(id) STAITH_WORKFORCE_C_##id
#define M(id) STAITH_WORKFORCE_M_##id

static const struct staith_location whole_file = {0, 0, 0, STAITH_NO_ELEMENT, 0};

void staith_workforce_census_init(struct staith_workforce_census *census,
                                  const struct staith_host *host,
                                  const struct staith_workforce_options *options, bool spreadsheet)
{
    memset(census, 0, sizeof(*census));
    census->host = host;
    census->options = options;
    census->spreadsheet = spreadsheet;
    census->sink.host = host;
    /* A row may stand in two lists: as starter, and as in post or leaver. */
    staith_workforce_people_init(&census->people, 2 * (size_t)options->max_workers);
}

void staith_workforce_census_deinit(struct staith_workforce_census *census)
{
    staith_workforce_people_deinit(&census->people);
}

int staith_workforce_census_report(struct staith_workforce_census *census, uint32_t check,
                                   const struct staith_location *where, uint32_t element)
{
    staith_workforce_report(&census->sink, check, where, element);
    return census->sink.rc;
}

/* Reports why the whole file is refused. */
static int refuse(struct staith_workforce_census *census, uint32_t check,
                  const struct staith_location *where, uint32_t element)
{
    int rc = staith_workforce_census_report(census, check, where, element);
    return rc != STAITH_OK ? rc : STAITH_ESOURCE;
}

/* ---- header and council -------------------------------------------------------------------- */

/* A header item that cannot be read has the check of the rule that needs it. */
static uint32_t check_of_bad_header(uint32_t element)
{
    switch (element) {
    case E(COLLECTION):
        return C(WRONG_COLLECTION);
    case E(REFERENCE_DATE):
        return C(YEAR_DISAGREES);
    case E(LEA):
        return C(WRONG_COUNCIL);
    default:
        return C(NO_YEAR);
    }
}

static int bad_item(struct staith_workforce_census *census, uint32_t element,
                    const struct staith_location *where)
{
    if (staith_workforce_element(element)->level == STAITH_WORKFORCE_COUNCIL) {
        return staith_workforce_census_report(census, C(BAD_FIGURE), where, element);
    }
    if (element == E(SOURCE_LEVEL)) {
        return staith_workforce_census_report(census, C(HEADER_LACKS), where, element);
    }
    return refuse(census, check_of_bad_header(element), where, element);
}

int staith_workforce_census_item(struct staith_workforce_census *census, uint32_t element,
                                 const char *text, size_t len, const struct staith_location *where)
{
    int64_t value = 0;
    enum staith_workforce_fault fault;
    if (len == 0 || staith_workforce_element(element)->form == STAITH_WORKFORCE_UNREAD) {
        return STAITH_OK;
    }
    fault = staith_workforce_read(element, text, len, census->spreadsheet, &value);
    if (census->given[element]) {
        if (census->present[element] != (fault >= 0) || census->value[element] != value) {
            return refuse(census, C(HEADER_ITEM), where, element);
        }
        return STAITH_OK;
    }
    if (census->header_done &&
        staith_workforce_element(element)->level == STAITH_WORKFORCE_HEADER) {
        return staith_workforce_census_report(census, C(MISPLACED), where, element);
    }
    census->given[element] = true;
    if (fault < 0) {
        return bad_item(census, element, where);
    }
    census->present[element] = true;
    census->value[element] = value;
    return STAITH_OK;
}

/* Every fault of the header is reported before the file is refused. */
static int close_header(struct staith_workforce_census *census, const struct staith_location *where)
{
    const int64_t *value = census->value;
    const char *authority = census->host->authority(census->host->ctx);
    struct staith_period_def period = {STAITH_PERIOD_CENSUS_YEAR, 0, 0, 0};
    char lea[4] = "";
    bool good = true;
    census->header_done = true;
    if (!census->present[E(YEAR)]) {
        good = false;
        (void)refuse(census, C(NO_YEAR), where, E(YEAR));
    } else {
        staith_workforce_year_init(&census->year, (int)value[E(YEAR)]);
        if (census->present[E(REFERENCE_DATE)] &&
            value[E(REFERENCE_DATE)] != census->year.last_day) {
            good = false;
            (void)refuse(census, C(YEAR_DISAGREES), where, E(REFERENCE_DATE));
        }
    }
    for (int64_t i = 2, rest = value[E(LEA)]; i >= 0; i--, rest /= 10) {
        lea[i] = (char)('0' + rest % 10);
    }
    if (!census->present[E(LEA)] || authority == NULL || strcmp(lea, authority) != 0) {
        good = false;
        (void)refuse(census, C(WRONG_COUNCIL), where, E(LEA));
    }
    if (!census->present[E(COLLECTION)]) {
        (void)staith_workforce_census_report(census, C(HEADER_LACKS), where, E(COLLECTION));
    }
    if (!census->present[E(REFERENCE_DATE)]) {
        (void)staith_workforce_census_report(census, C(HEADER_LACKS), where, E(REFERENCE_DATE));
    }
    if (census->sink.rc != STAITH_OK) {
        return census->sink.rc;
    }
    if (!good) {
        return STAITH_ESOURCE;
    }
    period.year = census->year.year;
    return census->host->set_period(census->host->ctx, &period);
}

/* ---- rows ---------------------------------------------------------------------------------- */

int staith_workforce_census_row_start(struct staith_workforce_census *census,
                                      const struct staith_location *where)
{
    int rc = STAITH_OK;
    struct staith_location place = *where;
    if (!census->header_done) {
        rc = close_header(census, where);
        if (rc != STAITH_OK) {
            return rc;
        }
    }
    if (census->rows >= (uint64_t)census->options->max_workers) {
        return refuse(census, C(TOO_MANY_WORKERS), where, STAITH_NO_ELEMENT);
    }
    census->rows++;
    place.row = census->rows;
    census->in_row = true;
    staith_workforce_row_start(&census->row, &place);
    return STAITH_OK;
}

int staith_workforce_census_row_item(struct staith_workforce_census *census, uint32_t element,
                                     const char *text, size_t len,
                                     const struct staith_location *where)
{
    struct staith_location place = *where;
    place.row = census->rows;
    staith_workforce_row_item(&census->row, element, text, len, census->spreadsheet, &place,
                              &census->sink);
    return census->sink.rc;
}

int staith_workforce_census_row_end(struct staith_workforce_census *census)
{
    const struct staith_workforce_tally tally = {census->host, &census->year, &census->people,
                                                 &census->sums, &census->sink};
    bool counts = staith_workforce_row_judge(&census->row, &census->year, &census->sink);
    census->in_row = false;
    if (census->sink.rc != STAITH_OK) {
        return census->sink.rc;
    }
    if (counts) {
        int rc = staith_workforce_observe(&tally, &census->row);
        if (rc != STAITH_OK) {
            return rc;
        }
        census->counted++;
    }
    return census->sink.rc;
}

/* ---- end ----------------------------------------------------------------------------------- */

static int give_figure(struct staith_workforce_census *census, uint32_t element, uint16_t measure)
{
    struct staith_observation observation;
    uint16_t categories[STAITH_WORKFORCE_DIMENSION_COUNT];
    if (!census->present[element]) {
        if (!census->given[element]) {
            (void)staith_workforce_census_report(census, C(NO_FIGURE), &whole_file, element);
        }
        return census->host->unavailable(census->host->ctx, measure);
    }
    memset(&observation, 0, sizeof(observation));
    observation.size = sizeof(observation);
    observation.measure = measure;
    observation.value = census->value[element];
    observation.categories = categories;
    for (size_t i = 0; i < STAITH_WORKFORCE_DIMENSION_COUNT; i++) {
        categories[i] = STAITH_NO_CATEGORY;
    }
    census->sums.total[measure] = census->value[element];
    census->sums.known[measure] = true;
    return census->host->observe(census->host->ctx, &observation);
}

static int give_figures(struct staith_workforce_census *census)
{
    static const struct {
        uint32_t element;
        uint16_t measure;
    } figures[] = {{E(VACANCIES), M(VACANCY_FTE)},
                   {E(COVER_FTE), M(AGENCY_COVER_FTE)},
                   {E(COVER_HEADCOUNT), M(AGENCY_COVER_HEADCOUNT)}};
    for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
        int rc = give_figure(census, figures[i].element, figures[i].measure);
        if (rc != STAITH_OK) {
            return rc;
        }
    }
    /* Pay was not collected before 2024/25: not zero, but not known. */
    return census->year.salary_is_mandatory
               ? STAITH_OK
               : census->host->unavailable(census->host->ctx, M(BASE_SALARY));
}

int staith_workforce_census_finish(struct staith_workforce_census *census)
{
    int rc;
    if (census->rows == 0) {
        rc = census->header_done ? STAITH_OK : close_header(census, &whole_file);
        return rc != STAITH_OK && rc != STAITH_ESOURCE
                   ? rc
                   : refuse(census, C(NO_WORKERS), &whole_file, STAITH_NO_ELEMENT);
    }
    if (census->counted == 0) {
        return refuse(census, C(NO_ROW_COUNTED), &whole_file, STAITH_NO_ELEMENT);
    }
    rc = give_figures(census);
    if (rc != STAITH_OK) {
        return rc;
    }
    staith_workforce_figures_check(census);
    return census->sink.rc;
}
