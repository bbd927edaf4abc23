/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/amount_rule.h"

#include "cli/daemon.h"
#include "cli/figure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add(char *out, size_t cap, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add(char *out, size_t cap, const char *format, ...)
{
    size_t len = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(out + len, cap - len, format, arguments);
    va_end(arguments);
}

/* Thousandths as per cent: whole ones as a rule. */
static void add_percent(char *out, size_t cap, uint32_t thousandths)
{
    add(out, cap, "%u", thousandths / 10);
    if (thousandths % 10 > 0) {
        add(out, cap, ".%u", thousandths % 10);
    }
    add(out, cap, " %%");
}

static void add_dominance(char *out, size_t cap, uint32_t n, uint32_t k)
{
    if (n > 0) {
        add(out, cap, "; the %s at most ", n == 1 ? "largest has" : "two largest have");
        add_percent(out, cap, k);
    }
}

void staith_cli_amount_words(const struct staith_magnitude_rule *rule, uint32_t unit, char *out,
                             size_t cap)
{
    char step[STAITH_CLI_FIGURE_BYTES];
    bool money = strcmp(staith_unit_words(unit), "£") == 0;
    out[0] = '\0';
    add(out, cap, "at least %u people behind each, and %u agencies where any is named",
        rule->least_people, rule->least_owners);
    add_dominance(out, cap, rule->dominance_n, rule->dominance_k);
    add_dominance(out, cap, rule->also_n, rule->also_k);
    if (rule->p > 0) {
        add(out, cap, "; nobody behind it can work out the largest to within ");
        add_percent(out, cap, rule->p);
    }
    add(out, cap, "; multiples of %s%s", money ? "£" : "",
        staith_cli_exact(rule->step, unit, true, step));
    if (rule->least_changed > 0) {
        add(out, cap, "; another figure only once %u of the people changed", rule->least_changed);
    }
}

bool staith_cli_amount_read(const json_t *measure, struct staith_magnitude_rule *ret_rule)
{
    const json_t *from = json_object_get(measure, "asked");
    *ret_rule = (struct staith_magnitude_rule){
        .least_people = (uint32_t)staith_cli_number(from, "people"),
        .least_owners = (uint32_t)staith_cli_number(from, "agencies"),
        .dominance_n = (uint32_t)staith_cli_number(from, "n"),
        .dominance_k = (uint32_t)staith_cli_number(from, "k"),
        .also_n = (uint32_t)staith_cli_number(from, "also_n"),
        .also_k = (uint32_t)staith_cli_number(from, "also_k"),
        .p = (uint32_t)staith_cli_number(from, "p"),
        .least_changed = (uint32_t)staith_cli_number(from, "changed"),
        .step = staith_cli_number(from, "step")};
    return json_is_object(from);
}
