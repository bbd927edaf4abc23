/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/officer.h"

#include "base/utf8.h"

#include <string.h>

static const struct staith_config_officer *find_officer(const struct staith_config_council *config,
                                                        const char *name)
{
    for (uint32_t i = 0; i < config->officer_count; i++) {
        if (strcmp(config->officers[i].name, name) == 0) {
            return &config->officers[i];
        }
    }
    return NULL;
}

int staith_gate_officer_find(const struct staith_config_council *config, const char *name,
                             const struct staith_config_officer **ret_officer,
                             struct staith_err *err)
{
    *ret_officer = find_officer(config, name);
    if (*ret_officer != NULL) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_DENIED, "\"%.100s\" is no officer of this council", name);
    staith_err_remedy(err, "officers are named in the configuration, under officers");
    return STAITH_ERR_DENIED;
}

const char *staith_gate_officer_state(enum staith_held_state state)
{
    static const char *const words[] = {[STAITH_HELD_WAITING] = "waiting",
                                        [STAITH_HELD_APPROVED] = "approved",
                                        [STAITH_HELD_LEFT] = "left",
                                        [STAITH_HELD_REFUSED] = "refused",
                                        [STAITH_HELD_REPLACED] = "replaced"};
    return words[state];
}

uint32_t staith_gate_officer_approvals(const struct staith_config_council *config,
                                       const struct staith_held_item *item)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < item->word_count; i++) {
        bool counts =
            item->words[i].approves && find_officer(config, item->words[i].officer) != NULL;
        count += counts ? 1 : 0;
    }
    return count;
}

static int check_words(const struct staith_gate_saying *saying, struct staith_err *err)
{
    size_t len = strlen(saying->reason);
    if (len > STAITH_HELD_MAX_REASON_BYTES || !staith_utf8_is_line(saying->reason, len)) {
        (void)staith_err_set(err, STAITH_ERR_INVAL,
                             "a reason is one line of text, at most %d bytes",
                             (int)STAITH_HELD_MAX_REASON_BYTES);
        staith_err_remedy(err, "say why, with --reason");
        return STAITH_ERR_INVAL;
    }
    if (saying->embargo_unix_ms != 0 && saying->embargo_unix_ms <= saying->now_unix_ms) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "the embargo lies in the past");
        staith_err_remedy(err, "leave it out to let the release leave at once; times are UTC");
        return STAITH_ERR_INVAL;
    }
    return 0;
}

static int check_state(const struct staith_held_item *item, const struct staith_gate_saying *saying,
                       struct staith_err *err)
{
    if (item->state != STAITH_HELD_WAITING &&
        (saying->approves || item->state != STAITH_HELD_APPROVED)) {
        (void)staith_err_set(
            err, STAITH_ERR_STATE, "held release %llu is %s already",
            (unsigned long long)item->number,
            item->state == STAITH_HELD_LEFT ? "gone" : staith_gate_officer_state(item->state));
        staith_err_remedy(err, "`staith held --all` says what became of it");
        return STAITH_ERR_STATE;
    }
    for (uint32_t i = 0; saying->approves && i < item->word_count; i++) {
        if (strcmp(item->words[i].officer, saying->officer) == 0) {
            (void)staith_err_set(err, STAITH_ERR_STATE, "%s approved held release %llu already",
                                 saying->officer, (unsigned long long)item->number);
            staith_err_remedy(err, "another officer must approve it too");
            return STAITH_ERR_STATE;
        }
    }
    return 0;
}

int staith_gate_officer_say(const struct staith_config_council *config, struct staith_held *held,
                            const struct staith_held_item *item,
                            const struct staith_gate_saying *saying,
                            enum staith_held_state *ret_state, struct staith_err *err)
{
    const struct staith_config_officer *officer = NULL;
    int rc = staith_gate_officer_find(config, saying->officer, &officer, err);
    rc = rc != 0 ? rc : check_words(saying, err);
    rc = rc != 0 ? rc : check_state(item, saying, err);
    if (rc != 0) {
        return rc;
    }
    int64_t leaves = 0;
    enum staith_held_state state = STAITH_HELD_REFUSED;
    if (saying->approves) {
        bool enough = staith_gate_officer_approvals(config, item) + 1 >= saying->needed;
        state = enough ? STAITH_HELD_APPROVED : STAITH_HELD_WAITING;
        leaves = saying->embargo_unix_ms > saying->date_unix_ms ? saying->embargo_unix_ms
                                                                : saying->date_unix_ms;
        for (uint32_t i = 0; i < item->word_count; i++) {
            leaves =
                item->words[i].embargo_unix_ms > leaves ? item->words[i].embargo_unix_ms : leaves;
        }
    }
    const struct staith_held_word word = {.officer = officer->name,
                                          .role = officer->role,
                                          .reason = saying->reason,
                                          .approves = saying->approves,
                                          .at_unix_ms = saying->now_unix_ms,
                                          .embargo_unix_ms = saying->embargo_unix_ms};
    rc = staith_held_say(held, item->number, &word, state, leaves, err);
    if (rc == 0) {
        *ret_state = state;
    }
    return rc;
}
