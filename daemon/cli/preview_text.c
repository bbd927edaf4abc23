/* SPDX-License-Identifier: Apache-2.0 */
/* A preview for people: what leaves first, then what stays and why, then what the checks found. */
#include "cli/figure.h"
#include "cli/preview.h"

#include <staith/plugin.h>

#include <stdlib.h>
#include <string.h>

enum { SHOWN_CELLS = 24, SHOWN_PLACES = 5, HEAD_BYTES = 512, DEEPEST = 4, PLACE_BYTES = 384 };

static const struct staith_table *table_of(const struct staith_cli_preview *preview, uint32_t index)
{
    return &preview->outcome->catalogue->tables[index];
}

static uint64_t found(const struct staith_cli_preview *preview, uint32_t severity)
{
    const struct staith_catalogue *catalogue = preview->outcome->catalogue;
    uint64_t total = 0;
    for (uint32_t i = 0; i < catalogue->check_count; i++) {
        if (catalogue->checks[i].severity == severity) {
            total += preview->outcome->raw->finding_totals[i];
        }
    }
    return total;
}

static void print_head(const struct staith_cli *cli, const struct staith_cli_preview *preview)
{
    const struct staith_rawtable *raw = preview->outcome->raw;
    char period[STAITH_PERIOD_CODE_BYTES] = "";
    char observed[32];
    char people[32];
    if (raw != NULL) {
        staith_period_format(&raw->period, period);
    }
    staith_cli_print(cli, STAITH_CLI_STRONG, "%s %s: %s%s%s", preview->config->authority_code,
                     preview->config->authority_name, preview->dataset->name,
                     period[0] != '\0' ? " " : "", period);
    (void)fprintf(cli->out, " from %s\n", preview->source);
    if (preview->decision != NULL && raw != NULL) {
        (void)fprintf(cli->out, "%s %s of %s %s. ", staith_cli_count(raw->observed, observed),
                      raw->observed == 1 ? "observation" : "observations",
                      staith_cli_count(raw->people, people),
                      raw->people == 1 ? "person" : "people");
    }
    (void)fputs("This is a preview: nothing has been sent.\n", cli->out);
    uint64_t errors = raw != NULL ? found(preview, STAITH_ERROR) : 0;
    if (preview->decision == NULL) {
        (void)fputc('\n', cli->out);
        staith_cli_print(cli, STAITH_CLI_STRONG, "Nothing would leave the council");
        (void)fprintf(cli->out, ": %s.\n",
                      preview->outcome->end == STAITH_GATE_END_REFUSED ? "the source is refused"
                                                                       : "the run failed");
    } else if (errors > 0) {
        staith_cli_print(cli, STAITH_CLI_BAD, "The checks found %s %s",
                         staith_cli_count(errors, observed), errors == 1 ? "error" : "errors");
        (void)fprintf(cli->out, ", shown at the end: mend %s before you release.\n",
                      errors == 1 ? "it" : "them");
    }
}

/* ---- what leaves ---- */

/* "u: low reliability (withdrawn)", or nothing for a number. */
static void mark_text(const struct staith_release_cell *cell, char out[HEAD_BYTES])
{
    out[0] = '\0';
    if (cell->value.status != STAITH_STATUS_VALUE) {
        (void)snprintf(out, HEAD_BYTES, "%s%s%s%s", staith_status_words(cell->value.status),
                       cell->reason != NULL ? " (" : "", cell->reason != NULL ? cell->reason : "",
                       cell->reason != NULL ? ")" : "");
    }
}

/* "Senior manager, female", or nothing for a headline. */
static void place_text(const struct staith_catalogue *catalogue,
                       const struct staith_release_cell *cell, char out[HEAD_BYTES])
{
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < cell->dimension_count && len < HEAD_BYTES - 1; i++) {
        int dimension = staith_catalogue_dimension(catalogue, cell->dimensions[i]);
        const char *label = "all";
        if (cell->categories[i] != NULL && dimension >= 0) {
            const struct staith_dimension *its = &catalogue->dimensions[dimension];
            int category = staith_cli_category(its, cell->categories[i]);
            label = category >= 0 ? its->categories[category].label : cell->categories[i];
        }
        int count = snprintf(out + len, HEAD_BYTES - len, "%s%s", i > 0 ? ", " : "", label);
        len += count > 0 ? (size_t)count : 0;
    }
}

