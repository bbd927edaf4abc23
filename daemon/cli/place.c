/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/place.h"

#include "base/decimal.h"
#include "cli/daemon.h"
#include "ledger/ledger.h"

#include <string.h>

enum { ARENA_BYTES = 4 << 20 };

static json_t *figure_json(const struct staith_comparison_row *row,
                           enum staith_comparison_side side)
{
    char text[32];
    staith_comparison_text(row, side, text);
    return text[0] == '\0' ? json_null() : json_string(text);
}

static json_t *comparison_json(const struct staith_comparison *comparison, const char *item)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    json_t *rows = json_array();
    staith_period_format(&comparison->period, period);
    for (uint32_t i = 0; i < comparison->row_count; i++) {
        const struct staith_comparison_row *row = &comparison->rows[i];
        if (item != NULL && strcmp(item, row->code) != 0) {
            continue;
        }
        (void)json_array_append_new(
            rows, json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:I}", "item", row->code,
                            "label", row->label, "unit", row->unit, "council",
                            figure_json(row, STAITH_SIDE_COUNCIL), "region",
                            figure_json(row, STAITH_SIDE_REGION), "england",
                            figure_json(row, STAITH_SIDE_COUNTRY), "neighbours",
                            figure_json(row, STAITH_SIDE_NEIGHBOURS), "neighbour_count",
                            (json_int_t)row->neighbours, "rank", (json_int_t)row->rank, "ranked",
                            (json_int_t)row->ranked));
    }
    return json_pack("{s:s, s:s, s:I, s:o}", "dataset", comparison->dataset, "period", period,
                     "made_unix_ms", (json_int_t)comparison->made_unix_ms, "rows", rows);
}

/* Rounded for reading, as on the region's pages; its files and JSON have it as it is. */
static void median_text(const struct staith_comparison_row *row, char out[32])
{
    const struct staith_comparison_figure *figure = &row->sides[STAITH_SIDE_NEIGHBOURS];
    staith_comparison_text(row, STAITH_SIDE_NEIGHBOURS, out);
    if (figure->status == STAITH_STATUS_VALUE) {
        (void)staith_decimal_format(
            staith_decimal_rescale(figure->value, row->decimals + STAITH_COMPARISON_EXTRA_DECIMALS,
                                   row->decimals),
            row->decimals, out, 32);
    }
}

static void add_row(struct staith_cli_table *table, const struct staith_comparison_row *row)
{
    char sides[STAITH_SIDE_COUNT][32];
    char label[STAITH_COMPARISON_LABEL_BYTES + STAITH_COMPARISON_UNIT_BYTES + 4];
    char rank[32] = "";
    char neighbours[64] = "";
    for (uint32_t i = 0; i < STAITH_SIDE_COUNT; i++) {
        staith_comparison_text(row, (enum staith_comparison_side)i, sides[i]);
    }
    median_text(row, sides[STAITH_SIDE_NEIGHBOURS]);
    (void)snprintf(label, sizeof(label), "%s%s%s", row->label, row->unit[0] != '\0' ? ", " : "",
                   row->unit);
    if (row->rank != 0) {
        (void)snprintf(rank, sizeof(rank), "%u of %u", (unsigned)row->rank, (unsigned)row->ranked);
    }
    if (row->neighbours != 0) {
        (void)snprintf(neighbours, sizeof(neighbours), "%s (of %u)", sides[STAITH_SIDE_NEIGHBOURS],
                       (unsigned)row->neighbours);
    }
    const struct staith_cli_cell cells[] = {
        {label, STAITH_CLI_PLAIN},
        {sides[STAITH_SIDE_COUNCIL], STAITH_CLI_STRONG},
        {rank, STAITH_CLI_PLAIN},
        {neighbours, STAITH_CLI_PLAIN},
        {sides[STAITH_SIDE_REGION], STAITH_CLI_PLAIN},
        {sides[STAITH_SIDE_COUNTRY], STAITH_CLI_PLAIN},
    };
    staith_cli_table_row(table, cells);
}

