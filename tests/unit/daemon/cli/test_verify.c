/* SPDX-License-Identifier: Apache-2.0 */
#include "protected_case.h"

#include "aggregator/store/store.h"
#include "codec/bundle.h"

/* The council's ledger as a file "b" beside it. */
static void export_to(const struct protected_case *c, char path[128])
{
    struct staith_ledger *ledger = NULL;
    struct staith_ledger_entry entry;
    struct staith_bundle_entry entries[2] = {{.refused_detail = ""}, {.refused_detail = ""}};
    uint8_t *payloads[2];
    struct staith_buf file;
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_ledger_open_reader(c->f.folder, &ledger, NULL), 0);
    struct staith_bundle bundle = {.authority = "840",
                                   .name = "Durham",
                                   .epoch = staith_ledger_epoch(ledger),
                                   .first = 1,
                                   .last = 2,
                                   .ledger_last = 2,
                                   .entry_count = 2,
                                   .entries = entries};
    memcpy(bundle.public_key, c->f.public_key, sizeof(bundle.public_key));
    for (uint64_t i = 0; i < 2; i++) {
        assert_int_equal(staith_ledger_read(ledger, i + 1, &entry, NULL), 0);
        payloads[i] = malloc(entry.record.payload_len);
        memcpy(payloads[i], entry.record.payload, entry.record.payload_len);
        entries[i].record = entry.record;
        entries[i].record.payload = payloads[i];
    }
    entries[1].has_note = true;
    entries[1].note =
        (struct staith_bundle_note){.source_name = "return.xml",
                                    .approved_by = "at once",
                                    .cells_released = staith_release_cell_count(c->release),
                                    .decision_json = "{}"};
    staith_buf_init(&file, STAITH_BUNDLE_MAX_BYTES);
    assert_int_equal(staith_bundle_pack(&bundle, &file, hash), 0);
    (void)snprintf(path, 128, "%s/b", c->f.folder);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(file.data, 1, file.len, out), file.len);
    assert_int_equal(fclose(out), 0);
    staith_buf_deinit(&file);
    free(payloads[0]);
    free(payloads[1]);
    staith_ledger_close(ledger);
}

static void run_verify(struct cli_capture *run, const char *path, const char *more)
{
    char line[512];
    (void)snprintf(line, sizeof(line), "verify %s%s", path, more);
    cli_run_at(run, 200, line);
}

static void a_bundle_holds(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    char path[128];
    protected_case_init(&c, false);
    export_to(&c, path);
    run_verify(&run, path, "");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "COUNCIL  NUMBER  DATASET  PERIOD  PROTECTED  LEAST  RESULT\n"
                                    "840           2  csww     2025           15"));
    assert_non_null(strstr(run.out,
                           "Everything holds: 1 release, 1 with protected cells, 0 that do "
                           "not hold.\n"));
    cli_free(&run);
    run_verify(&run, path, " --json");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "\"holds\": true"));
    assert_non_null(strstr(run.out, "\"exact\": 0"));
    char name[64];
    const uint8_t *hash = staith_release_certificate(c.release)->hash;
    (void)snprintf(name, sizeof(name), "\"certificate\": \"%02x%02x%02x%02x%02x%02x%02x%02x\"",
                   hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]);
    assert_non_null(strstr(run.out, name));
    cli_free(&run);
    assert_int_equal(unlink(path), 0);
    protected_case_deinit(&c);
}

/* Exact figures beside hidden ones: the floor lets them, and the audit says the same again. Of the
 * 15 places 9 are hidden by role and reason, and 2 by reason. */
static void a_bundle_of_hidden_counts_holds(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    char path[128];
    protected_case_hidden(&c);
    export_to(&c, path);
    run_verify(&run, path, "");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "840           2  csww     2025           11"));
    assert_non_null(strstr(run.out, "Everything holds"));
    cli_free(&run);
    assert_int_equal(unlink(path), 0);
    protected_case_deinit(&c);
}

