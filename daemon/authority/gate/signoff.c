/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is approved goes into the ledger, at its time. The approval is durable before that, so the
 * two steps may be parted by an end of the process. The account in the ledger names the held
 * release, and so a second try finds that the first one had reached the ledger.
 *
 * Time is the wall clock's, looked at every second while something waits for it: a clock that is
 * set, a machine that slept and a restart need nothing of their own.
 */
#include "authority/gate/internal.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOK_MS = 1000,
    ON_THE_LOOP_MS = 1000, /* of an audit; one that takes longer is made beside it */
    AFTER_FAILURE_MS = 60000,
    WORK_MAX = 3, /* a decision, an audit, and one of either that was cancelled */
    CATALOGUE_BYTES = 16 << 20,
    NAMES_BYTES = STAITH_HELD_MAX_WORDS * (STAITH_HELD_MAX_NAME_BYTES + 2)
};

static void log_failure(const struct staith_gate_service *service, const struct staith_err *err)
{
    staith_log_err(service->log, STAITH_LOG_ERROR, "approved release not appended", err);
}

/* What was withdrawn does not come back by itself. */
static int is_withdrawn(struct staith_gate_service *service, const struct staith_release *release,
                        bool *ret_withdrawn, struct staith_err *err)
{
    uint64_t number = 0;
    int rc = staith_ledger_withdrawn(service->ledger, staith_release_dataset(release),
                                     staith_release_period(release), &number);
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        return staith_err_set(err, rc, "the ledger cannot be read");
    }
    *ret_withdrawn = rc == 0;
    return 0;
}

int staith_gate_signoff_holds(struct staith_gate_service *service,
                              const struct staith_config_dataset *dataset, bool *ret_holds,
                              struct staith_err *err)
{
    bool on = false;
    int rc = staith_held_get_switch(service->held, dataset->name, &on, err);
    if (rc == 0) {
        *ret_holds = on || (dataset->sign_off != NULL && strcmp(dataset->sign_off, "hold") == 0);
    }
    return rc;
}

int staith_gate_signoff_hold_of(struct staith_gate_service *service,
                                const struct staith_config_dataset *dataset,
                                const struct staith_release *release, bool joint_audit,
                                struct staith_gate_hold *ret_hold, struct staith_err *err)
{
    struct staith_gate_hold hold = {0};
    bool withdrawn = false;
    int rc = staith_gate_signoff_holds(service, dataset, &hold.officer, err);
    rc = rc != 0 ? rc : is_withdrawn(service, release, &withdrawn, err);
    rc = rc != 0 ? rc
                 : staith_gate_revision_of(service->ledger, dataset, staith_release_period(release),
                                           joint_audit, staith_gate_service_now(service),
                                           &hold.revision, err);
    if (rc == 0) {
        hold.officer = hold.officer || withdrawn || hold.revision.officers > 0;
        *ret_hold = hold;
    }
    return rc;
}

int staith_gate_signoff_on_date(struct staith_gate_service *service, uint64_t number,
                                const struct staith_gate_revision *revision, struct staith_err *err)
{
    const struct staith_held_word word = {
        .officer = "release-dates",
        .role = "the configuration",
        .reason = "a revision leaves on a release date",
        .approves = true,
        .at_unix_ms = staith_gate_service_now(service),
    };
    if (revision->leaves_unix_ms == 0) {
        return 0; /* until there is a date, and an officer who says so */
    }
    int rc = staith_held_say(service->held, number, &word, STAITH_HELD_APPROVED,
                             revision->leaves_unix_ms, err);
    if (rc == 0) {
        staith_gate_signoff_leave_due(service);
    }
    return rc;
}

const char *staith_gate_signoff_words(struct staith_gate_service *service, uint64_t number,
                                      char *ret_words, size_t cap, uint64_t *ret_ledger_number)
{
    struct staith_held_item item;
    char when[32];
    unsigned long long held = (unsigned long long)number;
    *ret_ledger_number = 0;
    if (staith_held_read(service->held, number, &item, NULL) != 0) {
        (void)snprintf(ret_words, cap, "held as %llu", held);
        return "held";
    }
    const struct staith_held_word *last =
        item.word_count > 0 ? &item.words[item.word_count - 1] : NULL;
    switch (item.state) {
    case STAITH_HELD_WAITING:
        (void)snprintf(ret_words, cap, "held as %llu for %s officer", held,
                       last == NULL ? "an" : "a second");
        break;
    case STAITH_HELD_APPROVED:
        staith_time_format(item.leaves_unix_ms, when, sizeof(when));
        when[10] = ' ';
        (void)snprintf(ret_words, cap, "held as %llu, approved; leaves at %.16s UTC", held, when);
        break;
    case STAITH_HELD_REFUSED:
        (void)snprintf(ret_words, cap, "held as %llu, refused by %s", held,
                       last == NULL ? "an officer" : last->officer);
        break;
    case STAITH_HELD_LEFT:
        *ret_ledger_number = item.ledger_number;
        ret_words[0] = '\0';
        return "released";
    case STAITH_HELD_REPLACED:
        (void)snprintf(ret_words, cap, "held as %llu, replaced by a newer run", held);
        break;
    }
    return "held";
}

