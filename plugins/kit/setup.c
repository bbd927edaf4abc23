/* SPDX-License-Identifier: Apache-2.0 */
#include <staith/kit_settings.h>

#include <string.h>

static bool is_wanted(const struct staith_kit_setup *setup, const struct staith_period_def *period)
{
    return period->kind == STAITH_PERIOD_QUARTER ||
           (setup->months && period->kind == STAITH_PERIOD_MONTH);
}

int staith_kit_setup_take(struct staith_kit_setup *setup, const struct staith_host *host,
                          const struct staith_setting *settings,
                          const struct staith_kit_column *columns, uint32_t count, bool months)
{
    struct staith_kit_complaint complaint = {0, ""};
    struct staith_period_def period;
    const char *words = settings[STAITH_KIT_SETUP_WORDS].text;
    setup->period = settings[STAITH_KIT_SETUP_PERIOD].text;
    setup->mapping = settings[STAITH_KIT_SETUP_COLUMNS].text;
    setup->sheet = settings[STAITH_KIT_SETUP_SHEET].text;
    setup->query = settings[STAITH_KIT_SETUP_QUERY].text;
    setup->months = months;
    if (setup->period[0] != '\0' &&
        (staith_kit_period_read(setup->period, strlen(setup->period), &period) != STAITH_OK ||
         !is_wanted(setup, &period))) {
        return staith_kit_settings_say(
            host, STAITH_KIT_SETUP_PERIOD,
            months ? "it is no quarter and no month, as in 2025Q3 or 2025-07"
                   : "it is no quarter, as in 2025Q3");
    }
    int rc = staith_kit_words_read(words, strlen(words), columns, count, &setup->words, &complaint);
    return rc == STAITH_EINVAL
               ? staith_kit_settings_refuse(host, STAITH_KIT_SETUP_WORDS, &complaint)
               : rc;
}

void staith_kit_setup_deinit(struct staith_kit_setup *setup)
{
    staith_kit_words_deinit(&setup->words);
}

int staith_kit_setup_period(const struct staith_kit_setup *setup, const struct staith_host *host,
                            struct staith_period_def *ret_period)
{
    struct staith_period_def period;
    if (staith_kit_period_choose(setup->period, host->source(host->ctx, 0)->name, &period) !=
            STAITH_OK ||
        !is_wanted(setup, &period)) {
        return STAITH_EINVAL;
    }
    *ret_period = period;
    return STAITH_OK;
}

struct staith_kit_table_job
staith_kit_setup_job(const struct staith_kit_setup *setup, uint64_t max_rows, void *ctx,
                     int (*on_row)(void *ctx, const struct staith_kit_table_row *row))
{
    return (struct staith_kit_table_job){.columns = setup->words.columns,
                                         .column_count = setup->words.count,
                                         .mapping = setup->mapping,
                                         .sheet = setup->sheet,
                                         .query = setup->query,
                                         .limits = {.max_rows = max_rows},
                                         .ctx = ctx,
                                         .on_row = on_row};
}

int staith_kit_setup_heading(struct staith_kit_setup *setup,
                             const struct staith_kit_heading *headings, uint32_t count)
{
    setup->has = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (headings[i].matched < STAITH_KIT_TABLE_MAX_COLUMNS) {
            setup->has |= STAITH_KIT_COLUMN_BIT(headings[i].matched);
        }
    }
    return STAITH_OK;
}

/* Several measures may want the same column: it is named once. */
static bool is_said(const struct staith_kit_need *needs, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (needs[i].column == needs[at].column && needs[i].check == needs[at].check) {
            return true;
        }
    }
    return false;
}

int staith_kit_setup_give_up(const struct staith_kit_setup *setup, const struct staith_host *host,
                             const struct staith_kit_need *needs, size_t count)
{
    int rc = STAITH_OK;
    for (size_t i = 0; rc == STAITH_OK && i < count; i++) {
        const struct staith_location where = {.element = needs[i].column};
        if ((setup->has & (STAITH_KIT_COLUMN_BIT(needs[i].column) | needs[i].others)) != 0) {
            continue;
        }
        rc = is_said(needs, i) ? STAITH_OK : host->finding(host->ctx, needs[i].check, &where);
        for (uint32_t m = needs[i].first; rc == STAITH_OK && m <= needs[i].last; m++) {
            rc = host->unavailable(host->ctx, (uint16_t)m);
        }
    }
    return rc;
}

int staith_kit_setup_query(const struct staith_host *host, uint32_t check)
{
    static const struct staith_location whole = {0, 0, 0, STAITH_NO_ELEMENT, 0};
    return host->finding(host->ctx, check, &whole);
}

int staith_kit_setup_refuse(const struct staith_host *host, uint32_t check)
{
    int rc = staith_kit_setup_query(host, check);
    return rc != STAITH_OK ? rc : STAITH_ESOURCE;
}
