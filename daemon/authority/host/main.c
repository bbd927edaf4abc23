/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staithd-host: one run of one plugin. Order in on stdin, result out on stdout, sources as
 * descriptors 3, 4, ...; see README.md.
 */
#include "authority/host/harden.h"
#include "authority/host/run.h"
#include "loop/child.h"

#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_SOURCE_FD = 3 };

static const size_t order_arena_bytes = (size_t)16 * 1024 * 1024;
static const size_t result_arena_bytes = (size_t)512 * 1024 * 1024;

/* Send the result; where it is too large or not valid, send that instead. */
static int answer(int out, const struct staith_result_of_run *result)
{
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    int code = staith_hostpipe_pack_result(result, &packed);
    if (code != 0) {
        struct staith_result_of_run failure = {.code = code};
        (void)staith_err_set(&failure.err, code, "the result of the run cannot be sent: %s",
                             staith_err_words(code));
        staith_err_remedy(&failure.err, "lower limits.max-cells, or report this as a fault");
        staith_buf_clear(&packed);
        code = staith_hostpipe_pack_result(&failure, &packed);
    }
    if (code == 0) {
        code = staith_frame_write(out, packed.data, packed.len);
    }
    staith_buf_deinit(&packed);
    return code;
}

static int read_order(int in, struct staith_arena *arena, struct staith_order *ret_order,
                      struct staith_err *err)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    int code = staith_frame_read(in, STAITH_HOSTPIPE_ORDER_MAX_BYTES, &bytes, &len);
    if (code != 0) {
        return staith_err_set(err, code, "no order came from the parent");
    }
    code = staith_hostpipe_unpack_order(bytes, len, arena, ret_order, err);
    free(bytes);
    return code;
}

int main(void)
{
    struct staith_arena order_arena;
    struct staith_arena arena;
    struct staith_order order = {0};
    struct staith_result_of_run result = {0};
    struct staith_deadline deadline;
    int in = -1;
    int out = -1;
    staith_arena_init(&order_arena, order_arena_bytes);
    staith_arena_init(&arena, result_arena_bytes);
    (void)signal(SIGPIPE, SIG_IGN);
    if (staith_harden_detach(&in, &out, &result.err) != 0) {
        return EXIT_FAILURE;
    }
    result.code = staith_harden_process(&result.err);
    if (result.code == 0 && sodium_init() < 0) {
        result.code = staith_err_set(&result.err, STAITH_ERR_IO, "no random numbers");
    }
    if (result.code == 0) {
        result.code = read_order(in, &order_arena, &order, &result.err);
    }
    (void)close(in);
    if (result.code == 0) {
        result.code = staith_deadline_init(&deadline, out);
        if (result.code == 0) {
            staith_run_order(&order, FIRST_SOURCE_FD, &deadline, &arena, &result);
            staith_deadline_deinit(&deadline);
        } else {
            (void)staith_err_set(&result.err, result.code, "the host has no timer");
        }
    }
    int code = answer(out, &result);
    (void)close(out);
    staith_arena_deinit(&arena);
    staith_arena_deinit(&order_arena);
    return staith_err_status(code);
}
