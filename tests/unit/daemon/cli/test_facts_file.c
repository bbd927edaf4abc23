/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/facts_file.h"

#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct file_case {
    char path[64];
    struct staith_arena arena;
    struct staith_cli_facts_given given;
    struct staith_cli_facts_file file;
    const struct staith_public_fact *list;
    uint32_t count;
    struct staith_err err;
};

static void begin(struct file_case *c)
{
    memset(c, 0, sizeof(*c));
    c->given.authority = "840";
    (void)snprintf(c->path, sizeof(c->path), "/tmp/staith-facts-XXXXXX");
    int fd = mkstemp(c->path);
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    staith_arena_init(&c->arena, (size_t)64 << 20);
}

static void end(struct file_case *c)
{
    assert_int_equal(unlink(c->path), 0);
    staith_arena_deinit(&c->arena);
}

static int read_text(struct file_case *c, const char *text)
{
    FILE *out = fopen(c->path, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
    memset(&c->err, 0, sizeof(c->err));
    int rc = staith_cli_facts_read(c->path, &c->given, &c->arena, &c->file, &c->err);
    c->list = c->file.list;
    c->count = c->file.count;
    return rc;
}

/* A file of every council would be taken for this one's, row by row. */
static void whose_figure_is_not_a_column(void **state)
{
    (void)state;
    struct file_case c;
    begin(&c);
    assert_int_equal(read_text(&c, "dataset,period,cell,value,published,source,la_code\n"
                                   "csww,2025,leavers_headcount,28,2026-02-26,DfE,840\n"
                                   "csww,2025,leavers_headcount,31,2026-02-26,DfE,841\n"),
                     STAITH_ERR_SYNTAX);
    assert_non_null(strstr(c.err.where, ":1:7"));
    end(&c);
}

static void a_table(void **state)
{
    (void)state;
    struct file_case c;
    int32_t day = 0;
    begin(&c);
    assert_int_equal(staith_date_parse("2026-02-26", 10, &day), 0);
    assert_int_equal(read_text(&c, "note,value,cell,period,dataset,source,published\r\n"
                                   "x,403.7,inpost_fte,2025,csww,\"Paper 3, annex\",2026-02-26\r\n"
                                   ",12,\"leavers_headcount|role=a|sex=b\",2025Q3,workforce,Y,"
                                   "2026-02-27\r\n"),
                     0);
    assert_int_equal(c.count, 2);
    assert_string_equal(c.list[0].dataset, "csww");
    assert_string_equal(c.list[0].cell, "inpost_fte");
    assert_string_equal(c.list[0].source, "Paper 3, annex");
    assert_int_equal(c.list[0].value, 4037);
    assert_int_equal(c.list[0].decimals, 1);
    assert_int_equal(c.list[0].day, day);
    assert_string_equal(c.list[1].cell, "leavers_headcount|role=a|sex=b");
    assert_int_equal(c.list[1].value, 12);
    assert_int_equal(c.list[1].decimals, 0);
    assert_int_equal(c.list[1].day, day + 1);
    assert_int_equal(c.list[1].period.part, 3);
    end(&c);
}

/* Where a row does not say it the command does; a row's own word counts. */
static void what_is_given(void **state)
{
    (void)state;
    struct file_case c;
    begin(&c);
    c.given.source = "Committee";
    c.given.published = "2026-03-01";
    assert_int_equal(read_text(&c, "dataset,period,cell,value,source\ncsww,2025,x,1,\n"
                                   "csww,2025,y,1,Own\n"),
                     0);
    assert_string_equal(c.list[0].source, "Committee");
    assert_string_equal(c.list[1].source, "Own");
    assert_true(c.list[0].day == c.list[1].day);
    end(&c);
}

/* To the nearest 10 and 0.5: both numbers in units of the last decimal of the finer one. */
static void what_it_was_rounded_to(void **state)
{
    (void)state;
    struct file_case c;
    static const struct {
        const char *value, *nearest;
        int64_t read, to;
        uint32_t decimals;
    } each[] = {{"57", "", 57, 1, 0},       {"57", "1", 57, 1, 0},
                {"120", "10", 120, 10, 0},  {"403.5", "0.5", 4035, 5, 1},
                {"400", "0.5", 4000, 5, 1}, {"400.0", "100", 4000, 1000, 1}};
    begin(&c);
    c.given.published = "2026-03-01";
    c.given.source = "Committee";
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        char text[128];
        (void)snprintf(text, sizeof(text), "dataset,period,cell,value,nearest\ncsww,2025,x,%s,%s\n",
                       each[i].value, each[i].nearest);
        assert_int_equal(read_text(&c, text), 0);
        assert_int_equal(c.list[0].value, each[i].read);
        assert_int_equal(c.list[0].nearest, each[i].to);
        assert_int_equal(c.list[0].decimals, each[i].decimals);
    }
    end(&c);
}

