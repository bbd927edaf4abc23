/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/hashing.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_BYTES = 32 * 1024, READS_A_TURN = 128 };

struct staith_gate_hashing {
    struct staith_timer *timer;
    int fd;
    off_t at;
    off_t end;
    void (*on_done)(void *ctx, int code, const uint8_t hash[STAITH_HASH_BYTES]);
    void *ctx;
    crypto_generichash_state state;
};

static void finish(struct staith_gate_hashing *hashing, int code)
{
    uint8_t hash[STAITH_HASH_BYTES] = {0};
    if (code == 0 && crypto_generichash_final(&hashing->state, hash, sizeof(hash)) != 0) {
        code = STAITH_ERR_IO;
    }
    void (*on_done)(void *ctx, int result, const uint8_t value[STAITH_HASH_BYTES]) =
        hashing->on_done;
    void *ctx = hashing->ctx;
    staith_gate_hashing_cancel(hashing);
    on_done(ctx, code, hash);
}

static void turn(void *ctx)
{
    struct staith_gate_hashing *hashing = ctx;
    uint8_t bytes[READ_BYTES];
    for (int i = 0; i < READS_A_TURN; i++) {
        ssize_t got = pread(hashing->fd, bytes, sizeof(bytes), hashing->at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            finish(hashing, STAITH_ERR_IO);
            return;
        }
        if (got == 0 || got > hashing->end - hashing->at) {
            finish(hashing, got == 0 && hashing->at == hashing->end ? 0 : STAITH_ERR_AGAIN);
            return;
        }
        (void)crypto_generichash_update(&hashing->state, bytes, (unsigned long long)got);
        hashing->at += got;
    }
}

int staith_gate_hashing_start(struct staith_loop *loop, int fd, uint64_t bytes,
                              void (*on_done)(void *ctx, int code,
                                              const uint8_t hash[STAITH_HASH_BYTES]),
                              void *ctx, struct staith_gate_hashing **ret_hashing,
                              struct staith_err *err)
{
    void *memory = NULL;
    /* The state must lie on 64 bytes, which malloc does not promise. */
    if (posix_memalign(&memory, 64, sizeof(struct staith_gate_hashing)) != 0) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory to hash a file");
    }
    struct staith_gate_hashing *hashing = memory;
    hashing->fd = fd;
    hashing->at = 0;
    hashing->end = (off_t)bytes;
    hashing->on_done = on_done;
    hashing->ctx = ctx;
    hashing->timer = NULL;
    int rc = crypto_generichash_init(&hashing->state, NULL, 0, STAITH_HASH_BYTES) != 0
                 ? staith_err_set(err, STAITH_ERR_IO, "hashing does not start")
                 : staith_timer_start(loop, 0, 1, turn, hashing, &hashing->timer);
    if (rc != 0) {
        free(hashing);
        return rc;
    }
    *ret_hashing = hashing;
    return 0;
}

void staith_gate_hashing_cancel(struct staith_gate_hashing *hashing)
{
    if (hashing != NULL) {
        staith_timer_stop(hashing->timer);
        free(hashing);
    }
}
