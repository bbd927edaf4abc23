/* SPDX-License-Identifier: Apache-2.0 */
/* What left of one figure, and why in this form. */
#include "cli/amount_rule.h"
#include "cli/explain.h"
#include "cli/figure.h"
#include "disclosure/place.h"
#include "disclosure/policy.h"
#include "disclosure/stands.h"

#include <stdarg.h>
#include <string.h>

enum { TEXT_BYTES = 2048, NAME_BYTES = STAITH_SYSTEM_NAME_BYTES };

void staith_cli_explain_say(const struct staith_cli_explain *answer, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    staith_cli_wrap(answer->cli, 0, text);
}

const char *staith_cli_explain_value(int64_t value, uint32_t unit,
                                     char out[STAITH_CLI_EXPLAIN_BYTES])
{
    char number[STAITH_CLI_FIGURE_BYTES];
    const char *words = staith_unit_words(unit);
    (void)staith_cli_exact(value, unit, true, number);
    if (strcmp(words, "£") == 0) {
        (void)snprintf(out, STAITH_CLI_EXPLAIN_BYTES, "%s£%s", value < 0 ? "-" : "",
                       number + (value < 0 ? 1 : 0));
        return out;
    }
    if (words[0] == '\0' || strcmp(words, "code") == 0) {
        (void)snprintf(out, STAITH_CLI_EXPLAIN_BYTES, "%s", number);
        return out;
    }
    /* one of them: "1 person", "1 case", and FTE as it is */
    bool one = strcmp(number, "1") == 0;
    size_t len = strlen(words);
    if (one && strcmp(words, "people") == 0) {
        words = "person";
        len = strlen(words);
    } else if (one && words[len - 1] == 's') {
        len--;
    }
    (void)snprintf(out, STAITH_CLI_EXPLAIN_BYTES, "%s %.*s", number, (int)len, words);
    return out;
}

uint32_t staith_cli_explain_unit(const struct staith_cli_explain *answer, const char *measure)
{
    int index = staith_catalogue_measure(answer->catalogue, measure);
    return index < 0 ? 0 : answer->catalogue->measures[index].unit;
}

int64_t staith_cli_explain_count(const struct staith_cli_explain *answer, const char *name)
{
    int64_t at = answer->has_truth ? staith_system_find(&answer->truth, name) : -1;
    return at < 0 ? -1 : answer->truth.values[at];
}

const json_t *staith_cli_explain_account(const struct staith_cli_explain *answer, const char *table,
                                         const char *measure)
{
    size_t at = 0;
    json_t *item = NULL;
    json_array_foreach(json_object_get(answer->decision, "tables"), at, item)
    {
        const char *code = json_string_value(json_object_get(item, "table"));
        if (code != NULL && strcmp(code, table) == 0) {
            return json_object_get(json_object_get(item, "measures"), measure);
        }
    }
    return NULL;
}

