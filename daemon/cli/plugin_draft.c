/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith plugin draft: a definition for the plugin `table`, from what a file looks like. Of the
 * file's values it prints short texts that stand in several rows, as codes do, and nothing else.
 */
#include "authority/gate/run.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <staith/kit_profile.h>
#include <staith/kit_program.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CODE_BYTES = 60, PATH_BYTES = 4096 };

struct input {
    const char *file;
    const char *sheet;
    const char *connection;
    bool reads_only; /* the login can only read */
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 's':
        input->sheet = arg;
        return 0;
    case 'c':
        input->connection = arg;
        return 0;
    case 'l':
        input->reads_only = true;
        return 0;
    case ARGP_KEY_ARG:
        if (input->file != NULL) {
            argp_error(state, "one file at a time; \"%s\" is a second one", arg);
            return EINVAL;
        }
        input->file = arg;
        return 0;
    case ARGP_KEY_END:
        if (input->file == NULL) {
            argp_error(state, "FILE is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"sheet", 's', "NAME", 0, "sheet of a workbook, or table of a SQLite file", 0},
    {"connection", 'c', "CONNECTION", 0,
     "FILE is a SELECT; look at its rows in the database that this file names", 0},
    {"login-reads-only", 'l', NULL, 0,
     "with --connection: the login can only read, as SQL Server needs it, which has no transaction "
     "that only reads",
     0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Propose a definition for the plugin `table` from what a CSV, XLSX, ODS or SQLite file "
           "looks like, or the rows of a query: columns, their types, and candidates for codes.\v"
           "The file is read with your own rights and nothing is sent. The headings are printed, "
           "and short texts that stand in three rows or more; never a value of a column whose "
           "heading speaks of people, a date, a number or free text. Look through the draft before "
           "you use it: what is counted, and who may see it, is for you to say.",
};

/* ---- reading ---- */

struct opened {
    struct staith_host host;
    int fd;
};

static int read_at(void *ctx, uint32_t source, uint64_t offset, void *buf, size_t len,
                   size_t *ret_read)
{
    const struct opened *opened = ctx;
    ssize_t got = -1;
    (void)source;
    do {
        got = pread(opened->fd, buf, len, (off_t)offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return STAITH_EIO;
    }
    *ret_read = (size_t)got;
    return got == 0 ? STAITH_END : STAITH_OK;
}

/* What staithd-query makes of the file, a SELECT. */
static int query(const struct input *input, const struct staith_host *file,
                 struct staith_kit_program *program, struct staith_err *err)
{
    char path[PATH_BYTES];
    char command[2 * PATH_BYTES + 32];
    int rc = staith_gate_program("staithd-query", path, sizeof(path), err);
    if (rc != 0) {
        return rc;
    }
    int len = snprintf(command, sizeof(command), "%s\n--connection\n%s\n%s", path,
                       input->connection, input->reads_only ? "--login-reads-only\n" : "");
    if (len < 0 || (size_t)len >= sizeof(command) || strchr(input->connection, '\n') != NULL) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the connection file's name cannot be used");
    }
    int result = staith_kit_program_run(file, command, program);
    if (result == STAITH_OK && program->end == STAITH_KIT_PROGRAM_WELL) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_REFUSED, "the query gave no rows: %s",
                         program->end == STAITH_KIT_PROGRAM_LATER ? "the database was not reached"
                         : program->end == STAITH_KIT_PROGRAM_DENIED ? "it was not let in"
                         : program->end == STAITH_KIT_PROGRAM_CONFIG
                             ? "the connection file is wrong"
                             : "it went wrong");
    staith_err_at(err, input->file, 0, 0);
    staith_err_remedy(err, "see what it says: %s --connection %s --server-words%s < %s", path,
                      input->connection, input->reads_only ? " --login-reads-only" : "",
                      input->file);
    return STAITH_ERR_REFUSED;
}

static int read_table(const struct input *input, const struct staith_host *file,
                      struct staith_kit_profile *profile, struct staith_err *err)
{
    struct staith_kit_program program = {0};
    int rc = input->connection == NULL ? 0 : query(input, file, &program, err);
    if (rc == 0) {
        const struct staith_host *table = input->connection == NULL ? file : &program.host;
        int result = staith_kit_profile_read(table, 0, input->sheet, profile);
        if (result != STAITH_OK) {
            rc = result == STAITH_ENOMEM ? STAITH_ERR_NOMEM : STAITH_ERR_REFUSED;
            (void)staith_err_set(err, rc, "no table with a row of headings was found");
            staith_err_at(err, input->file, 0, 0);
            staith_err_remedy(err, "save it as CSV, XLSX or ODS, and name the sheet with --sheet");
        }
    }
    staith_kit_program_free(&program);
    return rc;
}

static int read_profile(const struct input *input, struct staith_kit_profile *profile,
                        struct staith_err *err)
{
    struct stat facts;
    struct opened opened = {.fd = open(input->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (opened.fd < 0 || fstat(opened.fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        int code = opened.fd < 0 && errno == ENOENT ? STAITH_ERR_NOTFOUND : STAITH_ERR_IO;
        (void)staith_err_set(err, code, "the file cannot be opened");
        staith_err_at(err, input->file, 0, 0);
        staith_err_remedy(err, "name a file that you may read");
        if (opened.fd >= 0) {
            (void)close(opened.fd);
        }
        return code;
    }
    opened.host = (struct staith_host){.size = sizeof opened.host,
                                       .abi_major = STAITH_ABI_MAJOR,
                                       .abi_minor = STAITH_ABI_MINOR,
                                       .ctx = &opened,
                                       .read_at = read_at};
    int rc = read_table(input, &opened.host, profile, err);
    (void)close(opened.fd);
    return rc;
}

/* ---- names ---- */

/* "Start date (UK)" as start_date_uk; another than those before it gets a number. */
static void make_code(const char *text, const char *fallback, char ret_code[CODE_BYTES])
{
    size_t len = 0;
    for (const char *at = text; *at != '\0' && len < CODE_BYTES - 4; at++) {
        char c = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        bool letter = c >= 'a' && c <= 'z';
        bool digit = c >= '0' && c <= '9';
        if (letter || (digit && len > 0)) {
            ret_code[len++] = c;
        } else if (len > 0 && ret_code[len - 1] != '_') {
            ret_code[len++] = '_';
        }
    }
    while (len > 0 && ret_code[len - 1] == '_') {
        len--;
    }
    ret_code[len] = '\0';
    if (len == 0) {
        (void)snprintf(ret_code, CODE_BYTES, "%s", fallback);
    }
}

static void make_unique(char codes[][CODE_BYTES], uint32_t count, char *code)
{
    unsigned number = 1;
    size_t len = strlen(code);
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(codes[i], code) == 0) {
            number++;
            (void)snprintf(code + len, CODE_BYTES - len, "_%u", number % 100);
            i = UINT32_MAX; /* from the first again */
        }
    }
}

/* ---- printing ---- */

static bool most(uint64_t count, uint64_t filled)
{
    return filled > 0 && count * 10 >= filled * 9;
}

static bool is_amount(const struct staith_kit_profile_column *column)
{
    return !column->personal && most(column->decimals + column->moneys, column->filled);
}

static bool has_codes(const struct staith_kit_profile_column *column)
{
    return !column->personal && !column->many && column->code_count > 0 && !is_amount(column) &&
           !most(column->dates, column->filled) && !most(column->yes_no, column->filled);
}

static void print_type(const struct staith_cli *cli, const struct staith_kit_profile_column *column)
{
    if (most(column->dates, column->filled)) {
        (void)fputs("type = date\n", cli->out);
    } else if (most(column->yes_no, column->filled) && !is_amount(column)) {
        (void)fputs("type = yes or no\n", cli->out);
    } else if (is_amount(column) && column->moneys > 0) {
        (void)fputs("type = money\n", cli->out);
    } else if (is_amount(column) && column->digits > 0) {
        (void)fprintf(cli->out, "type = decimal %u\n", column->digits);
    } else if (is_amount(column)) {
        (void)fputs("type = integer\n", cli->out);
    } else if (has_codes(column)) {
        (void)fputs("type = code\ndimension = yes\n", cli->out);
    } else {
        (void)fputs("type = text\n", cli->out);
    }
}

static void print_codes(const struct staith_cli *cli,
                        const struct staith_kit_profile_column *column)
{
    char codes[STAITH_KIT_PROFILE_CODES][CODE_BYTES];
    for (uint32_t i = 0; i < column->code_count; i++) {
        make_code(column->codes[i].text, "code", codes[i]);
        make_unique(codes, i, codes[i]);
        (void)fprintf(cli->out, "code %s = %s\n", codes[i], column->codes[i].text);
    }
    (void)fputs("# Texts in fewer than three rows are not listed.\n", cli->out);
}

/* A heading may hold a comma, which parts headings. */
static void print_heading(const struct staith_cli *cli, const char *heading)
{
    (void)fputs("heading = ", cli->out);
    for (const char *at = heading; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        (void)fputc(c == ',' || c < 0x20 || c == 0x7F ? ' ' : c, cli->out);
    }
    (void)fputc('\n', cli->out);
}

static void print_columns(const struct staith_cli *cli, const struct staith_kit_profile *profile,
                          char codes[][CODE_BYTES])
{
    for (uint32_t i = 0; i < profile->column_count; i++) {
        const struct staith_kit_profile_column *column = &profile->columns[i];
        (void)fprintf(cli->out, "\n[column %s]\n", codes[i]);
        print_heading(cli, column->heading);
        print_type(cli, column);
        if (has_codes(column)) {
            print_codes(cli, column);
        }
    }
}

/* `people`: it is known what tells them apart. */
static void print_measures(const struct staith_cli *cli, const struct staith_kit_profile *profile,
                           char codes[][CODE_BYTES], bool people)
{
    const char *first = people ? "people" : "entries";
    (void)fprintf(cli->out,
                  "\n[measure %s]\nlabel = %s\ndefinition = Say here what is counted, and by which "
                  "rule.\ncount = %s\n",
                  first, people ? "People in the list" : "Rows of the list",
                  people ? "people" : "rows");
    for (uint32_t i = 0; i < profile->column_count; i++) {
        const struct staith_kit_profile_column *column = &profile->columns[i];
        if (is_amount(column)) {
            (void)fprintf(cli->out, "\n# [measure %s_total]\n# sum = %s\n# unit = %s\n", codes[i],
                          codes[i],
                          column->moneys > 0 ? "pounds" : (column->digits > 0 ? "fte" : "cases"));
        }
    }
    for (uint32_t i = 0; i < profile->column_count; i++) {
        if (has_codes(&profile->columns[i])) {
            (void)fprintf(cli->out, "\n[table by_%s]\nmeasures = %s\nby = %s\n", codes[i], first,
                          codes[i]);
        }
    }
}

static void print_draft(const struct staith_cli *cli, const struct staith_kit_profile *profile)
{
    char codes[STAITH_KIT_PROFILE_COLUMNS][CODE_BYTES];
    const char *person = NULL;
    for (uint32_t i = 0; i < profile->column_count; i++) {
        make_code(profile->columns[i].heading, "column", codes[i]);
        make_unique(codes, i, codes[i]);
        if (person == NULL && profile->columns[i].personal &&
            profile->columns[i].filled == profile->rows) {
            person = codes[i];
        }
    }
    (void)fprintf(cli->out,
                  "# A draft for the plugin `table`, from %llu rows. Look through every line.\n\n"
                  "[dataset]\ncode = my_dataset\ntitle = My dataset\n"
                  "# Or: date COLUMN by quarter; or a fixed one, as 2025Q3.\nperiod = file name\n",
                  (unsigned long long)profile->rows);
    if (person != NULL) {
        (void)fprintf(cli->out,
                      "# What tells people apart; it never leaves the council.\n"
                      "person = %s\n",
                      person);
    } else {
        (void)fputs("# person = the column that tells people apart\n", cli->out);
    }
    print_columns(cli, profile, codes);
    print_measures(cli, profile, codes, person != NULL);
}

int staith_cli_plugin_draft(const struct staith_cli *cli, int argc, char **argv,
                            struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    struct staith_kit_profile *profile = calloc(1, sizeof *profile);
    if (profile == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory to look through a file");
    }
    rc = read_profile(&input, profile, err);
    if (rc == 0) {
        print_draft(cli, profile);
    }
    free(profile);
    return rc;
}
