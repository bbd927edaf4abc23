/* SPDX-License-Identifier: Apache-2.0 */
#include "config/table.h"
#include "config_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *reference(const struct staith_config_block *block, unsigned width)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    staith_config_reference(block, width, out);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* The README has all keys of both files as they are in the tables, word for word. */
static void readme(void **state)
{
    (void)state;
    static char text[65536];
    FILE *file = fopen("daemon/config/README.md", "r");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof(text) - 1, file);
    assert_int_equal(fclose(file), 0);
    text[len] = '\0';
    char *council = reference(staith_config_council_block(), 80);
    char *region = reference(staith_config_region_block(), 80);
    assert_non_null(strstr(text, council));
    assert_non_null(strstr(text, region));
    free(council);
    free(region);
}

/* Every key has a help that is a sentence without its full stop. */
static void helps(void **state)
{
    (void)state;
    char *text = reference(staith_config_council_block(), 200);
    assert_non_null(strstr(text, "\n  scan-seconds:\n"));
    assert_non_null(strstr(text, "[1 to 86,400 seconds; 60 when left out]\n"));
    assert_non_null(strstr(text, "[list of 1 to 8: tcp://host:port"));
    assert_null(strstr(text, "..\n"));
    free(text);
}

static void width(void **state)
{
    (void)state;
    for (unsigned columns = 40; columns <= 120; columns += 20) {
        char *text = reference(staith_config_region_block(), columns);
        for (const char *line = text; *line != '\0';) {
            size_t len = strcspn(line, "\n");
            assert_true(len <= columns);
            line += len + 1;
        }
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readme),
        cmocka_unit_test(helps),
        cmocka_unit_test(width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