static void leaving_row(struct staith_cli_table *table, const struct staith_cli_preview *preview,
                        const struct staith_release_cell *cell)
{
    const struct staith_catalogue *catalogue = preview->outcome->catalogue;
    const bool protected_ones = staith_release_certificate(preview->release) != NULL;
    char counted[STAITH_CLI_FIGURE_BYTES] = "";
    char value[STAITH_CLI_FIGURE_BYTES];
    char mark[HEAD_BYTES];
    char place[HEAD_BYTES];
    char label[HEAD_BYTES];
    int index = staith_catalogue_measure(catalogue, cell->measure);
    uint32_t unit = index >= 0 ? catalogue->measures[index].unit : 0;
    place_text(catalogue, cell, place);
    mark_text(cell, mark);
    (void)snprintf(label, sizeof(label), "%.300s%s%.200s",
                   index >= 0 ? catalogue->measures[index].label : cell->measure,
                   place[0] != '\0' ? ": " : "", place);
    int64_t exact = staith_cli_leaves_counted(preview->outcome->raw, cell);
    /* rounded or hidden for everybody else, and known here */
    if (cell->base > 0 || (cell->value.status == STAITH_STATUS_SUPPRESSED && index >= 0)) {
        (void)staith_cli_exact(exact, unit, true, counted);
    }
    struct staith_cli_cell cells[5] = {{label, STAITH_CLI_PLAIN}};
    uint32_t at = 1;
    cells[at].text = staith_cli_value(&cell->value, unit, true, value);
    cells[at++].tone = mark[0] != '\0' ? STAITH_CLI_WARN : STAITH_CLI_STRONG;
    if (protected_ones) {
        cells[at++] = (struct staith_cli_cell){counted, STAITH_CLI_DIM};
    }
    cells[at++] =
        (struct staith_cli_cell){index >= 0 ? staith_unit_words(unit) : "", STAITH_CLI_DIM};
    cells[at] = (struct staith_cli_cell){mark, STAITH_CLI_WARN};
    staith_cli_table_row(table, cells);
}

/* Columns: three, and a fourth where a figure is marked. */
static uint32_t leaving_columns(const struct staith_release *release, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (staith_release_cell_at(release, i).value.status != STAITH_STATUS_VALUE) {
            return 4;
        }
    }
    return 3;
}

/* What the audit found, and what rounding did to the figures, which leaves with nothing. */
static void print_certificate(const struct staith_cli *cli,
                              const struct staith_cli_preview *preview)
{
    char text[HEAD_BYTES];
    const struct staith_release_certificate *found = staith_release_certificate(preview->release);
    const struct staith_decision *decision = preview->decision;
    (void)snprintf(text, sizeof(text),
                   "COUNTED stays here. An auditor that saw only the other columns tried %u "
                   "attackers on %u cells: none could be worked out, each can have at least %lld "
                   "values. Rounded numbers are off by %lld.%02lld on average and by %lld at most.",
                   (unsigned)found->attacker_count, (unsigned)found->audited,
                   (long long)found->least, (long long)(decision->mean_error_thousandths / 1000),
                   (long long)(decision->mean_error_thousandths % 1000 / 10),
                   (long long)decision->largest_error);
    (void)fputc('\n', cli->out);
    staith_cli_wrap(cli, 0, text);
}

