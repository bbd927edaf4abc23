/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"

#include <errno.h>

struct input {
    const char *name;
    int count;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'n':
        input->name = arg;
        return 0;
    case ARGP_KEY_ARG:
        input->count++;
        return 0;
    case ARGP_KEY_END:
        if (input->name == NULL) {
            argp_error(state, "no name");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {{"name", 'n', "NAME", 0, "a name", 0}, {0}};
static const struct argp argp = {
    .options = options, .parser = parse_option, .args_doc = "[WORD...]", .doc = "Do a thing."};

static int parse(struct cli_capture *capture, struct input *input, bool *done, int argc,
                 char **argv)
{
    *input = (struct input){0};
    cli_begin(capture, 80, false);
    capture->cli.name = "staith thing";
    int rc = staith_cli_parse(&capture->cli, &argp, argc, argv, input, done);
    cli_finish(capture);
    return rc;
}

static void reads(void **state)
{
    (void)state;
    struct cli_capture capture;
    struct input input;
    bool done = true;
    char *argv[] = {(char[]){"x"},  (char[]){"a"}, (char[]){"-n"},
                    (char[]){"me"}, (char[]){"b"}, NULL};
    assert_int_equal(parse(&capture, &input, &done, 5, argv), 0);
    assert_false(done);
    assert_string_equal(input.name, "me");
    assert_int_equal(input.count, 2);
    cli_free(&capture);
}

static void refuses(void **state)
{
    (void)state;
    struct cli_capture capture;
    struct input input;
    bool done = false;
    char *none[] = {(char[]){"staith thing"}, NULL};
    assert_int_equal(parse(&capture, &input, &done, 1, none), STAITH_ERR_INVAL);
    assert_int_equal(strncmp(capture.err, "staith thing: no name\n", 22), 0);
    assert_string_equal(capture.out, "");
    cli_free(&capture);
    char *wrong[] = {(char[]){"staith thing"}, (char[]){"--nam"}, NULL};
    assert_int_equal(parse(&capture, &input, &done, 2, wrong), STAITH_ERR_INVAL);
    cli_free(&capture);
}

static void helps(void **state)
{
    (void)state;
    struct cli_capture capture;
    struct input input;
    bool done = false;
    char *argv[] = {(char[]){"x"}, (char[]){"--help"}, NULL};
    assert_int_equal(parse(&capture, &input, &done, 2, argv), 0);
    assert_true(done);
    assert_int_equal(strncmp(capture.out, "Usage: staith thing [-n NAME]", 29), 0);
    assert_non_null(strstr(capture.out, "\nDo a thing.\n"));
    cli_free(&capture);
    /* behind `--` it is a word like any other */
    char *word[] = {(char[]){"x"}, (char[]){"-nme"}, (char[]){"--"}, (char[]){"--help"}, NULL};
    assert_int_equal(parse(&capture, &input, &done, 4, word), 0);
    assert_false(done);
    assert_int_equal(input.count, 1);
    cli_free(&capture);
}

static error_t parse_rest(int key, char *arg, struct argp_state *state)
{
    const struct input *input = state->input;
    return staith_cli_parse_rest(key, arg, input->name, state);
}

/* No words, and a configuration. */
static void rest(void **state)
{
    (void)state;
    static const struct argp bare = {.parser = parse_rest};
    struct cli_capture capture;
    struct input input = {0};
    bool done = true;
    char *words[] = {(char[]){"x"}, (char[]){"word"}, NULL};
    cli_begin(&capture, 80, false);
    capture.cli.name = "staith thing";
    assert_int_equal(staith_cli_parse(&capture.cli, &bare, 1, words, &input, &done),
                     STAITH_ERR_INVAL);
    input.name = "given";
    assert_int_equal(staith_cli_parse(&capture.cli, &bare, 1, words, &input, &done), 0);
    assert_false(done);
    assert_int_equal(staith_cli_parse(&capture.cli, &bare, 2, words, &input, &done),
                     STAITH_ERR_INVAL);
    cli_finish(&capture);
    assert_non_null(strstr(capture.err, ": --config FILE is missing\n"));
    assert_non_null(strstr(capture.err, ": unexpected argument \"word\"\n"));
    cli_free(&capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(rest),
        cmocka_unit_test(refuses),
        cmocka_unit_test(helps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
