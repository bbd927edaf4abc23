/* SPDX-License-Identifier: Apache-2.0 */
/* Broken files: each differs in one piece from a good one, and each says where and what to do. */
#include "config/schema.h"
#include "config_case.h"

#include <stdio.h>
#include <string.h>

#define KEY "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

/* clang-format off */
static const char good[] =
    "authority:\n"                             /*  1 */
    "  code: 840\n"                            /*  2 */
    "  name: County Durham\n"                  /*  3 */
    "state: state\n"                           /*  4 */
    "keys:\n"                                  /*  5 */
    "  signing: s.key\n"                       /*  6 */
    "  transport: t.key\n"                     /*  7 */
    "region:\n"                                /*  8 */
    "  public-key: \"" KEY "\"\n"              /*  9 */
    "  endpoints: [tcp://127.0.0.1:7440]\n"    /* 10 */
    "datasets:\n"                              /* 11 */
    "  - name: csww\n"                         /* 12 */
    "    plugin: workforce\n"                  /* 13 */
    "    source: in\n"                         /* 14 */
    "    scan-seconds: 60\n"                   /* 15 */
    "    marks:\n"                             /* 16 */
    "      - measure: leavers_fte\n"           /* 17 */
    "        period: 2024\n"                   /* 18 */
    "        status: u\n"                      /* 19 */
    "        reason: withdrawn\n"              /* 20 */
    "    hold: [csww.cases]\n"                 /* 21 */
    "limits:\n"                                /* 22 */
    "  run-seconds: 600\n"                     /* 23 */
    "  memory-megabytes: 512\n"                /* 24 */
    "log: info\n";                             /* 25 */

struct broken {
    const char *find; /* replaced once in the good file */
    const char *replace;
    unsigned line;
    unsigned column;
    const char *what;
    const char *remedy;
};

