/* SPDX-License-Identifier: Apache-2.0 */
/* One held release: what it is, what was said of it, and its figures beside those that left last.
 */
#include "cli/held.h"

#include "cli/daemon.h"
#include "cli/figure.h"

#include <stdio.h>
#include <string.h>

const char *staith_cli_held_state(const json_t *item, char out[96])
{
    const char *state = staith_cli_text(item, "state");
    char when[32];
    if (strcmp(state, "waiting") == 0) {
        (void)snprintf(out, 96, "waiting, %lld of %lld approved",
                       (long long)staith_cli_number(item, "approvals"),
                       (long long)staith_cli_number(item, "needed"));
    } else if (strcmp(state, "approved") == 0 && staith_cli_number(item, "leaves_unix_ms") != 0) {
        (void)snprintf(out, 96, "approved, leaves at %s",
                       staith_cli_time(staith_cli_number(item, "leaves_unix_ms"), when));
    } else if (strcmp(state, "left") == 0) {
        (void)snprintf(out, 96, "left as number %lld",
                       (long long)staith_cli_number(item, "ledger_number"));
    } else if (strcmp(state, "replaced") == 0 && staith_cli_number(item, "replaced_by") != 0) {
        (void)snprintf(out, 96, "replaced by held %lld",
                       (long long)staith_cli_number(item, "replaced_by"));
    } else {
        (void)snprintf(out, 96, "%.60s", state);
    }
    return out;
}

/* ---- figures ---- */

/* One side of a line as a value of the model; UNSET where there is none. */
static struct staith_value side_of(const json_t *line, const char *side)
{
    const json_t *object = json_object_get(line, side);
    struct staith_value value = {0};
    if (json_is_object(object) && json_object_get(object, "value") != NULL) {
        value =
            (struct staith_value){STAITH_STATUS_VALUE, staith_cli_number(object, "value"),
                                  staith_cli_number(object, "lo"), staith_cli_number(object, "hi")};
    } else if (json_is_object(object)) {
        (void)staith_status_parse(staith_cli_text(object, "status"), &value.status);
    }
    return value;
}

static const char *side_text(const struct staith_value *value, uint32_t unit, bool grouped,
                             char out[STAITH_CLI_FIGURE_BYTES])
{
    if (value->status == STAITH_STATUS_UNSET) {
        (void)snprintf(out, STAITH_CLI_FIGURE_BYTES, "-");
        return out;
    }
    return staith_cli_value(value, unit, grouped, out);
}

/* "+3", "-1.5", "0"; "" where the two cannot be compared as numbers. */
static const char *difference(const struct staith_value *is, const struct staith_value *was,
                              uint32_t unit, bool grouped, char out[STAITH_CLI_FIGURE_BYTES])
{
    char number[STAITH_CLI_FIGURE_BYTES];
    out[0] = '\0';
    if (is->status != STAITH_STATUS_VALUE || was->status != STAITH_STATUS_VALUE ||
        is->lo != is->hi || was->lo != was->hi) {
        return out;
    }
    int64_t change = 0;
    if (__builtin_sub_overflow(is->value, was->value, &change)) {
        return out;
    }
    (void)snprintf(out, STAITH_CLI_FIGURE_BYTES, "%s%.40s", change > 0 ? "+" : "",
                   staith_cli_exact(change, unit, grouped, number));
    return out;
}

