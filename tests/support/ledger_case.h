/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_LEDGER_CASE_H
#define STAITH_TESTS_LEDGER_CASE_H
/* A council's folder with configuration, key and a ledger of a catalogue and three releases: the
 * first received by the region, the second refused, the third waiting. */
#include "base/hex.h"
#include "cli_case.h"
#include "cli_daemon.h"
#include "codec/message.h"
#include "ledger_fixture.h"

#include <sys/stat.h>

struct ledger_case {
    struct ledger_fixture ledger;
};

static inline const char *ledger_case_path(const struct ledger_case *c, const char *name,
                                           char path[128])
{
    (void)snprintf(path, 128, "%s/%s", c->ledger.folder, name);
    return path;
}

static inline void ledger_case_write(const struct ledger_case *c, const char *name,
                                     const char *text)
{
    char path[128];
    FILE *file = fopen(ledger_case_path(c, name, path), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

static inline void ledger_case_key(const struct ledger_case *c,
                                   const uint8_t secret[STAITH_SECRET_KEY_BYTES])
{
    char text[2 * STAITH_SECRET_KEY_BYTES + 1];
    assert_int_equal(staith_hex_encode(secret, STAITH_SECRET_KEY_BYTES, text, sizeof(text)), 0);
    ledger_case_write(c, "signing.key", text);
}

static inline void ledger_case_other_key(const struct ledger_case *c)
{
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    assert_int_equal(crypto_sign_keypair(public_key, secret), 0);
    ledger_case_key(c, secret);
}

static inline void ledger_case_init(struct ledger_case *c)
{
    struct staith_ledger *ledger = NULL;
    struct staith_receipts *receipts = NULL;
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_init(&c->ledger), 0);
    ledger_case_write(c, "c.yaml", CLI_COUNCIL);
    ledger_case_key(c, c->ledger.secret);
    assert_int_equal(staith_ledger_open(c->ledger.folder, "840", c->ledger.secret,
                                        staith_outside_machine(), &ledger, NULL),
                     0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ledger_fixture_append(&c->ledger, ledger, 2024 + i, 14 + i,
                                               (uint8_t)(1 + i), &number, NULL),
                         0);
    }
    uint64_t epoch = staith_ledger_epoch(ledger);
    assert_int_equal(staith_receipts_open(c->ledger.folder, false, &receipts, NULL), 0);
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_ledger_hash(ledger, 2, hash), 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 2, hash, 1763804460000), 0);
    assert_int_equal(staith_receipts_refuse(receipts, epoch, 3, STAITH_REFUSAL_CONTENT, "measure x",
                                            1763804460000),
                     0);
    staith_receipts_close(receipts);
    staith_ledger_close(ledger);
}

static inline void ledger_case_deinit(struct ledger_case *c)
{
    char path[128];
    (void)unlink(ledger_case_path(c, "c.yaml", path));
    (void)unlink(ledger_case_path(c, "signing.key", path));
    ledger_fixture_deinit(&c->ledger);
}

static inline void ledger_case_run_at(const struct ledger_case *c, struct cli_capture *run,
                                      unsigned width, const char *more)
{
    char line[256];
    (void)snprintf(line, sizeof(line), "ledger --config %s/c.yaml%s", c->ledger.folder, more);
    cli_run_at(run, width, line);
}

static inline void ledger_case_run(const struct ledger_case *c, struct cli_capture *run,
                                   const char *more)
{
    ledger_case_run_at(c, run, 0, more);
}

/* Copy with every "ccyy-mm-dd hh:mm" replaced by hyphens. */
static inline void ledger_case_blank_times(const char *text, char *out, size_t cap)
{
    static const char form[] = "dddd-dd-dd dd:dd";
    assert_true(strlen(text) < cap);
    memcpy(out, text, strlen(text) + 1);
    for (char *at = out; *at != '\0'; at++) {
        size_t i = 0;
        while (form[i] != '\0' &&
               (form[i] == 'd' ? at[i] >= '0' && at[i] <= '9' : at[i] == form[i])) {
            i++;
        }
        if (form[i] == '\0') {
            memset(at, '-', i);
        }
    }
}

#endif
