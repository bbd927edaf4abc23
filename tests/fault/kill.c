/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real processes, killed at random moments under load: kill PROGRAMS [KILLS [SEED]]. The council's
 * gate is played by a writer of this program; everything else is the real thing.
 *
 * A writer appends releases to a council's ledger as fast as the disk takes them, staithd-publish
 * brings them to a staith-aggregator over CURVE on loopback; one of the three is killed with
 * SIGKILL and started again, KILLS times. Then everything may come to rest, and: what the writer
 * was told is accepted is in the ledger; what the ledger counts as received is at the region; the
 * region holds every number once, each the ledger's own record; the aggregator was back within two
 * seconds.
 *
 * Where STAITH_TEST_POSTGRESQL is set (tests/support/with-postgresql), two aggregators share that
 * database, and the second one and the database's server are killed too.
 */
#include "config/schema.h"
#include "processes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REST_MS = 150000, BACK_MS = 2000 };

static int on_arrival(void *ctx, const struct staith_store_arrival *arrival)
{
    *(uint64_t *)ctx += arrival->records;
    return 0;
}

static uint64_t check_region(struct torture *torture, struct staith_ledger *ledger, uint64_t last)
{
    char folder[PATH];
    struct staith_store *store = NULL;
    struct staith_err err = {0};
    uint64_t epoch = staith_ledger_epoch(ledger);
    uint64_t records = 0;
    (void)snprintf(folder, sizeof(folder), "%s/region-state", torture->root);
    if (staith_store_open(torture->database != NULL ? torture->database : folder, true,
                          staith_outside_machine(), &store, &err) != 0) {
        torture_broken(torture, 0, err.what);
        return 0;
    }
    for (uint64_t number = 1; number <= last; number++) {
        uint8_t ours[STAITH_HASH_BYTES], theirs[STAITH_HASH_BYTES];
        if (staith_ledger_hash(ledger, number, ours) != 0) {
            torture_broken(torture, number, "is not in the ledger");
        } else if (staith_store_record_hash(store, "800", epoch, number, theirs) != 0) {
            torture_broken(torture, number, "is not at the region");
        } else if (memcmp(ours, theirs, sizeof(ours)) != 0) {
            torture_broken(torture, number, "is another one at the region");
        }
    }
    if (staith_store_arrivals(store, on_arrival, &records, &err) != 0 || records != last) {
        torture_broken(torture, records, "is how many records the region holds: not each once");
    }
    staith_store_close(store);
    return records;
}

static void check(struct torture *torture, uint64_t kills)
{
    char key[PATH];
    struct staith_ledger *ledger = torture_ledger(torture);
    struct staith_err err = {0};
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint64_t last = 0, received = 0;
    int64_t until = now_ms() + REST_MS;
    (void)snprintf(key, sizeof(key), "%s/council/signing.pub", torture->root);
    if (staith_config_read_key_hex(key, false, public_key, sizeof(public_key), &err) != 0 ||
        staith_ledger_last(ledger, &last) != 0) {
        torture_broken(torture, 0, err.what);
        return;
    }
    while (staith_ledger_received(ledger, &received) == 0 && received < last && now_ms() < until) {
        pause_ms(20);
    }
    torture_kill(torture, PUBLISHER);
    torture_kill(torture, REGION);
    if (torture->database != NULL) {
        torture_kill(torture, SECOND);
    }
    if (received < last) {
        torture_broken(torture, received + 1, "did not arrive within a minute");
    }
    if (last < torture->told) {
        torture_broken(torture, last + 1, "was accepted and is lost");
    }
    if (staith_ledger_verify(ledger, public_key, &err) != 0) {
        torture_broken(torture, 0, err.what);
    }
    uint64_t records = check_region(torture, ledger, last);
    staith_ledger_close(ledger);
    if (torture->slowest_ms > BACK_MS) {
        torture_broken(torture, 0, "the region was not back within two seconds");
    }
    (void)printf("%llu kills, %llu records accepted, %llu at the region, each once; slowest start "
                 "of the region %lld ms: %llu wrong\n",
                 (unsigned long long)kills, (unsigned long long)last, (unsigned long long)records,
                 (long long)torture->slowest_ms, (unsigned long long)torture->broken);
}

int main(int argc, char **argv)
{
    if (argc >= 5 && strcmp(argv[1], "writer") == 0) {
        return torture_write(argv);
    }
    if (argc < 2) {
        (void)fprintf(stderr, "usage: kill PROGRAMS [KILLS [SEED]]\n");
        return 64;
    }
    struct torture torture = {.programs = argv[1], .poke = -1, .pace = "2"};
    uint64_t kills = argc > 2 ? strtoull(argv[2], NULL, 10) : 100;
    torture.dice = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    torture.database = getenv("STAITH_TEST_POSTGRESQL");
    torture_set_up(&torture);
    torture_start(&torture, REGION);
    if (torture.database != NULL) {
        torture_start(&torture, SECOND);
    }
    torture_start(&torture, WRITER);
    torture_start(&torture, PUBLISHER);
    for (uint64_t i = 0; i < kills; i++) {
        int which = (int)torture_dice(&torture, (uint64_t)torture_programs(&torture));
        pause_ms((int64_t)torture_dice(&torture, 60));
        torture_hear(&torture);
        torture_kill(&torture, which);
        torture_start(&torture, which);
    }
    torture_kill(&torture, WRITER);
    check(&torture, kills);
    torture_clear(&torture);
    return torture.broken > 0 ? 1 : 0;
}
