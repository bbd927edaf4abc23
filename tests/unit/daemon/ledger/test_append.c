/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* syscall() */
#include "ledger/ledger.h"
#include "ledger_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

/* Stands in for the C library's own, in SQLite too: the disk fails when told to. */
static bool disk_fails;
int fdatasync(int fd) __attribute__((visibility("default")));
int fsync(int fd) __attribute__((visibility("default")));

int fdatasync(int fd)
{
    if (disk_fails) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    return fdatasync(fd);
}

static int open_it(const struct ledger_fixture *f, struct staith_ledger **ledger)
{
    return staith_ledger_open(f->folder, "840", f->secret, staith_outside_machine(), ledger, NULL);
}

static void test_catalogue_goes_ahead_once(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *ledger = NULL;
    assert_int_equal(open_it(&f, &ledger), 0);
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_append(&f, ledger, 2024, 3, 1, &number, NULL), 0);
    assert_int_equal(number, 2);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 4, 2, &number, NULL), 0);
    assert_int_equal(number, 3);
    f.catalogue.plugin_version = "1.1.0";
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 5, 3, &number, NULL), 0);
    assert_int_equal(number, 5);
    static const enum staith_record_kind kinds[] = {STAITH_RECORD_CATALOGUE, STAITH_RECORD_RELEASE,
                                                    STAITH_RECORD_RELEASE, STAITH_RECORD_CATALOGUE,
                                                    STAITH_RECORD_RELEASE};
    for (uint64_t i = 1; i <= 5; i++) {
        struct staith_ledger_entry entry;
        assert_int_equal(staith_ledger_read(ledger, i, &entry, NULL), 0);
        assert_int_equal(entry.record.kind, kinds[i - 1]);
        assert_int_equal(entry.has_note, kinds[i - 1] == STAITH_RECORD_RELEASE);
    }
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

/* At its limit the ledger takes nothing more and loses nothing; raised, it goes on. */
static void test_the_limit(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    uint64_t number = 0;
    uint64_t kept = 0;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(open_it(&f, &ledger), 0);
    assert_int_equal(staith_ledger_set_limit(ledger, (uint64_t)128 * 1024, NULL), 0);
    for (int i = 0; i < 1000 && err.code == 0; i++) {
        if (ledger_fixture_append(&f, ledger, 2025, i, (uint8_t)i, &number, &err) == 0) {
            kept = number;
        }
    }
    assert_true(kept > 10 && kept < 1000);
    assert_non_null(strstr(err.remedy, "max-ledger-megabytes"));
    /* the failure makes the file be opened anew: the limit holds there too */
    assert_int_not_equal(ledger_fixture_append(&f, ledger, 2025, 1, 1, &number, NULL), 0);
    assert_int_equal(staith_ledger_last(ledger, &number), 0);
    assert_int_equal(number, kept);
    assert_int_equal(staith_ledger_verify(ledger, f.public_key, NULL), 0);
    assert_int_equal(staith_ledger_set_limit(ledger, 0, NULL), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 1, 1, &number, NULL), 0);
    assert_int_equal(number, kept + 1);
    assert_int_equal(staith_ledger_verify(ledger, f.public_key, NULL), 0);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

/* A notice is a record as a release is: numbered, chained, signed, with a note. */
static void test_notices(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_ledger *ledger = NULL;
    struct staith_ledger_entry entry;
    struct staith_notice notice = {.kind = STAITH_NOTICE_WITHDRAWAL,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                   .reason = "Leavers were counted twice."};
    const struct staith_ledger_note note = {
        .source_name = "", .approved_by = "Ann Lee", .decision_json = "{\"notice\":{}}"};
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(open_it(&f, &ledger), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 3, 1, &number, NULL), 0);
    assert_int_equal(staith_ledger_append_notice(ledger, &notice, &note, &number, NULL), 0);
    assert_int_equal(number, 3);
    notice.reason[0] = '\0';
    assert_int_equal(staith_ledger_append_notice(ledger, &notice, &note, &number, NULL),
                     STAITH_ERR_INVAL);
    memcpy(notice.authority, "841", 4);
    assert_int_equal(staith_ledger_append_notice(ledger, &notice, &note, &number, NULL),
                     STAITH_ERR_INVAL);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 4, 2, &number, NULL), 0);
    assert_int_equal(number, 4);
    assert_int_equal(staith_ledger_verify(ledger, f.public_key, NULL), 0);
    assert_int_equal(staith_ledger_read(ledger, 3, &entry, NULL), 0);
    assert_int_equal(entry.record.kind, STAITH_RECORD_NOTICE);
    assert_true(entry.has_note);
    assert_string_equal(entry.note.approved_by, "Ann Lee");
    assert_int_equal(
        staith_codec_unpack_notice(entry.record.payload, entry.record.payload_len, &notice, NULL),
        0);
    assert_string_equal(notice.reason, "Leavers were counted twice.");
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