/* ---- into the ledger ---- */

static json_t *approvals(const struct staith_held_item *item)
{
    json_t *list = json_array();
    for (uint32_t i = 0; list != NULL && i < item->word_count; i++) {
        const struct staith_held_word *word = &item->words[i];
        json_t *one =
            json_pack("{s:s, s:s, s:s, s:I}", "officer", word->officer, "role", word->role,
                      "reason", word->reason, "at_unix_ms", (json_int_t)word->at_unix_ms);
        if (json_array_append_new(list, one) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

/* The account of the decision with that of the sign-off in it; the caller's to free, or NULL. */
static char *account(const struct staith_held_item *item)
{
    json_t *decision = json_loads(item->note.decision_json, 0, NULL);
    json_t *sign_off = json_pack("{s:I, s:I, s:I, s:o}", "held", (json_int_t)item->number,
                                 "held_unix_ms", (json_int_t)item->held_unix_ms, "embargo_unix_ms",
                                 (json_int_t)item->leaves_unix_ms, "approvals", approvals(item));
    char *text = NULL;
    if (decision != NULL && sign_off != NULL &&
        json_object_set(decision, "sign_off", sign_off) == 0) {
        text = json_dumps(decision, JSON_COMPACT);
    }
    json_decref(sign_off);
    json_decref(decision);
    return text;
}

/* "Ann Lee, Bo Ray" */
static void names_of(const struct staith_held_item *item, char names[NAMES_BYTES])
{
    size_t len = 0;
    names[0] = '\0';
    for (uint32_t i = 0; i < item->word_count && len < NAMES_BYTES; i++) {
        int count = snprintf(names + len, NAMES_BYTES - len, "%s%s", i > 0 ? ", " : "",
                             item->words[i].officer);
        len += count > 0 ? (size_t)count : 0;
    }
}

/* Whether the newest release of the period came from this very held one. The bytes are compared
 * too: a held.db that was lost numbers from 1 again. */
static bool is_in_ledger(struct staith_gate_service *service, const struct staith_held_item *item,
                         uint64_t *ret_number)
{
    struct staith_ledger_entry entry;
    uint64_t number = 0;
    if (staith_ledger_find_release(service->ledger, item->dataset, &item->period, &number) != 0 ||
        staith_ledger_read(service->ledger, number, &entry, NULL) != 0 || !entry.has_note) {
        return false;
    }
    json_t *decision = json_loads(entry.note.decision_json, 0, NULL);
    const json_t *sign_off = json_object_get(decision, "sign_off");
    bool same = json_integer_value(json_object_get(sign_off, "held")) == (json_int_t)item->number &&
                json_integer_value(json_object_get(sign_off, "held_unix_ms")) ==
                    (json_int_t)item->held_unix_ms &&
                entry.record.payload_len == item->release_len &&
                memcmp(entry.record.payload, item->release, item->release_len) == 0;
    json_decref(decision);
    if (same) {
        *ret_number = number;
    }
    return same;
}

static int append(struct staith_gate_service *service, const struct staith_held_item *item,
                  uint64_t *ret_number, struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_release *release = NULL;
    struct staith_catalogue *catalogue = NULL;
    char names[NAMES_BYTES];
    staith_arena_init(&arena, CATALOGUE_BYTES);
    char *text = account(item);
    int rc = text == NULL
                 ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the account of a decision")
                 : staith_codec_unpack_release(item->release, item->release_len, &release, err);
    if (rc == 0) {
        rc = staith_codec_unpack_catalogue(item->catalogue, item->catalogue_len, &arena, &catalogue,
                                           err);
    }
    if (rc == 0) {
        struct staith_ledger_note note = item->note;
        names_of(item, names);
        note.approved_by = names;
        note.decision_json = text;
        rc = staith_ledger_append(service->ledger, release, catalogue, &note, ret_number, err);
        /* Tried again in a while: the ledger looks at its file anew first, and a disk that is full
         * or a limit that is reached may be another then. */
        service->ledger_failed = rc != 0;
    }
    free(text);
    staith_release_free(release);
    staith_arena_deinit(&arena);
    return rc;
}

static int open_archive(struct staith_gate_service *service, struct staith_gate_archive *archive,
                        struct staith_err *err)
{
    *archive = (struct staith_gate_archive){.ledger = service->ledger,
                                            .held = service->held,
                                            .truth = service->truth,
                                            .today_unix_ms = staith_gate_service_now(service)};
    return staith_gate_past_open_facts(service->config->state_folder, archive, err);
}

int staith_gate_signoff_again(struct staith_gate_service *service, uint64_t number,
                              enum staith_again *ret_again,
                              char ret_why[STAITH_DISCLOSURE_WHY_BYTES], struct staith_err *err)
{
    struct staith_gate_archive archive;
    int rc = open_archive(service, &archive, err);
    rc = rc != 0 ? rc
                 : staith_gate_again(&archive, service->outside, number, ON_THE_LOOP_MS, ret_again,
                                     ret_why, err);
    staith_facts_close(archive.facts);
    return rc;
}

/* What was approved and would say too much by now is refused, in the auditor's name. */
static int refuse(struct staith_gate_service *service, uint64_t number, const char *why,
                  struct staith_err *err)
{
    const struct staith_held_word word = {.officer = "auditor",
                                          .role = "staithd",
                                          .reason = why,
                                          .at_unix_ms = staith_gate_service_now(service)};
    staith_log_write(service->log, STAITH_LOG_WARNING, "approved release refused",
                     "held=%llu\twhy=%s", (unsigned long long)number, why);
    return staith_held_say(service->held, number, &word, STAITH_HELD_REFUSED, 0, err);
}

/* It has passed, or is in the ledger already as *number. */
static int put_in_ledger(struct staith_gate_service *service, struct staith_held_item *item,
                         uint64_t number, struct staith_err *err)
{
    int rc = number > 0 ? 0 : append(service, item, &number, err);
    if (rc != 0) {
        return rc;
    }
    staith_log_write(service->log, STAITH_LOG_NOTICE, "held release appended",
                     "dataset=%s\theld=%llu\tnumber=%llu", item->dataset,
                     (unsigned long long)item->number, (unsigned long long)number);
    if (service->publisher != NULL) { /* one that is started later reads the ledger anyway */
        staith_gate_publisher_poke(service->publisher);
    }
    return staith_held_leave(service->held, item->number, number, staith_gate_service_now(service),
                             err);
}

static int note_known(struct staith_gate_service *service, struct staith_gate_known *ret_known,
                      struct staith_err *err)
{
    return staith_gate_known_now(service->ledger, service->config->state_folder,
                                 staith_gate_service_now(service), ret_known, err);
}

static int is_known_still(struct staith_gate_service *service,
                          const struct staith_gate_known *known, bool *ret_same,
                          struct staith_err *err)
{
    return staith_gate_known_still(service->ledger, service->config->state_folder,
                                   staith_gate_service_now(service), known, ret_same, err);
}

/* What an audit beside the loop has found. Where more is known meanwhile it is made anew. */
static void on_audited(void *ctx, const struct staith_gate_again_end *end)
{
    struct staith_gate_service *service = ctx;
    struct staith_held_item item;
    struct staith_err err = {0};
    uint64_t held = service->again_held;
    bool same = false;
    service->again = NULL;
    int rc = is_known_still(service, &service->again_known, &same, &err);
    rc = rc != 0 ? rc : staith_held_read(service->held, held, &item, &err);
    bool stands = rc == 0 && item.state == STAITH_HELD_APPROVED && same;
    bool finished = end->code == 0 && end->again != STAITH_AGAIN_UNFINISHED;
    if (stands && finished) {
        rc = end->again == STAITH_AGAIN_PASSED ? put_in_ledger(service, &item, 0, &err)
                                               : refuse(service, held, end->why, &err);
    } else if (stands) {
        staith_log_write(service->log, STAITH_LOG_WARNING, "approved release waits",
                         "held=%llu\twhy=%s", (unsigned long long)held, end->why);
        staith_gate_turns_rest(&service->turns, held, staith_gate_service_now(service));
    }
    if (rc != 0) {
        log_failure(service, &err);
    }
    staith_timer_again(service->leave_timer, rc == 0 ? LOOK_MS : AFTER_FAILURE_MS, 0);
}

/* Audit it with more time than the loop has. One at a time. */
static int audit_beside(struct staith_gate_service *service, uint64_t held, struct staith_err *err)
{
    struct staith_gate_archive archive;
    int rc = note_known(service, &service->again_known, err);
    if (rc != 0) {
        return rc;
    }
    rc = open_archive(service, &archive, err);
    rc = rc != 0 ? rc
                 : staith_gate_again_start(service->work, &archive, service->outside, held,
                                           on_audited, service, &service->again, err);
    service->again_held = held;
    staith_facts_close(archive.facts);
    return rc;
}

/* An audit within the loop's time. *ret_wait: facts were loaded meanwhile, which another program
 * does, so that what it found is not believed and it is made anew. */
static int audit_on_loop(struct staith_gate_service *service, uint64_t held,
                         enum staith_again *ret_again, char why[STAITH_DISCLOSURE_WHY_BYTES],
                         bool *ret_wait, struct staith_err *err)
{
    struct staith_gate_known known = {0};
    bool same = false;
    int rc = note_known(service, &known, err);
    rc = rc != 0 ? rc : staith_gate_signoff_again(service, held, ret_again, why, err);
    rc = rc != 0 ? rc : is_known_still(service, &known, &same, err);
    *ret_wait = rc == 0 && !same;
    return rc;
}

static int leave(struct staith_gate_service *service, struct staith_held_item *item, bool *wait,
                 struct staith_err *err)
{
    char why[STAITH_DISCLOSURE_WHY_BYTES];
    uint64_t number = 0;
    uint64_t held = item->number;
    enum staith_again again = STAITH_AGAIN_PASSED;
    int rc = 0;
    if (service->again != NULL && service->again_held == held) {
        return 0;
    }
    if (is_in_ledger(service, item, &number)) {
        return put_in_ledger(service, item, number, err);
    }
    bool slow = staith_gate_turns_has(&service->turns, held);
    bool anew = false;
    if (!slow) {
        rc = audit_on_loop(service, held, &again, why, &anew, err);
    }
    if (anew) {
        *wait = true;
        return 0;
    }
    if (rc == 0 && again == STAITH_AGAIN_TOO_MUCH) {
        return refuse(service, held, why, err);
    }
    if (rc == 0 && again == STAITH_AGAIN_UNFINISHED) {
        staith_gate_turns_add(&service->turns, held);
        slow = true;
    }
    if (slow) {
        staith_gate_turns_wait(&service->turns, held, staith_gate_service_now(service));
        *wait = true;
        return 0;
    }
    rc = rc != 0 ? rc : staith_held_read(service->held, held, item, err);
    return rc != 0 ? rc : put_in_ledger(service, item, 0, err);
}

/* ---- at its time ---- */

/* Let one that waits leave if it is due. Whether it could be looked at. */
static bool look_at(struct staith_gate_service *service, uint64_t number, bool *wait)
{
    struct staith_held_item item;
    struct staith_err err = {0};
    int rc = staith_held_read(service->held, number, &item, &err);
    if (rc == 0 && item.state == STAITH_HELD_APPROVED) {
        bool due = item.leaves_unix_ms <= staith_gate_service_now(service);
        *wait = *wait || !due;
        rc = due ? leave(service, &item, wait, &err) : 0;
    }
    if (rc != 0) {
        log_failure(service, &err);
    }
    return rc == 0;
}

/* Audit the one whose turn it is beside the loop, where none is under way. */
static void audit_next(struct staith_gate_service *service)
{
    struct staith_err err = {0};
    uint64_t held = service->again != NULL ? 0 : staith_gate_turns_take(&service->turns);
    if (held > 0 && audit_beside(service, held, &err) != 0) {
        log_failure(service, &err);
        staith_gate_turns_rest(&service->turns, held, staith_gate_service_now(service));
    }
}

void staith_gate_signoff_leave_due(void *ctx)
{
    struct staith_gate_service *service = ctx;
    uint64_t number = 0;
    bool wait = false;
    bool failed = false;
    int next = 0;
    staith_gate_turns_begin(&service->turns);
    while (!failed && (next = staith_held_next(service->held, number, false, &number)) == 0) {
        failed = !look_at(service, number, &wait);
    }
    audit_next(service);
    if (!failed && next != STAITH_ERR_NOTFOUND) {
        struct staith_err err = {0};
        failed = true;
        (void)staith_err_set(&err, next, "the releases that wait cannot be read");
        staith_log_err(service->log, STAITH_LOG_ERROR, "approved releases not looked at", &err);
    }
    if (wait || failed) {
        staith_timer_again(service->leave_timer, failed ? AFTER_FAILURE_MS : LOOK_MS, 0);
    }
}

int staith_gate_signoff_start(struct staith_gate_service *service, struct staith_err *err)
{
    int rc = staith_held_open(service->config->state_folder, &service->held, err);
    if (rc == 0) {
        service->work = staith_work_new(service->loop, WORK_MAX);
        rc = service->work == NULL
                 ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for what is audited")
                 : 0;
    }
    if (rc == 0) {
        rc = staith_truth_open(service->config->state_folder, service->outside, &service->truth,
                               err);
    }
    if (rc == 0) {
        rc = staith_timer_start(service->loop, LOOK_MS, 0, staith_gate_signoff_leave_due, service,
                                &service->leave_timer);
    }
    if (rc == 0) {
        staith_gate_signoff_leave_due(service);
    }
    return rc;
}