/* What the symbols mean that stand in the table, as below the region's tables. */
static void print_symbols(const struct staith_cli *cli, const struct staith_comparison *comparison,
                          const char *item)
{
    unsigned seen = 0;
    for (uint32_t i = 0; i < comparison->row_count; i++) {
        const struct staith_comparison_row *row = &comparison->rows[i];
        for (uint32_t j = 0;
             (item == NULL || strcmp(item, row->code) == 0) && j < STAITH_SIDE_COUNT; j++) {
            seen |= 1U << (unsigned)row->sides[j].status;
        }
    }
    for (unsigned i = STAITH_STATUS_NOT_APPLICABLE; i <= STAITH_STATUS_LOW; i++) {
        if ((seen & 1U << i) != 0) {
            (void)fprintf(cli->out, "%s: %s.\n", staith_status_symbol((enum staith_status)i),
                          staith_status_words((enum staith_status)i));
        }
    }
}

static int print_table(const struct staith_cli *cli, const struct staith_comparison *comparison,
                       const char *item, struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"", STAITH_CLI_WRAPPED},     {"HERE", STAITH_CLI_RIGHT},
        {"RANK", STAITH_CLI_RIGHT},   {"NEIGHBOURS", STAITH_CLI_RIGHT},
        {"REGION", STAITH_CLI_RIGHT}, {"ENGLAND", STAITH_CLI_RIGHT},
    };
    char period[STAITH_PERIOD_CODE_BYTES];
    char when[32];
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 6);
    staith_period_format(&comparison->period, period);
    staith_cli_print(cli, STAITH_CLI_STRONG, "%s %s", comparison->dataset, period);
    (void)fprintf(cli->out, ", as the region worked it out on %s\n\n",
                  staith_cli_time(comparison->made_unix_ms, when));
    for (uint32_t i = 0; i < comparison->row_count && table != NULL; i++) {
        if (item == NULL || strcmp(item, comparison->rows[i].code) == 0) {
            add_row(table, &comparison->rows[i]);
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    if (rc == 0) {
        (void)fputs("\nRank 1 is best, where high or low is good. Neighbours: the median of the "
                    "statistical\nneighbours that have a figure. A 0 may be a number that was "
                    "rounded to 0.\n",
                    cli->out);
        print_symbols(cli, comparison, item);
    }
    return rc;
}

static int show(const struct staith_cli *cli, const struct staith_comparison *comparison,
                const char *item, bool json, struct staith_err *err)
{
    bool known = item == NULL;
    for (uint32_t i = 0; !known && i < comparison->row_count; i++) {
        known = strcmp(item, comparison->rows[i].code) == 0;
    }
    if (!known) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "the region tells no \"%.63s\"", item);
    }
    return json ? staith_cli_json(cli, comparison_json(comparison, item), err)
                : print_table(cli, comparison, item, err);
}

int staith_cli_place(const struct staith_cli *cli, const char *config, const char *dataset,
                     const char *item, bool json, struct staith_err *err)
{
    struct staith_config_council *council = NULL;
    struct staith_ledger *ledger = NULL;
    struct staith_arena arena;
    struct staith_comparison comparison = {0};
    staith_arena_init(&arena, ARENA_BYTES);
    int rc = staith_cli_council(config, &council, err);
    if (rc == 0) {
        rc = staith_ledger_open_reader(council->state_folder, &ledger, err);
    }
    if (rc == 0) {
        rc = staith_ledger_comparison(ledger, dataset, &arena, &comparison, err);
        if (rc == STAITH_ERR_NOTFOUND && council->region_signing_key == NULL) {
            staith_err_remedy(err, "name the region's key: region.signing-key");
        } else if (rc == STAITH_ERR_NOTFOUND) {
            staith_err_remedy(err, "`staith ledger` says whether the region has accepted anything");
        }
    }
    rc = rc != 0 ? rc : show(cli, &comparison, item, json, err);
    staith_ledger_close(ledger);
    staith_config_council_free(council);
    staith_arena_deinit(&arena);
    return rc;
}