static const struct broken cases[] = {
    /* unknown keys, and what was meant */
    {"scan-seconds: 60", "scan_seconds: 60", 15, 5, "unknown key \"scan_seconds\" in datasets",
     "did you mean \"scan-seconds\"?"},
    {"scan-seconds: 60", "scanseconds: 60", 15, 5, "unknown key \"scanseconds\" in datasets",
     "did you mean \"scan-seconds\"?"},
    {"state: state", "satte: state", 4, 1, "unknown key \"satte\"", "did you mean \"state\"?"},
    {"  run-seconds: 600", "  run-second: 600", 23, 3, "unknown key \"run-second\" in limits",
     "did you mean \"run-seconds\"?"},
    {"log: info", "colour: red", 25, 1, "unknown key \"colour\"",
     "see `staith config reference` for the keys"},
    {"log: info", "councils: []", 25, 1, "unknown key \"councils\"",
     "see `staith config reference` for the keys"},
    {"        status: u\n", "        status: u\n        stauts: u\n", 20, 9,
     "unknown key \"stauts\" in marks", "did you mean \"status\"?"},
    /* missing keys */
    {"  code: 840\n", "", 2, 3, "\"code\" is missing from authority",
     "add `code:`: The council's DfE code"},
    {"state: state\n", "", 1, 1, "\"state\" is missing",
     "add `state:`: Folder of the ledger and the receipts, kept for its owner alone"},
    {"    plugin: workforce\n", "", 12, 5, "\"plugin\" is missing from datasets",
     "add `plugin:`: What reads it"},
    {"        reason: withdrawn\n", "", 17, 9, "\"reason\" is missing from marks",
     "add `reason:`: Why; this leaves the council beside the mark"},
    {"  endpoints: [tcp://127.0.0.1:7440]\n", "", 9, 3, "\"endpoints\" is missing from region",
     NULL},
    /* wrong shapes */
    {"authority:\n  code: 840\n  name: County Durham\n", "authority: Durham\n", 1, 12,
     "authority must be a group of keys", "write its keys below it, indented"},
    {"  - name: csww", "    name: csww", 12, 5, "datasets must be a list",
     "begin every one with `- ` on a line of its own"},
    {"endpoints: [tcp://127.0.0.1:7440]", "endpoints: tcp://127.0.0.1:7440", 10, 14,
     "endpoints must be a list", "write [one, two], or one a line after `- `"},
    {"state: state", "state: [state]", 4, 8, "state is a list, not a path", NULL},
    {"source: in", "source: {file: in}", 14, 13, "source is a group of keys, not a path", NULL},
    {"hold: [csww.cases]", "hold: [[csww.cases]]", 21, 12, "hold is a list, not a measure", NULL},
    {"hold: [csww.cases]", "options: {a: [[1]]}", 21, 19, "option \"a.\" is not a single value",
     "give one value"},
    {"hold: [csww.cases]", "options: {a: {b: {c: 1}}}", 21, 22,
     "option \"a.b\" is not a single value", "give one value"},
    {"hold: [csww.cases]", "files: [a]", 21, 12, "files must be a group of keys", NULL},
    {"hold: [csww.cases]", "files: {caps: \"region:\"}", 21, 19, "the region hands out no",
     "write region:caps or region:national"},
    {"hold: [csww.cases]", "files: {titles: [a]}", 21, 21, "files is a list, not a path", NULL},
    {"hold: [csww.cases]", "files: {a: x, b: x, c: x, d: x, e: x, f: x, g: x, h: x, i: x}", 21, 12,
     "files must be a group of keys", "write one `option: path` a line, 8 at most"},
    {"hold: [csww.cases]", "options: [a]", 21, 14, "options must be a group of keys", NULL},
    {"hold: [csww.cases]", "hold: csww.cases", 21, 11, "hold must be a list", NULL},
    {"datasets:\n  - name: csww", "datasets:\n  - csww\n  - name: csww", 12, 5,
     "datasets must be a group of keys", NULL},
    /* empty values */
    {"state: state", "state:", 4, 1, "state is empty",
     "give a path; a relative one counts from this file's folder"},
    {"state: state", "state: ~", 4, 8, "state is empty", NULL},
    {"state: state", "state: null", 4, 8, "state is empty", NULL},
    {"state: state", "state: ''", 4, 8, "state: \"\" is not a path", NULL},
    {"endpoints: [tcp://127.0.0.1:7440]", "endpoints: []", 10, 14, "endpoints has 0 items",
     "give 1 to 8"},
    /* numbers */
    {"scan-seconds: 60", "scan-seconds: soon", 15, 19,
     "scan-seconds: \"soon\" is not a whole number", "give digits alone, as in 60"},
    {"scan-seconds: 60", "scan-seconds: 0", 15, 19, "scan-seconds: 0 is too small",
     "give 1 to 86400 seconds"},
    {"scan-seconds: 60", "scan-seconds: 86401", 15, 19, "scan-seconds: 86401 is too large",
     "give 1 to 86400 seconds"},
    {"scan-seconds: 60", "scan-seconds: -1", 15, 19, "scan-seconds: \"-1\" is not a whole number",
     NULL},
    {"scan-seconds: 60", "scan-seconds: 1.5", 15, 19,
     "scan-seconds: \"1.5\" is not a whole number", NULL},
    {"scan-seconds: 60", "scan-seconds: 99999999999999999999", 15, 19, "is not a whole number",
     NULL},
    {"scan-seconds: 60", "scan-seconds: 0x10", 15, 19, "\"0x10\" is not a whole number", NULL},
    {"memory-megabytes: 512", "memory-megabytes: 31", 24, 21, "memory-megabytes: 31 is too small",
     "give 32 to 65536 MiB"},
    /* codes */
    {"code: 840", "code: 84", 2, 9, "code: \"84\" is not a DfE code",
     "give three digits, as in 840"},
    {"code: 840", "code: E06000047", 2, 9, "code: \"E06000047\" is not a DfE code", NULL},
    {"name: csww", "name: CSWW", 12, 11, "name: \"CSWW\" is not a code",
     "give a small letter, then small letters, digits and _, as in csww"},
    {"measure: leavers_fte", "measure: leavers-fte", 17, 18, "measure: \"leavers-fte\"", NULL},
    {"period: 2024", "period: 2024Q5", 18, 17, "period: \"2024Q5\" is not a period",
     "give a period, as in 2025, 2025Q3 or 2025-07"},
    {"period: 2024", "period: 2024-13", 18, 17, "period: \"2024-13\" is not a period", NULL},
    {"status: u", "status: c", 19, 17, "status: \"c\" is not a mark",
     "give u (low reliability) or x (not available)"},
    {"reason: withdrawn", "reason: tired", 20, 17, "reason: \"tired\" is not a reason",
     "give withdrawn, incomplete, system_change or other"},
    {"hold: [csww.cases]", "hold: [cases]", 21, 12, "hold: \"cases\" is not a measure of a dataset",
     NULL},
    {"log: info", "log: loud", 25, 6, "log: \"loud\" is not a log level",
     "give error, warning, notice, info or debug"},
    {"plugin: workforce", "plugin: Work Force", 13, 13, "plugin: \"Work Force\" is not a plugin",
     NULL},
    /* keys and endpoints */
    {KEY, "short", 9, 15, "public-key: \"short\" is not a public transport key", NULL},
    {KEY, "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]y~7", 9, 15, "is not a public transport key", NULL},
    {"tcp://127.0.0.1:7440", "127.0.0.1:7440", 10, 15, "is not an address to connect to",
     "give tcp://host:port, as in tcp://region.example:7440"},
    {"tcp://127.0.0.1:7440", "tcp://127.0.0.1", 10, 15, "is not an address to connect to", NULL},
    {"tcp://127.0.0.1:7440", "'tcp://*:7440'", 10, 15, "is not an address to connect to", NULL},
    {"tcp://127.0.0.1:7440", "tcp://a:0", 10, 15, "is not an address to connect to", NULL},
    {"tcp://127.0.0.1:7440", "tcp://a:65536", 10, 15, "is not an address to connect to", NULL},
    {"tcp://127.0.0.1:7440", "'tcp://a b:1'", 10, 15, "is not an address to connect to", NULL},
    {"tcp://127.0.0.1:7440", "ipc:///tmp/x", 10, 15, "is not an address to connect to", NULL},
    /* twice */
    {"state: state\n", "state: state\nstate: other\n", 5, 1,
     "\"state\" is given twice, first in line 4", "keep one of the two"},
    {"tcp://127.0.0.1:7440", "tcp://a:1, tcp://a:1", 10, 26, "\"tcp://a:1\" is listed twice", NULL},
    {"log: info", "  - {name: csww, plugin: p, source: s}", 25, 3, "this is not YAML", NULL},
    {"limits:\n", "  - {name: csww, plugin: p, source: s}\nlimits:\n", 22, 12,
     "name: two of the datasets have csww, the first in line 12", "give every one its own"},
    {"hold: [csww.cases]", "hold: [csww.cases, csww.cases]", 21, 24,
     "hold: \"csww.cases\" is listed twice", NULL},
    /* what takes several keys */
    {"hold: [csww.cases]", "hold: [rates.cases]", 12, 5,
     "hold: \"rates.cases\" is not a measure of csww", "begin it with \"csww.\""},
    {"    hold:", "      - {measure: leavers_fte, period: 2024, status: x, reason: other}\n    hold:",
     21, 9, "leavers_fte is marked twice for the same period", "keep one of the two"},
    {"log: info", "control: /0123456789012345678901234567890123456789012345678901234567890123456789"
     "01234567890123456789012345678901234567.sock", 0, 0, "is longer than 107 bytes",
     "set `control:` to a shorter path, as in /run/staith/control.sock"},
    /* the first in the file is reported, whatever its kind */
    {"  - name: csww\n    plugin: workforce", "  - nmae: csww\n    plugin: W", 12, 5,
     "unknown key \"nmae\" in datasets", "did you mean \"name\"?"},
};
/* clang-format on */