static int print_cells(const struct staith_cli *cli, const json_t *cells, struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"MEASURE", STAITH_CLI_WRAPPED}, {"WAS", STAITH_CLI_RIGHT}, {"IS", STAITH_CLI_RIGHT},
        {"CHANGE", STAITH_CLI_RIGHT},    {"UNIT", STAITH_CLI_LEFT}, {"OF", STAITH_CLI_WRAPPED},
    };
    bool broken_down = false;
    size_t i = 0;
    const json_t *line = NULL;
    json_array_foreach(cells, i, line)
    {
        broken_down = broken_down || staith_cli_text(line, "of")[0] != '\0';
    }
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, broken_down ? 6 : 5);
    json_array_foreach(cells, i, line)
    {
        char is_text[STAITH_CLI_FIGURE_BYTES];
        char was_text[STAITH_CLI_FIGURE_BYTES];
        char change[STAITH_CLI_FIGURE_BYTES];
        uint32_t unit = (uint32_t)staith_cli_number(line, "unit");
        struct staith_value is = side_of(line, "is");
        struct staith_value was = side_of(line, "was");
        const struct staith_cli_cell row[] = {
            {staith_cli_text(line, "label"), STAITH_CLI_PLAIN},
            {side_text(&was, unit, true, was_text), STAITH_CLI_PLAIN},
            {side_text(&is, unit, true, is_text), STAITH_CLI_STRONG},
            {difference(&is, &was, unit, true, change), STAITH_CLI_WARN},
            {unit != 0 ? staith_unit_words(unit) : "", STAITH_CLI_DIM},
            {staith_cli_text(line, "of"), STAITH_CLI_DIM},
        };
        if (table != NULL) {
            staith_cli_table_row(table, row);
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

/* ---- for people ---- */

static void print_words(const struct staith_cli *cli, const json_t *words)
{
    size_t i = 0;
    const json_t *word = NULL;
    json_array_foreach(words, i, word)
    {
        char when[32];
        bool approves = strcmp(staith_cli_text(word, "decision"), "approve") == 0;
        (void)fprintf(cli->out, "%s by %s (%s) on %s:\n", approves ? "approved" : "refused",
                      staith_cli_text(word, "officer"), staith_cli_text(word, "role"),
                      staith_cli_time(staith_cli_number(word, "at_unix_ms"), when));
        staith_cli_wrap(cli, 2, staith_cli_text(word, "reason"));
    }
}

/* Why one officer is not enough. */
static void print_new(const struct staith_cli *cli, const char *what)
{
    if (strcmp(what, "dataset") == 0) {
        (void)fputs("This dataset has never left this council: two officers must approve it.\n",
                    cli->out);
    } else if (strcmp(what, "policy") == 0) {
        (void)fputs("It has never left under this policy: two officers must approve it.\n",
                    cli->out);
    } else if (strcmp(what, "table") == 0) {
        (void)fputs("A table in it has never left this council: two officers must approve it.\n",
                    cli->out);
    } else if (strcmp(what, "withdrawn") == 0) {
        (void)fputs("This period was withdrawn: two officers must approve what takes its place.\n",
                    cli->out);
    }
}

/* A revision that may leave on certain dates alone. */
static void print_date(const struct staith_cli *cli, const json_t *item)
{
    char when[32];
    int64_t date = staith_cli_number(item, "date_unix_ms");
    if (!json_is_true(json_object_get(item, "dated"))) {
        return;
    }
    if (date == 0) {
        (void)fputs("It is a revision, and no release date lies ahead: it waits for one.\n",
                    cli->out);
    } else {
        (void)fprintf(cli->out, "It is a revision, and leaves on the release date %s.\n",
                      staith_cli_time(date, when));
    }
}

int staith_cli_held_show(const struct staith_cli *cli, const json_t *item, struct staith_err *err)
{
    char since[32];
    char state[96];
    char errors[32];
    char queries[32];
    char withheld[32];
    const json_t *cells = json_object_get(item, "cells");
    int64_t last = staith_cli_number(item, "last");
    staith_cli_print(cli, STAITH_CLI_STRONG, "Held %lld: %s %s",
                     (long long)staith_cli_number(item, "number"), staith_cli_text(item, "dataset"),
                     staith_cli_text(item, "period"));
    (void)fprintf(cli->out, ", since %s\n%s\nfrom %s; %s errors, %s queries; %s cells stay\n",
                  staith_cli_time(staith_cli_number(item, "held_unix_ms"), since),
                  staith_cli_held_state(item, state), staith_cli_text(item, "source"),
                  staith_cli_count_of(item, "errors", errors),
                  staith_cli_count_of(item, "queries", queries),
                  staith_cli_count_of(item, "withheld", withheld));
    if (staith_cli_number(item, "replaces") != 0) {
        (void)fprintf(cli->out, "in place of held %lld\n",
                      (long long)staith_cli_number(item, "replaces"));
    }
    print_new(cli, staith_cli_text(item, "new"));
    print_date(cli, item);
    print_words(cli, json_object_get(item, "words"));
    if (json_array_size(cells) == 0) {
        return 0;
    }
    if (last != 0) {
        (void)fprintf(cli->out, "\nWhat leaves, beside number %lld, the last of this period:\n\n",
                      (long long)last);
    } else {
        (void)fputs("\nWhat leaves; nothing has left for this period yet:\n\n", cli->out);
    }
    return print_cells(cli, cells, err);
}

/* ---- for programs ---- */

static void set_side(json_t *line, const char *name, const struct staith_value *value,
                     uint32_t unit)
{
    char text[STAITH_CLI_FIGURE_BYTES];
    json_t *side = json_object_get(line, name);
    if (value->status == STAITH_STATUS_VALUE && value->lo == value->hi) {
        (void)json_object_set_new(
            line, name,
            json_pack("{s:s}", "value", staith_cli_exact(value->value, unit, false, text)));
    } else if (value->status == STAITH_STATUS_VALUE) {
        (void)json_object_del(side, "value");
        (void)json_object_set_new(side, "lo",
                                  json_string(staith_cli_exact(value->lo, unit, false, text)));
        (void)json_object_set_new(side, "hi",
                                  json_string(staith_cli_exact(value->hi, unit, false, text)));
    }
}

json_t *staith_cli_held_json(const json_t *item)
{
    json_t *copy = json_deep_copy(item);
    size_t i = 0;
    json_t *line = NULL;
    json_array_foreach(json_object_get(copy, "cells"), i, line)
    {
        char change[STAITH_CLI_FIGURE_BYTES];
        uint32_t unit = (uint32_t)staith_cli_number(line, "unit");
        struct staith_value is = side_of(line, "is");
        struct staith_value was = side_of(line, "was");
        set_side(line, "is", &is, unit);
        set_side(line, "was", &was, unit);
        (void)difference(&is, &was, unit, false, change);
        (void)json_object_set_new(
            line, "difference",
            change[0] != '\0' ? json_string(change[0] == '+' ? change + 1 : change) : json_null());
        (void)json_object_set_new(line, "unit",
                                  unit != 0 ? json_string(staith_unit_words(unit)) : json_null());
    }
    return copy;
}