/* 2026-07-01 begins in London at 23:00 UTC of the day before; 09:30 there is 08:30 UTC, and 09:30
 * UTC is said with a Z. In winter London's time may be an hour later than it is taken for. */
static void from_when_it_counts(void **state)
{
    (void)state;
    struct file_case c;
    static const struct {
        const char *published;
        int64_t hours_of_day, minutes;
    } each[] = {{"2026-07-01", -1, 0}, {"2026-07-01T09:30", 8, 30}, {"2026-07-01T09:30Z", 9, 30}};
    int32_t day = 0;
    begin(&c);
    c.given.source = "DfE";
    assert_int_equal(staith_date_parse("2026-07-01", 10, &day), 0);
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        c.given.published = each[i].published;
        assert_int_equal(read_text(&c, "dataset,period,cell,value\ncsww,2025,x,1\n"), 0);
        assert_int_equal(c.list[0].day, day);
        assert_int_equal(c.list[0].from_unix_ms,
                         ((day * INT64_C(24) + each[i].hours_of_day) * 60 + each[i].minutes) *
                             60000);
    }
    end(&c);
}

static void what_is_wrong(void **state)
{
    (void)state;
    struct file_case c;
    static const struct {
        const char *text, *what, *where;
    } wrong[] = {
        {"dataset,period,cell\n", "there is no column value", ":1"},
        {"dataset,period,cell,value\nCSWW,2025,x,1\n", "this is no dataset", ":2:1"},
        {"dataset,period,cell,value\ncsww,25,x,1\n", "this is no period", ":2:2"},
        {"dataset,period,cell,value\ncsww,2025,x|role,1\n", "this names no figure", ":2:3"},
        {"dataset,period,cell,value\ncsww,2025,x|=a,1\n", "this names no figure", ":2:3"},
        {"dataset,period,cell,value\ncsww,2025,x|role=A,1\n", "this names no figure", ":2:3"},
        {"dataset,period,cell,value\ncsww,2025,x|role=,1\n", "this names no figure", ":2:3"},
        {"dataset,period,cell,value\ncsww,2025,x,\n", "this is no figure", ":2:4"},
        {"dataset,period,cell,value\ncsww,2025,x,-1\n", "this is no figure", ":2:4"},
        {"dataset,period,cell,value\ncsww,2025,x,1.0000000\n", "this is no figure", ":2:4"},
        {"dataset,period,cell,value\ncsww,2025,x,99999999999\n", "this is no figure", ":2:4"},
        {"dataset,period,cell,value,published,source\ncsww,2025,x,1,today,y\n",
         "this is no date of publication", ":2:5"},
        {"dataset,period,cell,value,source\ncsww,2025,x,1,y\n", "this is no date of publication",
         ":2"},
        {"dataset,period,cell,value,published,source\ncsww,2025,x,1,2026-02-26,\n",
         "not said where", ":2:6"},
        {"dataset,period,cell,value\ncsww,2025,x\n", "not as many columns", ":2"},
        {"dataset,period,cell,value,nearest,source\ncsww,2025,x,10,about,y\n", "rounded to",
         ":2:5"},
        {"dataset,period,cell,value,nearest,source\ncsww,2025,x,10,0,y\n", "rounded to", ":2:5"},
        {"dataset,period,cell,value,nearest,source\ncsww,2025,x,10,10000000,y\n", "rounded to",
         ":2:5"},
        {"dataset,period,cell,value,nearest,source\ncsww,2025,x,9999999999,0.1,y\n", "rounded to",
         ":2:5"},
        {"dataset,period,cell,value,nearest,source\ncsww,2025,x,12,5,y\n", "no multiple", ":2:4"},
        {"dataset,period,cell,value,published,source\ncsww,2025,x,1,2026-02-26T25:00,y\n",
         "this is no date of publication", ":2:5"},
        {"dataset,period,cell,value\n\"csww,2025,x,1\n", "a quote is left open", ""},
        {"dataset,period,cell,value\ncs\xffww,2025,x,1\n", "no UTF-8", ":2:1"},
    };
    begin(&c);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(read_text(&c, wrong[i].text), STAITH_ERR_SYNTAX);
        if (strstr(c.err.what, wrong[i].what) == NULL ||
            strstr(c.err.where, wrong[i].where) == NULL) {
            fail_msg("%zu: %s at %s", i, c.err.what, c.err.where);
        }
        assert_true(c.err.remedy[0] != '\0');
    }
    end(&c);
}

