/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_ROW_H
#define STAITH_WORKFORCE_ROW_H
/*
 * One person row: its items as they come, then the rules that join them. A row with an error is
 * `bad` and is left out.
 */
#include "checks.h"
#include "elements.h"

/** The census year that rows are judged against. */
struct staith_workforce_year {
    int year;
    int32_t first_day;        /**< 1 October of year - 1 */
    int32_t last_day;         /**< 30 September: the reference date */
    int64_t working_days;     /**< hundredths of days: 253, or 254 with 29 February */
    bool salary_is_mandatory; /**< from 2024/25 */
    bool sex_is_gender;       /**< up to 2023/24 the item is called GenderCurrent */
};

/** Where findings go; `finding` as in struct staith_host. */
struct staith_workforce_sink {
    const struct staith_host *host;
    int rc; /**< first failure of the host; nothing is reported behind it */
};

void staith_workforce_report(struct staith_workforce_sink *sink, uint32_t check,
                             const struct staith_location *where, uint32_t element);

/** Caller's storage; staith_workforce_row_start makes it ready. */
struct staith_workforce_row {
    struct staith_location where;
    uint64_t given;   /**< bit by element: an item stood, good or not */
    uint64_t present; /**< bit by element: its value is good */
    bool bad;
    enum staith_workforce_kind kind; /**< after staith_workforce_row_judge */
    int64_t value[STAITH_WORKFORCE_ELEMENT_COUNT];
};

/** Facts of the year `year` (2017..2026). */
void staith_workforce_year_init(struct staith_workforce_year *year, int number);

void staith_workforce_row_start(struct staith_workforce_row *row,
                                const struct staith_location *where);
/** Take one item of a person; an empty text is no item. `where`: of the item. */
void staith_workforce_row_item(struct staith_workforce_row *row, uint32_t element, const char *text,
                               size_t len, bool spreadsheet, const struct staith_location *where,
                               struct staith_workforce_sink *sink);
/** Apply the rules. True where the row counts; then `kind` and every mandatory value are there,
 *  and value[SEX] holds the sex whichever item gave it. */
bool staith_workforce_row_judge(struct staith_workforce_row *row,
                                const struct staith_workforce_year *year,
                                struct staith_workforce_sink *sink);

/** Whether the row's item is there and good. */
static inline bool staith_workforce_has(const struct staith_workforce_row *row,
                                        enum staith_workforce_element element)
{
    return (row->present >> element & 1u) != 0;
}

#endif