static void make_broken(const struct broken *broken, char *text, size_t cap)
{
    const char *at = strstr(good, broken->find);
    assert_non_null(at);
    int len = snprintf(text, cap, "%.*s%s%s", (int)(at - good), good, broken->replace,
                       at + strlen(broken->find));
    assert_true(len > 0 && (size_t)len < cap);
}

static void check_case(const struct broken *broken)
{
    char text[4096];
    char where[256];
    struct config_file file;
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    make_broken(broken, text, sizeof(text));
    config_write(&file, text, strlen(text));
    int rc = staith_config_council_read(file.path, &config, &err);
    if (broken->line > 0) {
        (void)config_at(&file, broken->line, broken->column, where, sizeof(where));
    } else {
        (void)snprintf(where, sizeof(where), "%s", file.path);
    }
    if (rc != STAITH_ERR_CONFIG || strcmp(err.where, where) != 0 ||
        strstr(err.what, broken->what) == NULL ||
        (broken->remedy != NULL && strcmp(err.remedy, broken->remedy) != 0)) {
        config_print(&err);
        fail_msg("\"%s\" in place of \"%s\": expected %s: %s", broken->replace, broken->find, where,
                 broken->what);
    }
    assert_null(config);
    assert_true(err.remedy[0] != '\0');
    config_remove(&file);
}

static void broken_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check_case(&cases[i]);
    }
}

/* The file that the cases break is good; so is one whose optional groups are left empty. */
static void good_files(void **state)
{
    (void)state;
    static const struct broken harmless[] = {
        {"log: info", "log: debug", 0, 0, NULL, NULL},
        {"limits:\n  run-seconds: 600\n  memory-megabytes: 512\n", "limits:\n", 0, 0, NULL, NULL},
        {"hold: [csww.cases]", "hold:\n    options:\n", 0, 0, NULL, NULL},
        {"state: state\n", "state: state # ~ not here\r\n", 0, 0, NULL, NULL},
        {"authority:",
         "\xEF\xBB\xBF"
         "authority:",
         0, 0, NULL, NULL},
        {"County Durham", "\"Sunderland (Together for Children)\"", 0, 0, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
        char text[4096];
        struct config_file file;
        struct staith_config_council *config = NULL;
        struct staith_err err = {0};
        make_broken(&harmless[i], text, sizeof(text));
        config_write(&file, text, strlen(text));
        int rc = staith_config_council_read(file.path, &config, &err);
        config_print(&err);
        assert_int_equal(rc, 0);
        staith_config_council_free(config);
        config_remove(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files),
        cmocka_unit_test(broken_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
