/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/internal.h"

#include <string.h>

int staith_ledger_check_record(const struct staith_record *record, uint64_t number,
                               const uint8_t *previous, const uint8_t *public_key,
                               struct staith_err *err)
{
    const char *wrong = NULL;
    if (record->number != number) {
        wrong = "is missing";
    } else if (memcmp(record->previous, previous, sizeof(record->previous)) != 0) {
        wrong = "does not follow from the one before it";
    } else if (staith_record_verify(record, public_key) != 0) {
        wrong = "was changed: its hash or signature does not match";
    }
    if (wrong == NULL) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_VERIFY, "record %llu of the ledger %s",
                         (unsigned long long)number, wrong);
    staith_err_remedy(err, "restore the ledger from a copy and tell the region");
    return STAITH_ERR_VERIFY;
}

static int verify_one(struct staith_ledger *ledger, uint64_t number, const uint8_t *public_key,
                      uint8_t previous[STAITH_HASH_BYTES], struct staith_err *err)
{
    struct staith_arena arena;
    staith_arena_init(&arena, STAITH_LEDGER_ARENA_BYTES);
    struct staith_record record = {0};
    int rc = staith_ledger_read_record(ledger, number, &arena, &record, err);
    if (rc == STAITH_ERR_NOTFOUND) {
        rc = staith_err_set(err, STAITH_ERR_VERIFY, "record %llu of the ledger is missing",
                            (unsigned long long)number);
    } else if (rc == STAITH_ERR_VERIFY) {
        rc = staith_err_set(err, STAITH_ERR_VERIFY, "record %llu of the ledger cannot be read",
                            (unsigned long long)number);
    } else if (rc == 0) {
        rc = staith_ledger_check_record(&record, number, previous, public_key, err);
    }
    memcpy(previous, record.hash, STAITH_HASH_BYTES);
    staith_arena_deinit(&arena);
    return rc;
}

int staith_ledger_verify(struct staith_ledger *ledger,
                         const uint8_t public_key[STAITH_PUBLIC_KEY_BYTES], struct staith_err *err)
{
    uint64_t last = 0;
    int rc = staith_ledger_last(ledger, &last);
    if (rc != 0) {
        return staith_ledger_db_fail(ledger->db, "reading the ledger", err);
    }
    uint8_t previous[STAITH_HASH_BYTES] = {0};
    for (uint64_t number = 1; number <= last && rc == 0; number++) {
        rc = verify_one(ledger, number, public_key, previous, err);
    }
    return rc;
}
