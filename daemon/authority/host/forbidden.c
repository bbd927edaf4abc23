/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One answer for each call that a plugin is likely to try, and one for the rest, into which the
 * call's number is written.
 */
#include "authority/host/forbidden.h"

#include "codec/hostpipe.h"
#include "loop/child.h"
#include "sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWER_MAX_BYTES = 4096, DIGITS = 3 };

static const char any_number[] = "call 000)";

static const struct {
    const char *call;
    const char *purpose;
} known[] = {{"open", "open a file"},
             {"openat", "open a file"},
             {"creat", "make a file"},
             {"socket", "open a connection"},
             {"socketpair", "open a connection"},
             {"clone", "start a process or a thread"},
             {"clone3", "start a process or a thread"},
             {"fork", "start a process"},
             {"vfork", "start a process"},
             {"execve", "start a program"},
             {"exit", "end its thread"},
             {"exit_group", "end the host"},
             {"kill", "send a signal to another process"},
             {"tgkill", "send a signal to another process"},
             {"ptrace", "look into a process"},
             {"write", "write to what is not its own"},
             {"writev", "write to what is not its own"},
             {"close", "close what is not its own"},
             {"setrlimit", "change the limits of the run"},
             {"prlimit64", "change the limits of the run"},
             {"mmap", "make memory that is code"},
             {"mprotect", "make memory that is code"}};
enum { KNOWN = sizeof(known) / sizeof(known[0]) };

struct staith_forbidden {
    int numbers[KNOWN];
    struct staith_buf answers[KNOWN + 1]; /* the last is for all others */
};

static int make(const char *plugin, const char *purpose, const char *call, struct staith_buf *out)
{
    struct staith_result_of_run result = {.code = STAITH_ERR_DENIED};
    (void)staith_err_set(&result.err, result.code,
                         "%.64s tried to %s (system call %s), which no run may; it was ended",
                         plugin, purpose, call);
    staith_err_remedy(&result.err,
                      "a plugin reads its sources through the host and needs nothing else of the "
                      "machine: report it to its makers, or see `allow` and `read` of a dataset");
    staith_buf_init(out, ANSWER_MAX_BYTES);
    return staith_hostpipe_pack_result(&result, out);
}

int staith_forbidden_new(const char *plugin_path, struct staith_forbidden **ret_forbidden,
                         struct staith_err *err)
{
    const char *slash = strrchr(plugin_path, '/');
    const char *plugin = slash != NULL ? slash + 1 : plugin_path;
    struct staith_forbidden *forbidden = calloc(1, sizeof(*forbidden));
    int code = forbidden == NULL ? STAITH_ERR_NOMEM : 0;
    for (size_t i = 0; i < KNOWN && code == 0; i++) {
        forbidden->numbers[i] = staith_seccomp_number(known[i].call);
        code = make(plugin, known[i].purpose, known[i].call, &forbidden->answers[i]);
    }
    if (code == 0) {
        code = make(plugin, "make another call", "000", &forbidden->answers[KNOWN]);
    }
    if (code != 0) {
        staith_forbidden_free(forbidden);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a run");
    }
    *ret_forbidden = forbidden;
    return 0;
}

void staith_forbidden_free(struct staith_forbidden *forbidden)
{
    if (forbidden != NULL) {
        for (size_t i = 0; i <= KNOWN; i++) {
            staith_buf_deinit(&forbidden->answers[i]);
        }
        free(forbidden);
    }
}

/* The number in the place of the three zeros. */
static void put_number(struct staith_buf *answer, int number)
{
    size_t len = sizeof(any_number) - 1;
    for (size_t i = 0; number >= 0 && i + len <= answer->len; i++) {
        if (memcmp(answer->data + i, any_number, len) == 0) {
            uint8_t *digits = answer->data + i + len - 1 - DIGITS;
            digits[0] = (uint8_t)('0' + number / 100 % 10);
            digits[1] = (uint8_t)('0' + number / 10 % 10);
            digits[2] = (uint8_t)('0' + number % 10);
            return;
        }
    }
}

int staith_forbidden_answer(struct staith_forbidden *forbidden, int number, int fd)
{
    struct staith_buf *answer = &forbidden->answers[KNOWN];
    for (size_t i = 0; i < KNOWN; i++) {
        if (forbidden->numbers[i] == number) {
            answer = &forbidden->answers[i];
        }
    }
    if (answer == &forbidden->answers[KNOWN]) {
        put_number(answer, number);
    }
    return staith_frame_write(fd, answer->data, answer->len);
}