/* Of DfE's table this council's own rows, and of these what DfE prints for every council. */
static void a_national_file(void **state)
{
    (void)state;
    struct file_case c;
    begin(&c);
    static const char text[] =
        "period,level,area_code,area_name,inpost_headcount,inpost_fte,turnover_rate_fte\n"
        "2024,authority,840,Durham,210,200.5,12.1\n"
        "2025,authority,840,Durham,u,201.0,12.2\n"
        "2025,authority,841,Darlington,99,98.0,9.9\n"
        "2025,country,ENG,England,35000,34000.0,14.0\n";
    assert_int_equal(read_text(&c, text), STAITH_ERR_SYNTAX);
    assert_non_null(strstr(c.err.what, "when this file was published"));
    c.given.published = "2026-02-26";
    assert_int_equal(read_text(&c, text), 0);
    assert_int_equal(c.count, 3);
    assert_string_equal(c.list[0].dataset, "csww");
    assert_string_equal(c.list[0].cell, "inpost_headcount");
    assert_int_equal(c.list[0].value, 210);
    assert_int_equal(c.list[0].period.year, 2024);
    assert_string_equal(c.list[1].cell, "inpost_fte");
    assert_int_equal(c.list[1].value, 2005);
    assert_int_equal(c.list[1].decimals, 1);
    assert_int_equal(c.list[2].value, 2010);
    assert_int_equal(c.list[2].period.year, 2025);
    assert_non_null(strstr(c.list[2].source, "Department for Education"));
    end(&c);
}

static void no_file(void **state)
{
    (void)state;
    struct file_case c;
    begin(&c);
    char missing[80];
    (void)snprintf(missing, sizeof(missing), "%s.not", c.path);
    assert_int_equal(staith_cli_facts_read(missing, &c.given, &c.arena, &c.file, &c.err),
                     STAITH_ERR_NOTFOUND);
    staith_arena_deinit(&c.arena);
    staith_arena_init(&c.arena, 64);
    assert_int_equal(read_text(&c, "dataset,period,cell,value\n"), STAITH_ERR_NOMEM);
    end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whose_figure_is_not_a_column),
        cmocka_unit_test(a_table),
        cmocka_unit_test(what_is_given),
        cmocka_unit_test(what_it_was_rounded_to),
        cmocka_unit_test(from_when_it_counts),
        cmocka_unit_test(what_is_wrong),
        cmocka_unit_test(a_national_file),
        cmocka_unit_test(no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
