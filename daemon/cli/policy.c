/* SPDX-License-Identifier: Apache-2.0 */
/* staith policy explain: the floor and the policy in force, in words, and what they make of each
 * table of the catalogue that left last. */
#include "authority/gate/policies.h"
#include "base/outside.h"
#include "cli/amount_rule.h"
#include "cli/cli.h"
#include "cli/daemon.h"
#include "ledger/ledger.h"

#include <string.h>

enum { ARENA_BYTES = 16 << 20, TEXT_BYTES = 512 };

struct input {
    const char *config;
    const char *dataset;
    enum staith_audience audience;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'd':
        input->dataset = arg;
        return 0;
    case 'a':
        if (strcmp(arg, "region") != 0 && strcmp(arg, "public") != 0) {
            argp_error(state, "an audience is region or public");
            return EINVAL;
        }
        input->audience =
            strcmp(arg, "public") == 0 ? STAITH_AUDIENCE_PUBLIC : STAITH_AUDIENCE_REGION;
        return 0;
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the council", 0},
    {"dataset", 'd', "NAME", 0, "one dataset alone", 0},
    {"audience", 'a', "AUDIENCE", 0, "region (which it is when left out) or public", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "Say in plain words what may leave this council today, by which policy, and what the "
           "compiled floor does not let any configuration or plugin permit.\vTables are those of "
           "the catalogue that left last; before a dataset's first release see `staith preview`. "
           "What leaves a table in the end depends on its figures too: `staith explain` says of "
           "one figure what became of it.",
};

static const char floor_words[] =
    "The floor, which no configuration and no plugin can lower: exact figures leave only as totals "
    "of the whole council that DfE itself prints for every council. Counts by categories leave "
    "rounded to multiples of 5, or of 3 where a policy chooses that, with every sum kept, and only "
    "after an auditor that sees nothing but what would leave found for everybody at least as many "
    "possible values in each cell as the base. Where a policy chooses it for every table of a "
    "measure, counts leave for the region exactly, and hidden where they, or others through them, "
    "could tell of single people: what is hidden leaves everybody as many values as the base, by "
    "the same audit, and stays hidden for its period. What is sensitive (ethnicity, disability, "
    "health and absence, dismissal) leaves for the whole council alone, broken down by nothing "
    "else, and only "
    "where 10 people or more are counted. Medians, quartiles and sums of money leave for the "
    "region "
    "alone, rounded, and each only with at least 10 people (quartiles 20) and 3 agencies behind "
    "it; sums only where the two largest have at most 90 % and nobody can work out the largest to "
    "within 10 %. A policy can ask for more of each and for less of none. For the public nothing "
    "leaves exactly.";

/* What a line asks of amounts besides the floor. */
static void say_amount(const struct staith_magnitude_rule *asked, char *out, size_t cap)
{
    char agencies[48] = "";
    char dominance[64] = "";
    char p[64] = "";
    char step[48] = "";
    if (asked->least_owners > 0) {
        (void)snprintf(agencies, sizeof(agencies), " %u agencies,", asked->least_owners);
    }
    if (asked->dominance_n > 0) {
        (void)snprintf(dominance, sizeof(dominance), " the %s at most %u %%,",
                       asked->dominance_n == 1 ? "largest" : "two largest",
                       asked->dominance_k / 10);
    }
    if (asked->p > 0) {
        (void)snprintf(p, sizeof(p), " p = %u %%,", asked->p / 10);
    }
    if (asked->step > 1) {
        (void)snprintf(step, sizeof(step), " multiples of %lld steps,", (long long)asked->step);
    }
    (void)snprintf(out, cap, "%s%s%s%s%s", ", amounts with", agencies, dominance, p, step);
    size_t len = strlen(out);
    out[out[len - 1] == ',' ? len - 1 : 0] = '\0';
}

static void say_term(const struct staith_cli *cli, const struct staith_policy_term *term)
{
    char text[TEXT_BYTES];
    char base[32] = "";
    char least[64] = "";
    char amount[TEXT_BYTES / 2] = "";
    if (term->base > 0) {
        (void)snprintf(base, sizeof(base), ", to base %u", (unsigned)term->base);
    }
    if (term->least > 0) {
        (void)snprintf(least, sizeof(least), ", where at least %lld are counted",
                       (long long)term->least);
    }
    say_amount(&term->amount, amount, sizeof(amount));
    (void)snprintf(text, sizeof(text), "- %s%s%s of %s%s: %s%s%s%s",
                   term->measure != NULL ? term->measure : "every measure",
                   term->dimension == NULL ? "" : " by ",
                   term->dimension == NULL ? "" : term->dimension,
                   term->dataset != NULL ? term->dataset : "every dataset",
                   term->audience == 0                        ? ""
                   : term->audience == STAITH_AUDIENCE_PUBLIC ? ", for the public"
                                                              : ", for the region",
                   term->stays   ? "nothing leaves"
                   : term->hides ? "counts leave exact or hidden"
                                 : "leaves as the floor lets it",
                   term->stays ? "" : base, term->stays ? "" : least, term->stays ? "" : amount);
    staith_cli_wrap(cli, 2, text);
}

static void say_policy(const struct staith_cli *cli, const struct staith_policy *policy,
                       bool configured)
{
    char text[TEXT_BYTES];
    (void)snprintf(text, sizeof(text),
                   "In force: policy %s, %s. Counts leave as multiples of %u; each release says "
                   "which policy it was made under.",
                   policy->version, configured ? "from the configuration" : "compiled in",
                   policy->base == 3 ? 3U : 5U);
    staith_cli_wrap(cli, 0, text);
    for (uint32_t i = 0; i < policy->term_count; i++) {
        say_term(cli, &policy->terms[i]);
    }
    for (uint32_t i = 0; i < policy->held_count; i++) {
        (void)snprintf(text, sizeof(text), "- %.200s is held back", policy->held[i]);
        staith_cli_wrap(cli, 2, text);
    }
}

/* The newest catalogue of a dataset in the ledger, in `arena`; NULL: none. */
static struct staith_catalogue *find_catalogue(struct staith_ledger *ledger, const char *dataset,
                                               struct staith_arena *arena)
{
    uint64_t number = 0;
    if (ledger == NULL || staith_ledger_last(ledger, &number) != 0) {
        return NULL;
    }
    for (; number > 0; number--) {
        struct staith_ledger_entry entry;
        struct staith_catalogue *catalogue = NULL;
        if (staith_ledger_read(ledger, number, &entry, NULL) == 0 &&
            entry.record.kind == STAITH_RECORD_CATALOGUE &&
            staith_codec_unpack_catalogue(entry.record.payload, entry.record.payload_len, arena,
                                          &catalogue, NULL) == 0 &&
            strcmp(catalogue->dataset, dataset) == 0) {
            return catalogue;
        }
    }
    return NULL;
}

static void say_ruling(const struct staith_policy_ruling *ruling, uint32_t unit, char *out,
                       size_t cap)
{
    char how[64];
    (void)snprintf(how, sizeof(how),
                   ruling->rule == STAITH_POLICY_HIDDEN
                       ? "exact, or hidden among %u values at least"
                       : "multiples of %u",
                   (unsigned)ruling->base);
    if (ruling->rule == STAITH_POLICY_EXACT) {
        (void)snprintf(out, cap, "exact");
    } else if (ruling->rule == STAITH_POLICY_AMOUNT) {
        staith_cli_amount_words(&ruling->amount, unit, out, cap);
    } else if (!staith_policy_rule_leaves(ruling->rule)) {
        (void)snprintf(out, cap, "stays: %s", staith_policy_rule_words(ruling->rule));
    } else if (ruling->row_least > 0) {
        (void)snprintf(out, cap, "%s, where %lld or more are counted", how,
                       (long long)ruling->row_least);
    } else {
        (void)snprintf(out, cap, "%s", how);
    }
}

static int say_tables(const struct staith_cli *cli, const struct staith_policy *policy,
                      const struct staith_catalogue *catalogue, enum staith_audience audience,
                      struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"TABLE", STAITH_CLI_LEFT}, {"MEASURE", STAITH_CLI_LEFT}, {"LEAVES", STAITH_CLI_WRAPPED}};
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 3);
    if (table == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    for (uint16_t t = 0; t < catalogue->table_count; t++) {
        for (uint32_t m = 0; m < catalogue->tables[t].measure_count; m++) {
            char text[TEXT_BYTES];
            uint16_t measure = catalogue->tables[t].measures[m];
            const struct staith_policy_ruling ruling =
                staith_policy_decide(policy, catalogue, t, measure, audience);
            say_ruling(&ruling, catalogue->measures[measure].unit, text, sizeof(text));
            const struct staith_cli_cell cells[] = {
                {m == 0 ? catalogue->tables[t].code : "", STAITH_CLI_STRONG},
                {catalogue->measures[measure].code, STAITH_CLI_PLAIN},
                {text, staith_policy_rule_leaves(ruling.rule) ? STAITH_CLI_GOOD : STAITH_CLI_DIM}};
            staith_cli_table_row(table, cells);
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

static int explain_dataset(const struct staith_cli *cli, const struct input *input,
                           const struct staith_config_council *config,
                           const struct staith_config_dataset *dataset,
                           struct staith_ledger *ledger, struct staith_err *err)
{
    const struct staith_outside *outside = staith_outside_machine();
    struct staith_policy policy;
    struct staith_arena arena;
    staith_arena_init(&arena, ARENA_BYTES);
    int rc =
        staith_gate_policy(config, dataset, outside->unix_ms(outside->ctx), &arena, &policy, err);
    if (rc == 0) {
        (void)fputc('\n', cli->out);
        staith_cli_print(cli, STAITH_CLI_STRONG, "Dataset %s, for the %s\n", dataset->name,
                         input->audience == STAITH_AUDIENCE_PUBLIC ? "public" : "region");
        say_policy(cli, &policy, policy.version != staith_policy_default()->version);
        const struct staith_catalogue *catalogue = find_catalogue(ledger, dataset->name, &arena);
        if (catalogue == NULL) {
            staith_cli_wrap(cli, 0,
                            "Nothing of it has left yet: `staith preview` shows its "
                            "tables.");
        } else {
            (void)fputc('\n', cli->out);
            rc = say_tables(cli, &policy, catalogue, input->audience, err);
        }
    }
    staith_arena_deinit(&arena);
    return rc;
}

int staith_cli_policy_explain(const struct staith_cli *cli, int argc, char **argv,
                              struct staith_err *err)
{
    struct input input = {.audience = STAITH_AUDIENCE_REGION};
    struct staith_config_council *config = NULL;
    struct staith_ledger *ledger = NULL;
    bool done = false;
    bool any = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_council(input.config, &config, err);
    if (rc != 0) {
        return rc;
    }
    /* Without a ledger, or one that cannot be read, the policy is the same. */
    (void)staith_ledger_open_reader(config->state_folder, &ledger, NULL);
    staith_cli_wrap(cli, 0, floor_words);
    for (uint32_t i = 0; rc == 0 && i < config->dataset_count; i++) {
        const struct staith_config_dataset *dataset = &config->datasets[i];
        if (input.dataset == NULL || strcmp(input.dataset, dataset->name) == 0) {
            any = true;
            rc = explain_dataset(cli, &input, config, dataset, ledger, err);
        }
    }
    if (rc == 0 && !any) {
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no dataset \"%.60s\"",
                            input.dataset);
    }
    staith_ledger_close(ledger);
    staith_config_council_free(config);
    return rc;
}