/* A certificate that says more than is so, signed by the council all the same. */
static void overclaimed(struct protected_case *c)
{
    static struct staith_release_cell cells[64];
    struct staith_release_certificate certificate = *staith_release_certificate(c->release);
    uint32_t count = staith_release_cell_count(c->release);
    struct staith_release *forged = NULL;
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    char path[128];
    for (uint32_t i = 0; i < count; i++) {
        cells[i] = staith_release_cell_at(c->release, i);
    }
    certificate.least += 10;
    const struct staith_release_parts parts = {.authority = "840",
                                               .dataset = "csww",
                                               .period = *staith_release_period(c->release),
                                               .audience = STAITH_AUDIENCE_REGION,
                                               .policy = "2026-11-01",
                                               .catalogue_hash =
                                                   staith_release_catalogue_hash(c->release),
                                               .cell_count = count,
                                               .cells = cells,
                                               .certificate = &certificate};
    const struct staith_ledger_note note = {
        .source_name = "r", .approved_by = "x", .cells_released = count, .decision_json = "{}"};
    assert_int_equal(staith_release_rebuild(&parts, &forged, NULL), 0);
    (void)snprintf(path, sizeof(path), "%s/ledger.db", c->f.folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(staith_ledger_open(c->f.folder, "840", c->f.secret, staith_outside_machine(),
                                        &ledger, NULL),
                     0);
    assert_int_equal(
        staith_ledger_append(ledger, forged, &c->gate->table.catalogue, &note, &number, NULL), 0);
    staith_ledger_close(ledger);
    staith_release_free(forged);
}

static void what_is_claimed_too_much_is_told(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    char path[128];
    protected_case_init(&c, false);
    overclaimed(&c);
    export_to(&c, path);
    run_verify(&run, path, "");
    assert_int_equal(run.status, 76);
    assert_non_null(strstr(run.out, "the certificate says at least"));
    assert_non_null(strstr(run.out,
                           "Not everything holds: 1 release, 1 with protected cells, 1 that "
                           "does not hold.\n"));
    cli_free(&run);
    assert_int_equal(unlink(path), 0);
    run_verify(&run, path, "");
    assert_int_equal(run.status, 66);
    cli_free(&run);
    protected_case_deinit(&c);
}

/* What a region has is audited from its store. */
static void a_store_holds(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    struct staith_store *store = NULL;
    struct staith_ledger *ledger = NULL;
    char path[128];
    char more[160];
    protected_case_init(&c, false);
    assert_int_equal(staith_store_open(c.f.folder, false, staith_outside_machine(), &store, NULL),
                     0);
    assert_int_equal(staith_ledger_open_reader(c.f.folder, &ledger, NULL), 0);
    assert_int_equal(staith_store_begin(store, NULL), 0);
    for (uint64_t i = 1; i <= 2; i++) {
        struct staith_ledger_entry entry;
        assert_int_equal(staith_ledger_read(ledger, i, &entry, NULL), 0);
        const struct staith_store_record record = {.authority = "840",
                                                   .epoch = entry.record.epoch,
                                                   .number = i,
                                                   .kind = (uint32_t)entry.record.kind,
                                                   .previous = entry.record.previous,
                                                   .hash = entry.record.hash,
                                                   .signature = entry.record.signature,
                                                   .payload = entry.record.payload,
                                                   .payload_len = entry.record.payload_len};
        assert_int_equal(i == 1 ? staith_store_put_catalogue(
                                      store, &record, staith_release_catalogue_hash(c.release),
                                      &c.gate->table.catalogue, STAITH_STORE_CATALOGUE_LEADS, NULL)
                                : staith_store_put_release(store, &record, c.release,
                                                           STAITH_STORE_ACCEPTED, NULL),
                         0);
    }
    assert_int_equal(staith_store_commit(store, NULL), 0);
    staith_store_close(store);
    staith_ledger_close(ledger);
    (void)snprintf(path, sizeof(path), "%s/region.yaml", c.f.folder);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(CLI_REGION, out) >= 0);
    assert_int_equal(fclose(out), 0);
    (void)snprintf(more, sizeof(more), "--config %s", path);
    run_verify(&run, more, "");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "Everything holds: 1 release, 1 with protected cells"));
    cli_free(&run);
    run_verify(&run, more, " --council 841");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "Everything holds: 0 releases"));
    cli_free(&run);
    run_verify(&run, more, " b");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    assert_int_equal(unlink(path), 0);
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm"};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", c.f.folder, names[i]);
        (void)unlink(path);
    }
    protected_case_deinit(&c);
}

/* Of 6 managers 3 resigned and 2 retired, it says elsewhere: so 1 moved, and nothing hides it. */
static void beside_what_is_public(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    char path[128], more[256], facts[128];
    protected_case_init(&c, false);
    export_to(&c, path);
    (void)snprintf(facts, sizeof(facts), "%s/public.csv", c.f.folder);
    FILE *out = fopen(facts, "w");
    assert_non_null(out);
    assert_true(fputs("dataset,period,cell,value,published\n"
                      "csww,2025,leavers_headcount|role=manager,6,2026-02-26\n"
                      "csww,2025,leavers_headcount|role=manager|reason=resigned,3,2026-02-26\n",
                      out) >= 0);
    assert_int_equal(fclose(out), 0);
    (void)snprintf(more, sizeof(more), " --facts %s", facts);
    run_verify(&run, path, more);
    assert_int_equal(run.status, 76);
    cli_free(&run);
    out = fopen(facts, "w");
    assert_non_null(out);
    assert_true(fputs("dataset,period,cell,value\ncsww,2025,leavers_headcount,28\n", out) >= 0);
    assert_int_equal(fclose(out), 0);
    (void)snprintf(more, sizeof(more), " --facts %s --published 2026-02-26", facts);
    run_verify(&run, path, more);
    assert_int_equal(run.status, 0);
    cli_free(&run);
    assert_int_equal(unlink(facts), 0);
    assert_int_equal(unlink(path), 0);
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beside_what_is_public),
        cmocka_unit_test(a_bundle_holds),
        cmocka_unit_test(a_bundle_of_hidden_counts_holds),
        cmocka_unit_test(what_is_claimed_too_much_is_told),
        cmocka_unit_test(a_store_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
