/* SPDX-License-Identifier: Apache-2.0 */
/* staith audit: who signed in to the region's pages, and what left with whom. */
#include "base/date.h"
#include "cli/accounts.h"

#include <stdlib.h>
#include <string.h>

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region", 0},
    {"from", 'f', "TIME", 0, "from this time on, UTC, as in 2026-12-10T09:30", 0},
    {"verify", 'v', NULL, 0, "compute the chain of all entries anew", 0},
    {"head", 'H', "COUNT:HASH", 0,
     "with --verify: a head that was printed or logged earlier, which the log must have been at",
     0},
    {"json", 'j', NULL, 0, "print one JSON object a line", 0},
    {0},
};

/** A listing under way. */
struct listing {
    const struct staith_cli *cli;
    struct staith_cli_table *table; /**< NULL: as JSON */
    struct staith_err *err;
};

static int list_one(void *ctx, const struct staith_access_entry *entry)
{
    struct listing *listing = ctx;
    char when[32];
    staith_time_format(entry->at_unix_ms, when, sizeof(when));
    if (listing->table == NULL) {
        return staith_cli_json(listing->cli,
                               json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "at", when, "who",
                                         entry->who, "council", entry->council, "peer", entry->peer,
                                         "action", entry->action, "what", entry->what, "outcome",
                                         entry->outcome),
                               listing->err);
    }
    const struct staith_cli_cell cells[] = {
        {staith_cli_time(entry->at_unix_ms, when), STAITH_CLI_PLAIN},
        {entry->who, STAITH_CLI_STRONG},
        {entry->council, STAITH_CLI_PLAIN},
        {entry->peer, STAITH_CLI_PLAIN},
        {entry->action, STAITH_CLI_PLAIN},
        {entry->what, STAITH_CLI_PLAIN},
        {entry->outcome, STAITH_CLI_PLAIN},
    };
    staith_cli_table_row(listing->table, cells);
    return 0;
}

/* "12:4f0a...", as --verify prints it. */
static int read_head(const char *text, struct staith_access_head *ret_head, struct staith_err *err)
{
    static const char HEX[] = "0123456789abcdef";
    size_t digits = strspn(text, "0123456789");
    const char *chain = text + digits + 1;
    if (digits == 0 || digits > 18 || text[digits] != ':' ||
        strspn(chain, HEX) != STAITH_ACCESS_CHAIN_BYTES - 1 ||
        chain[STAITH_ACCESS_CHAIN_BYTES - 1] != '\0') {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "--head is no head of a log");
        staith_err_remedy(err, "give what --verify printed, as 12:4f0a...");
        return STAITH_ERR_INVAL;
    }
    ret_head->count = strtoull(text, NULL, 10);
    memcpy(ret_head->chain, chain, STAITH_ACCESS_CHAIN_BYTES);
    return 0;
}

static int verify(const struct staith_cli *cli, const struct staith_cli_accounts *accounts,
                  struct staith_err *err)
{
    struct staith_access_head known = {0, ""};
    struct staith_access_head head = {0, ""};
    int code = accounts->head != NULL ? read_head(accounts->head, &known, err) : 0;
    code = code != 0 ? code
                     : staith_access_notes_verify(
                           accounts->access, accounts->head != NULL ? &known : NULL, &head, err);
    if (code == 0) {
        staith_cli_print(cli, STAITH_CLI_GOOD, "%llu entries, as they were written.\n",
                         (unsigned long long)head.count);
        staith_cli_print(cli, STAITH_CLI_PLAIN, "Head %llu:%s\n", (unsigned long long)head.count,
                         head.chain);
    }
    return code;
}

static int list(const struct staith_cli *cli, const struct staith_cli_accounts *accounts,
                struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"WHEN", STAITH_CLI_LEFT},    {"WHO", STAITH_CLI_LEFT},    {"COUNCIL", STAITH_CLI_LEFT},
        {"FROM", STAITH_CLI_LEFT},    {"ACTION", STAITH_CLI_LEFT}, {"WHAT", STAITH_CLI_WRAPPED},
        {"OUTCOME", STAITH_CLI_LEFT},
    };
    int64_t from = 0;
    if (accounts->from != NULL && staith_time_parse(accounts->from, &from) != 0) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "--from is no time");
        staith_err_remedy(err, "write it as 2026-12-10T09:30, in UTC");
        return STAITH_ERR_INVAL;
    }
    struct listing listing = {.cli = cli, .err = err};
    listing.table = accounts->json ? NULL : staith_cli_table_new(cli, columns, 7);
    int code = staith_access_notes(accounts->access, from, list_one, &listing, err);
    if (code == 0 && listing.table != NULL) {
        code = staith_cli_table_print(listing.table, err);
    }
    staith_cli_table_free(listing.table);
    return code;
}

int staith_cli_audit(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct staith_cli_accounts accounts = {0};
    bool done = false;
    int code = staith_cli_accounts_parse(
        cli, argc, argv, options,
        "Show who signed in to the region's pages, well or not, and which files and figures left "
        "with whom.\vThe log is only appended to; --verify computes its chain of hashes anew, and "
        "prints how far it goes. Kept elsewhere, that head shows later with --head that nothing "
        "before it was changed or cut off; staith-web writes one to its own log every hour. Exit "
        "status 76: an entry is not what was written, or is missing.",
        &accounts, &done);
    if (code == 0 && !done) {
        code = staith_cli_accounts_open(&accounts, err);
        code = code != 0         ? code
               : accounts.verify ? verify(cli, &accounts, err)
                                 : list(cli, &accounts, err);
    }
    staith_cli_accounts_close(&accounts);
    return code;
}