bool staith_cli_explain_find(const struct staith_cli_explain *answer, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < staith_release_cell_count(answer->release); i++) {
        char name[NAME_BYTES];
        struct staith_place place;
        const struct staith_release_cell cell = staith_release_cell_at(answer->release, i);
        if (staith_place_of(answer->catalogue, &cell, &place) == 0 &&
            staith_place_name(answer->catalogue, &place, "", name, sizeof(name)) == 0 &&
            strcmp(name, answer->cell) == 0) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

static void say_certificate(const struct staith_cli_explain *answer, int64_t reach)
{
    const struct staith_release_certificate *found = staith_release_certificate(answer->release);
    staith_cli_explain_say(
        answer,
        "Before it left, an auditor that saw only what would leave tried %u attackers on %u cells "
        "together, with %s: none could work a cell out, and the least number of values that any of "
        "%u protected cells can have is %lld (promised: %lld).%s",
        (unsigned)found->attacker_count, (unsigned)found->cells, found->solver,
        (unsigned)found->audited, (long long)found->least, (long long)found->promise,
        reach > 1 ? " Adjacent multiples would have said too much here, so the next ones were "
                    "permitted too."
                  : "");
}

/* By what a median, quartile or sum of money was judged. */
static void say_asked(const struct staith_cli_explain *answer,
                      const struct staith_release_cell *cell)
{
    char text[TEXT_BYTES / 2];
    struct staith_magnitude_rule rule;
    int measure = staith_catalogue_measure(answer->catalogue, cell->measure);
    if (measure >= 0 &&
        staith_cli_amount_read(staith_cli_explain_account(answer, cell->table, cell->measure),
                               &rule)) {
        staith_cli_amount_words(&rule, answer->catalogue->measures[measure].unit, text,
                                sizeof(text));
        staith_cli_explain_say(answer, "It was judged by this rule: %s.", text);
    }
}

static void say_amount(const struct staith_cli_explain *answer,
                       const struct staith_release_cell *cell)
{
    char value[STAITH_CLI_EXPLAIN_BYTES];
    char lo[STAITH_CLI_EXPLAIN_BYTES];
    char hi[STAITH_CLI_EXPLAIN_BYTES];
    char step[STAITH_CLI_EXPLAIN_BYTES];
    uint32_t unit = staith_cli_explain_unit(answer, cell->measure);
    staith_cli_explain_say(
        answer,
        "It left as %s, the nearest multiple of %s: whoever knows the rule knows that it is from "
        "%s to %s, and no more from this number alone.",
        staith_cli_explain_value(cell->value.value, unit, value),
        staith_cli_explain_value((int64_t)cell->base, unit, step),
        staith_cli_explain_value(cell->value.lo, unit, lo),
        staith_cli_explain_value(cell->value.hi, unit, hi));
    say_asked(answer, cell);
    say_certificate(answer, 0);
}

/* Why a headline that DfE prints is rounded. */
static void say_instead(const struct staith_cli_explain *answer,
                        const struct staith_release_cell *cell)
{
    const char *instead = json_string_value(
        json_object_get(staith_cli_explain_account(answer, cell->table, cell->measure), "instead"));
    if (instead != NULL) {
        staith_cli_explain_say(
            answer,
            "DfE prints this total for every council, and it would leave exactly by itself. It is "
            "rounded because the exact number would undo %s.",
            staith_policy_rule_of(instead) == STAITH_POLICY_PUBLIC_FACT
                ? "what left rounded, beside a figure of this council that is public elsewhere"
                : "what left rounded of other periods or datasets");
    }
}

/* Which figure is shown instead of an amount that is hidden. */
static void say_stands(const struct staith_cli_explain *answer, uint32_t index)
{
    char name[NAME_BYTES] = "";
    struct staith_place place;
    const char *words = NULL;
    uint32_t at = 0;
    if (staith_release_stands(answer->release, answer->catalogue, index, &at, &words)) {
        const struct staith_release_cell cell = staith_release_cell_at(answer->release, at);
        if (staith_place_of(answer->catalogue, &cell, &place) == 0) {
            (void)staith_place_name(answer->catalogue, &place, "", name, sizeof(name));
        }
    }
    staith_cli_explain_say(answer, "What stands for it: %s%s%s.", words,
                           name[0] != '\0' ? ", as " : "", name);
}

static void say_rounded(const struct staith_cli_explain *answer,
                        const struct staith_release_cell *cell)
{
    char value[STAITH_CLI_EXPLAIN_BYTES];
    char lo[STAITH_CLI_FIGURE_BYTES];
    char hi[STAITH_CLI_EXPLAIN_BYTES];
    char base[STAITH_CLI_FIGURE_BYTES];
    uint32_t unit = staith_cli_explain_unit(answer, cell->measure);
    staith_cli_explain_say(
        answer,
        "It left as %s, a multiple of %s. Whoever knows the rule knows that the count is from "
        "%s to %s, and no more from this number alone.",
        staith_cli_explain_value(cell->value.value, unit, value),
        staith_cli_exact((int64_t)cell->base, unit, true, base),
        staith_cli_exact(cell->value.lo, unit, true, lo),
        staith_cli_explain_value(cell->value.hi, unit, hi));
    say_instead(answer, cell);
    say_certificate(answer, cell->reach);
    staith_cli_explain_say(answer, "To show more it would take: %s.",
                           staith_policy_rule_takes(STAITH_POLICY_ROUNDED));
}

static void say_status(const struct staith_cli_explain *answer, uint32_t index)
{
    const struct staith_release_cell found = staith_release_cell_at(answer->release, index);
    const struct staith_release_cell *cell = &found;
    char period[STAITH_PERIOD_CODE_BYTES];
    bool judged = cell->reason != NULL &&
                  staith_magnitude_reason(cell->reason) != STAITH_MAGNITUDE_REASON_END;
    staith_cli_explain_say(
        answer, "It left as the status %s: %s%s%s.", staith_status_symbol(cell->value.status),
        staith_status_words(cell->value.status), cell->reason != NULL ? ", " : "",
        judged                 ? staith_magnitude_words(staith_magnitude_reason(cell->reason))
        : cell->reason != NULL ? cell->reason
                               : "");
    say_asked(answer, cell);
    if (cell->value.status == STAITH_STATUS_SUPPRESSED) {
        say_stands(answer, index);
        staith_period_format(staith_release_period(answer->release), period);
        staith_cli_explain_say(answer,
                               "Until when: it stays hidden in every later release of %s. Other "
                               "periods are judged by their own figures.",
                               period);
    }
}

int staith_cli_explain_left(const struct staith_cli_explain *answer, uint32_t index,
                            struct staith_err *err)
{
    char value[STAITH_CLI_EXPLAIN_BYTES];
    const struct staith_release_cell cell = staith_release_cell_at(answer->release, index);
    enum staith_policy_rule rule =
        cell.dimension_count > 0 ? STAITH_POLICY_HIDDEN : STAITH_POLICY_EXACT;
    int rc = 0;
    if (cell.value.status == STAITH_STATUS_SUPPRESSED && cell.base > 0) {
        rc = staith_cli_explain_hidden(answer, index, err);
        if (rc == 0) {
            say_certificate(answer, 0);
            staith_cli_explain_say(answer, "To show more it would take: %s.",
                                   staith_policy_rule_takes(STAITH_POLICY_HIDDEN));
        }
    } else if (cell.value.status != STAITH_STATUS_VALUE) {
        say_status(answer, index);
    } else if (cell.base > 0 && cell.reach == 0) {
        say_amount(answer, &cell);
    } else if (cell.base == 0) {
        staith_cli_explain_say(
            answer, "It left exactly, as %s: %s.",
            staith_cli_explain_value(cell.value.value,
                                     staith_cli_explain_unit(answer, cell.measure), value),
            staith_policy_rule_words(rule));
    } else {
        say_rounded(answer, &cell);
    }
    return rc;
}