static int print_leaving(const struct staith_cli *cli, const struct staith_cli_preview *preview,
                         struct staith_err *err)
{
    static const struct staith_cli_column plain[] = {
        {"MEASURE", STAITH_CLI_WRAPPED},
        {"VALUE", STAITH_CLI_RIGHT},
        {"UNIT", STAITH_CLI_LEFT},
        {"MARK", STAITH_CLI_WRAPPED},
    };
    static const struct staith_cli_column with_counts[] = {
        {"MEASURE", STAITH_CLI_WRAPPED}, {"VALUE", STAITH_CLI_RIGHT},
        {"COUNTED", STAITH_CLI_RIGHT},   {"UNIT", STAITH_CLI_LEFT},
        {"MARK", STAITH_CLI_WRAPPED},
    };
    uint32_t count = preview->release != NULL ? staith_release_cell_count(preview->release) : 0;
    (void)fputc('\n', cli->out);
    if (count == 0) {
        staith_cli_print(cli, STAITH_CLI_STRONG, "Nothing would leave the council");
        (void)fprintf(cli->out, "%s%s\n", preview->refused != NULL ? ": " : ".",
                      preview->refused != NULL ? preview->refused->what : "");
        return 0;
    }
    staith_cli_print(cli, STAITH_CLI_STRONG, "Would leave the council: %u %s", (unsigned)count,
                     count == 1 ? "figure" : "figures");
    (void)fputs("\n\n", cli->out);
    const bool protected_ones = staith_release_certificate(preview->release) != NULL;
    struct staith_cli_table *table =
        staith_cli_table_new(cli, protected_ones ? with_counts : plain,
                             leaving_columns(preview->release, count) + (protected_ones ? 1 : 0));
    for (uint32_t i = 0; i < count && table != NULL; i++) {
        struct staith_release_cell cell = staith_release_cell_at(preview->release, i);
        leaving_row(table, preview, &cell);
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    if (rc == 0 && protected_ones) {
        print_certificate(cli, preview);
    }
    return rc;
}

/* ---- what stays ---- */

/* A category's label, two columns further in for each category that it is part of. */
static const char *category_text(const struct staith_dimension *dimension, uint16_t category,
                                 char out[HEAD_BYTES])
{
    int indent = 0;
    uint16_t parent = dimension->categories[category].parent;
    while (parent < dimension->category_count && indent < 2 * DEEPEST) {
        indent += 2;
        parent = dimension->categories[parent].parent;
    }
    (void)snprintf(out, HEAD_BYTES, "%*s%s", indent, "", dimension->categories[category].label);
    return out;
}

/* `why` is NULL where the whole table stays for one reason. */
static void staying_row(struct staith_cli_table *table, const struct staith_catalogue *catalogue,
                        const struct staith_table *its, const struct staith_cell *cell,
                        bool same_measure, const char *why)
{
    struct staith_cli_cell cells[STAITH_CLI_MAX_COLUMNS] = {{NULL, STAITH_CLI_PLAIN}};
    char value[STAITH_CLI_FIGURE_BYTES];
    char people[32];
    char labels[STAITH_CLI_MAX_COLUMNS][HEAD_BYTES];
    const struct staith_measure *measure = &catalogue->measures[cell->measure];
    struct staith_value number = cell->status == STAITH_STATUS_VALUE
                                     ? staith_value_exact(cell->value)
                                     : staith_value_status(cell->status);
    uint32_t at = 0;
    cells[at++].text = same_measure ? "" : measure->label;
    for (uint32_t i = 0; i < its->dimension_count; i++) {
        const struct staith_dimension *dimension = &catalogue->dimensions[its->dimensions[i]];
        bool total = cell->categories[i] == STAITH_TOTAL;
        cells[at].text = total ? "all" : category_text(dimension, cell->categories[i], labels[i]);
        cells[at++].tone = total ? STAITH_CLI_DIM : STAITH_CLI_PLAIN;
    }
    cells[at++].text = staith_cli_value(&number, measure->unit, true, value);
    cells[at++].text = staith_unit_words(measure->unit);
    cells[at].text = staith_cli_count(cell->contributors, people);
    cells[at++].tone = cell->contributors < 5 ? STAITH_CLI_WARN : STAITH_CLI_PLAIN;
    cells[at].text = why;
    staith_cli_table_row(table, cells);
}

static struct staith_cli_table *staying_table(const struct staith_cli *cli,
                                              const struct staith_catalogue *catalogue,
                                              const struct staith_table *its, bool mixed)
{
    struct staith_cli_column columns[STAITH_CLI_MAX_COLUMNS];
    uint32_t count = 0;
    columns[count++] = (struct staith_cli_column){"MEASURE", STAITH_CLI_WRAPPED};
    for (uint32_t i = 0; i < its->dimension_count; i++) {
        columns[count++] = (struct staith_cli_column){
            catalogue->dimensions[its->dimensions[i]].label, STAITH_CLI_WRAPPED};
    }
    columns[count++] = (struct staith_cli_column){"VALUE", STAITH_CLI_RIGHT};
    columns[count++] = (struct staith_cli_column){"UNIT", STAITH_CLI_LEFT};
    columns[count++] = (struct staith_cli_column){"PEOPLE", STAITH_CLI_RIGHT};
    if (mixed) {
        columns[count++] = (struct staith_cli_column){"WHY", STAITH_CLI_WRAPPED};
    }
    return staith_cli_table_new(cli, columns, count);
}

static int print_staying_cells(const struct staith_cli *cli,
                               const struct staith_cli_preview *preview,
                               const struct staith_rawtable_part *part, bool mixed,
                               struct staith_err *err)
{
    const struct staith_catalogue *catalogue = preview->outcome->catalogue;
    const struct staith_table *its = table_of(preview, part->table);
    struct staith_cli_table *table = staying_table(cli, catalogue, its, mixed);
    uint32_t shown = 0;
    uint32_t staying = 0;
    uint32_t last_measure = UINT32_MAX;
    for (uint32_t i = 0; i < part->cell_count && table != NULL; i++) {
        const struct staith_cell *cell = &part->cells[i];
        if (staith_cli_leaves_find(preview->leaves, part->table, cell) >= 0) {
            continue;
        }
        staying++;
        if (preview->all || shown < SHOWN_CELLS) {
            const char *why =
                mixed ? staith_cli_leaves_why(preview->decision, part->table, cell->measure) : NULL;
            staying_row(table, catalogue, its, cell, cell->measure == last_measure, why);
            last_measure = cell->measure;
            shown++;
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    if (rc == 0 && staying == 0) {
        staith_cli_wrap(cli, 0,
                        "They stand in the list above as hidden: that they are, and why, leaves. "
                        "COUNTED is what they are, and stays here.");
    }
    if (rc == 0 && staying > shown) {
        char more[32];
        (void)fprintf(cli->out, "... and %s more; --all shows them\n",
                      staith_cli_count(staying - shown, more));
    }
    return rc;
}

static int print_staying(const struct staith_cli *cli, const struct staith_cli_preview *preview,
                         struct staith_err *err)
{
    const struct staith_decision *decision = preview->decision;
    const struct staith_rawtable *raw = preview->outcome->raw;
    int rc = 0;
    for (uint32_t i = 0; i < decision->disposition_count && rc == 0; i++) {
        const struct staith_disposition *disposition = &decision->dispositions[i];
        char withheld[32];
        char released[32];
        if (disposition->withheld == 0 || disposition->table >= raw->part_count) {
            continue;
        }
        bool mixed = disposition->released > 0;
        (void)fputc('\n', cli->out);
        staith_cli_print(cli, STAITH_CLI_STRONG, "Stays here: %s, %s %s withheld",
                         table_of(preview, disposition->table)->label,
                         staith_cli_count(disposition->withheld, withheld),
                         disposition->withheld == 1 ? "cell" : "cells");
        if (mixed) {
            (void)fprintf(cli->out, "; the other %s, above, would leave",
                          staith_cli_count(disposition->released, released));
        }
        (void)fputc('\n', cli->out);
        if (!mixed) {
            char why[HEAD_BYTES];
            (void)snprintf(why, sizeof(why), "Why: %s.", disposition->why);
            staith_cli_wrap(cli, 0, why);
        }
        (void)fputc('\n', cli->out);
        rc = print_staying_cells(cli, preview, &raw->parts[disposition->table], mixed, err);
    }
    return rc;
}

/* ---- what the checks found ---- */

static void print_place(const struct staith_cli *cli, const struct staith_cli_preview *preview,
                        const struct staith_finding *finding)
{
    const struct staith_catalogue *catalogue = preview->outcome->catalogue;
    const char *slash = strrchr(preview->source, '/');
    char place[PLACE_BYTES];
    staith_finding_place(finding, slash != NULL ? slash + 1 : preview->source, place,
                         sizeof(place));
    (void)fprintf(cli->out, "    %s", place);
    if (finding->row > 0) {
        (void)fprintf(cli->out, ", row %llu", (unsigned long long)finding->row);
    }
    if (finding->element < catalogue->element_count) {
        (void)fprintf(cli->out, ", %s", catalogue->elements[finding->element]);
    }
    (void)fputc('\n', cli->out);
}

static void print_check(const struct staith_cli *cli, const struct staith_cli_preview *preview,
                        uint32_t index)
{
    const struct staith_rawtable *raw = preview->outcome->raw;
    const struct staith_check *check = &preview->outcome->catalogue->checks[index];
    bool error = check->severity == STAITH_ERROR;
    char words[1024];
    char count[32];
    uint64_t shown = 0;
    (void)fputc('\n', cli->out);
    staith_cli_print(cli, error ? STAITH_CLI_BAD : STAITH_CLI_WARN, "%s",
                     error ? "error" : "query");
    (void)fprintf(cli->out, "  %s, %s %s\n", check->code,
                  staith_cli_count(raw->finding_totals[index], count),
                  raw->finding_totals[index] == 1 ? "time" : "times");
    (void)snprintf(words, sizeof(words), "%s %s", check->message, check->advice);
    staith_cli_wrap(cli, 2, words);
    for (uint32_t i = 0; i < raw->finding_count; i++) {
        if (raw->findings[i].check == index && (preview->all || shown < SHOWN_PLACES)) {
            print_place(cli, preview, &raw->findings[i]);
            shown++;
        }
    }
    if (raw->finding_totals[index] > shown) {
        (void)fprintf(cli->out, "    ... and %s more\n",
                      staith_cli_count(raw->finding_totals[index] - shown, count));
    }
}

static void print_findings(const struct staith_cli *cli, const struct staith_cli_preview *preview)
{
    const struct staith_rawtable *raw = preview->outcome->raw;
    const struct staith_catalogue *catalogue = preview->outcome->catalogue;
    const uint64_t totals[2] = {found(preview, STAITH_ERROR), found(preview, STAITH_QUERY)};
    char errors[32];
    char queries[32];
    (void)fputc('\n', cli->out);
    staith_cli_print(cli, STAITH_CLI_STRONG, "Checks: %s %s, %s %s",
                     staith_cli_count(totals[0], errors), totals[0] == 1 ? "error" : "errors",
                     staith_cli_count(totals[1], queries), totals[1] == 1 ? "query" : "queries");
    (void)fputc('\n', cli->out);
    for (uint32_t severity = STAITH_ERROR; severity <= STAITH_QUERY; severity++) {
        for (uint32_t i = 0; i < catalogue->check_count; i++) {
            if (catalogue->checks[i].severity == severity && raw->finding_totals[i] > 0) {
                print_check(cli, preview, i);
            }
        }
    }
}

/* What the council alone would be told. */
static void print_alarms(const struct staith_cli *cli, const struct staith_cli_preview *preview)
{
    const struct staith_gate_outcome *outcome = preview->outcome;
    if (outcome->alarm_count == 0) {
        return;
    }
    (void)fputc('\n', cli->out);
    staith_cli_print(cli, STAITH_CLI_STRONG, "Local alarms, which never leave:");
    (void)fputc('\n', cli->out);
    for (uint32_t i = 0; i < outcome->alarm_count; i++) {
        char count[32];
        (void)fprintf(cli->out, "  %6s  %s\n", staith_cli_count(outcome->alarms[i].count, count),
                      outcome->alarms[i].code);
        staith_cli_wrap(cli, 10, outcome->alarms[i].label);
    }
}

int staith_cli_preview_text(const struct staith_cli *cli, const struct staith_cli_preview *preview,
                            struct staith_err *err)
{
    print_head(cli, preview);
    int rc = 0;
    if (preview->decision != NULL) {
        rc = print_leaving(cli, preview, err);
        rc = rc != 0 ? rc : print_staying(cli, preview, err);
    }
    if (rc == 0 && preview->outcome->raw != NULL) {
        print_findings(cli, preview);
        print_alarms(cli, preview);
    }
    return rc;
}
