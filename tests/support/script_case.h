/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SCRIPT_CASE_H
#define STAITH_SCRIPT_CASE_H
/*
 * The plugin `script` over what a program would print: the program is cat, and the source is its
 * output.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_host.h"

#include <stdio.h>
#include <string.h>

#define STAITH_SCRIPT_CASE_CATALOGUE                                                               \
    "{\"contract\": 1, \"dataset\": \"starts\","                                                   \
    " \"dimensions\": [{\"code\": \"team\", \"label\": \"Team\", \"categories\": ["                \
    "   {\"code\": \"front\", \"label\": \"Front door\"},"                                         \
    "   {\"code\": \"duty\", \"label\": \"Duty\", \"parent\": \"front\"},"                         \
    "   {\"code\": \"care\"}]}],"                                                                  \
    " \"measures\": ["                                                                             \
    "   {\"code\": \"starts\", \"definition\": \"d\", \"aggregation\": \"count people\","          \
    "    \"unit\": \"people\"},"                                                                   \
    "   {\"code\": \"fte\", \"definition\": \"d\", \"aggregation\": \"sum\", \"unit\": \"fte\"},"  \
    "   {\"code\": \"days\", \"definition\": \"d\", \"aggregation\": \"median\","                  \
    "    \"unit\": \"days\"},"                                                                     \
    "   {\"code\": \"vacancies\", \"definition\": \"d\", \"aggregation\": \"council value\","      \
    "    \"unit\": \"posts\"}],"                                                                   \
    " \"tables\": [{\"code\": \"by_team\", \"measures\": [\"starts\", \"fte\"],"                   \
    "               \"dimensions\": [\"team\"]}],"                                                 \
    " \"indicators\": [{\"code\": \"fte_each\", \"definition\": \"d\", \"numerator\": \"fte\","    \
    "   \"denominators\": [\"starts\"], \"decimals\": 2, \"polarity\": \"high is good\","          \
    "   \"is\": \"share of a whole\"}],"                                                           \
    " \"checks\": [{\"code\": \"no_date\", \"severity\": \"query\", \"message\": \"No date.\","    \
    "   \"advice\": \"Fill it in.\"}]}"

/** Run the plugin; `command` NULL: cat. Text form of a LIST. `name`: of the source. */
static inline int staith_script_case(struct staith_fake_host *host, const char *command,
                                     const char *catalogue, const char *name, const char *text)
{
    static struct staith_fake_source source;
    static struct staith_fake_option options[2];
    static struct staith_fake_setup setup;
    source = (struct staith_fake_source){name, text, strlen(text)};
    options[0] = (struct staith_fake_option){"command", command != NULL ? command : "/bin/cat\n"};
    options[1] = (struct staith_fake_option){"catalogue", catalogue};
    setup = (struct staith_fake_setup){.sources = &source,
                                       .source_count = 1,
                                       .options = options,
                                       .option_count = catalogue != NULL ? 2 : 1};
    return staith_fake_run(host, &staith_plugin, &setup);
}

/** What cat printed must be refused with `check` at `line`, and nothing else. */
static inline void staith_script_case_fault(const char *text, const char *check, uint64_t line)
{
    struct staith_fake_host host;
    assert_int_equal(
        staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x-2025Q3.txt", text),
        STAITH_ESOURCE);
    assert_int_equal(host.finding_count, 1);
    assert_int_equal(staith_fake_findings(&host, check), 1);
    assert_int_equal(staith_fake_finding(&host, check, 0)->where.line, line);
    staith_fake_deinit(&host);
}

#endif