static void test_what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *ledger = NULL;
    assert_int_equal(
        staith_ledger_open(f.folder, "841", f.secret, staith_outside_machine(), &ledger, NULL), 0);
    uint64_t number = 77;
    struct staith_err err = {0};
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 3, 1, &number, &err),
                     STAITH_ERR_INVAL); /* the release is of 840 */
    struct staith_release *release = ledger_fixture_release(&f, 2025, 3);
    f.catalogue.plugin_version = "2.0.0"; /* no longer the catalogue that the release names */
    const struct staith_ledger_note note = {
        .source_name = "", .approved_by = "", .decision_json = ""};
    assert_int_equal(staith_ledger_append(ledger, release, &f.catalogue, &note, &number, &err),
                     STAITH_ERR_INVAL);
    assert_int_equal(number, 77);
    uint64_t last = 9;
    assert_int_equal(staith_ledger_last(ledger, &last), 0);
    assert_int_equal(last, 0);
    staith_release_free(release);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

/* L2: what failed has left nothing behind, and the file is sound before the next number is given.
 */
static void test_failed_sync_heals_without_a_gap(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *ledger = NULL;
    assert_int_equal(open_it(&f, &ledger), 0);
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_append(&f, ledger, 2024, 3, 1, &number, NULL), 0);
    struct staith_err err = {0};
    disk_fails = true;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 4, 2, &number, &err),
                         STAITH_ERR_IO);
    }
    disk_fails = false;
    assert_int_equal(number, 2);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 4, 2, &number, NULL), 0);
    assert_int_equal(number, 3);
    assert_int_equal(staith_ledger_verify(ledger, f.public_key, NULL), 0);
    staith_ledger_close(ledger);
    assert_int_equal(open_it(&f, &ledger), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 5, 3, &number, NULL), 0);
    assert_int_equal(number, 4);
    assert_int_equal(staith_ledger_verify(ledger, f.public_key, NULL), 0);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

static void test_full_disk_heals_by_itself(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct rlimit before;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *ledger = NULL;
    assert_int_equal(open_it(&f, &ledger), 0);
    uint64_t number = 0;
    uint64_t last = 0;
    struct staith_err err = {0};
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit little = {.rlim_cur = 128 * 1024, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    int rc = 0;
    for (int i = 0; i < 200 && rc == 0; i++) {
        rc = ledger_fixture_append(&f, ledger, 2025, i, (uint8_t)i, &number, &err);
    }
    assert_int_equal(rc, STAITH_ERR_IO);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(staith_ledger_last(ledger, &last), 0);
    assert_int_equal(last, number); /* what was not acknowledged is not there */
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 4, 2, &number, NULL), 0);
    assert_int_equal(number, last + 1);
    assert_int_equal(staith_ledger_verify(ledger, f.public_key, NULL), 0);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

/* Appends without end and says each number on `out` once it is acknowledged. */
static void append_loop(const struct ledger_fixture *f, int out)
{
    struct staith_ledger *ledger = NULL;
    if (open_it(f, &ledger) != 0) {
        _exit(1);
    }
    for (int64_t i = 0;; i++) {
        uint64_t number = 0;
        if (ledger_fixture_append(f, ledger, 2025, i, (uint8_t)i, &number, NULL) != 0 ||
            write(out, &number, sizeof(number)) != (ssize_t)sizeof(number)) {
            _exit(1);
        }
    }
}

/* L2, L3: killed at any moment, what was acknowledged is there and nothing is missing. */
static void test_kill_at_random(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    uint64_t acknowledged = 0;
    for (int round = 0; round < 12; round++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            (void)close(ends[0]);
            append_loop(&f, ends[1]);
        }
        (void)close(ends[1]);
        uint64_t number = 0;
        assert_int_equal(read(ends[0], &number, sizeof(number)), sizeof(number));
        const struct timespec pause = {0, (long)randombytes_uniform(20000000)};
        (void)nanosleep(&pause, NULL);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        do {
            acknowledged = number;
        } while (read(ends[0], &number, sizeof(number)) == (ssize_t)sizeof(number));
        (void)close(ends[0]);
        struct staith_ledger *ledger = NULL;
        assert_int_equal(open_it(&f, &ledger), 0);
        uint64_t last = 0;
        assert_int_equal(staith_ledger_last(ledger, &last), 0);
        assert_true(last >= acknowledged);
        assert_true(last <= acknowledged + 1);
        assert_int_equal(staith_ledger_verify(ledger, f.public_key, NULL), 0);
        staith_ledger_close(ledger);
    }
    assert_true(acknowledged > 12);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue_goes_ahead_once),
        cmocka_unit_test(test_notices),
        cmocka_unit_test(test_the_limit),
        cmocka_unit_test(test_what_does_not_fit_is_refused),
        cmocka_unit_test(test_failed_sync_heals_without_a_gap),
        cmocka_unit_test(test_full_disk_heals_by_itself),
        cmocka_unit_test(test_kill_at_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
