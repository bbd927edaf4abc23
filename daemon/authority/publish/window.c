/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is in flight: records go out in order, as many as the region has given credit for. A record
 * of a kind that the region's protocol does not have stays, and all behind it, since a ledger has
 * no gaps: that shows in `staith status`, and ends when the region is brought up to date.
 */
#include "authority/publish/internal.h"

#include <stdio.h>

static uint64_t in_flight(const struct staith_publisher *publisher)
{
    return publisher->next - publisher->state.acknowledged - 1;
}

void staith_publisher_go_back(struct staith_publisher *publisher, uint64_t acknowledged)
{
    publisher->state.acknowledged = acknowledged;
    publisher->next = acknowledged + 1;
    publisher->bytes_in_flight = 0;
}

void staith_publisher_window_move(struct staith_publisher *publisher, uint64_t committed)
{
    uint64_t before = publisher->state.acknowledged;
    publisher->state.acknowledged = committed;
    for (uint64_t number = before + 1; number <= committed && number < publisher->next; number++) {
        publisher->bytes_in_flight -= publisher->sizes[number % STAITH_PUBLISH_WINDOW];
    }
    if (publisher->next <= committed) {
        publisher->next = committed + 1;
        publisher->bytes_in_flight = 0;
    }
}

/* One record may always be on its way, whatever its size, or one that is longer than the credit in
 * bytes would block the ledger for ever; but none where the region takes no message at all, which
 * is asked again with every heartbeat. */
static bool has_credit(const struct staith_publisher *publisher, size_t more)
{
    if (in_flight(publisher) == 0) {
        return publisher->credit_messages > 0;
    }
    return in_flight(publisher) < publisher->credit_messages &&
           publisher->bytes_in_flight + more <= publisher->credit_bytes;
}

/* Whether the region can read a record. */
static bool can_carry(struct staith_publisher *publisher, const struct staith_record *record)
{
    char detail[160];
    uint32_t needed = staith_record_protocol(record);
    if (publisher->protocol >= needed) {
        return true;
    }
    (void)snprintf(detail, sizeof(detail),
                   "record %llu is %s, which needs protocol %u; it and those behind it wait",
                   (unsigned long long)record->number, staith_record_kind_words(record->kind),
                   (unsigned)needed);
    staith_publisher_set_error(publisher, STAITH_TROUBLE_REGION,
                               "the region's staith-aggregator is too old", detail);
    return false;
}

/* A progress limit runs while anything is in flight. */
void staith_publisher_send_records(struct staith_publisher *publisher)
{
    if (publisher->state.phase != STAITH_PUBLISHER_CONNECTED || !staith_publisher_look(publisher)) {
        return;
    }
    int rc = 0;
    while (rc == 0 && publisher->next <= publisher->state.last && has_credit(publisher, 0)) {
        struct staith_ledger_entry entry;
        struct staith_message message = {.kind = STAITH_MESSAGE_RECORD};
        struct staith_err err = {0};
        rc = staith_ledger_read(publisher->ledger, publisher->next, &entry, &err);
        if (rc != 0) {
            staith_publisher_set_error(publisher, STAITH_TROUBLE_LEDGER,
                                       "a record of the ledger cannot be read", err.what);
            break;
        }
        if (!has_credit(publisher, entry.record.payload_len)) {
            break;
        }
        if (!can_carry(publisher, &entry.record)) {
            break;
        }
        message.as.record = entry.record;
        rc = staith_publisher_send(publisher, &message);
        if (rc == 0) {
            publisher->sizes[publisher->next % STAITH_PUBLISH_WINDOW] =
                (uint32_t)entry.record.payload_len;
            publisher->bytes_in_flight += entry.record.payload_len;
            publisher->next++;
        } else if (rc != STAITH_ERR_AGAIN) {
            staith_publisher_set_error(publisher, STAITH_TROUBLE_REGION, "a record cannot be sent",
                                       staith_err_words(rc));
        }
    }
    if (publisher->retry_due == 0 && (rc != 0 || in_flight(publisher) > 0)) {
        publisher->retry_due = staith_publisher_after(publisher, publisher->retry_ms);
    }
}
