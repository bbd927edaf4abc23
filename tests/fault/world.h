/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FAULT_WORLD_H
#define STAITH_FAULT_WORLD_H
/*
 * A world: councils and their region on one thread, under a clock that jumps from event to event.
 * The ledgers, publishers, ingest and store are the real ones; disk, network, time and chance are
 * the world's. One seed is one history, the same on every machine.
 *
 * Held at every step:
 *   W1 a receipt names only records that are on the region's disk, safe from a loss of power
 *   W2 of each council and epoch the region holds the numbers 1 to its cursor, each once, each the
 *      record that the council's ledger holds under that number
 *   W3 a record that the ledger accepted is never lost, whatever ends the council's processes
 *   W4 a record that the region holds never changes
 *   W5 what is shown of a period is the newest record that the region holds of it
 *   W6 nothing that a lying council sends is stored under another's name, or stops another
 *   W7 within five minutes of the last fault the region holds all that the councils accepted, also
 *      those of a council whose transport key somebody else shouts with
 *   W8 a council names as heard only words that are on the region's disk, as the region said them
 *   W9 a word that a council named is on its disk from then on
 *   W10 an import that was confirmed is never lost, and within five minutes of the last fault every
 *      council has the newest one
 */
#include "authority/publish/publisher.h"
#include "codec/message.h"
#include "disk.h"
#include "ledger/ledger.h"

#include "aggregator/ingest/ingest.h"

enum {
    WORLD_MAX_COUNCILS = 12,
    WORLD_MAX_RECORDS = 128,
    WORLD_FAULT_MS = 45000,
    WORLD_HEAL_MS = 300000,
    WORLD_FOLDER_BYTES = 128
};

/** What may go wrong in this world; chances of 1000 for a message, else a switch. */
struct world_rules {
    uint32_t councils;
    int64_t fault_ms; /**< from the start until all is mended */
    /** One call of the first council's or the region's machine that fails, or one request for
     *  memory, from the very start. */
    struct {
        bool region;
        bool memory;
        bool for_ever;  /**< until all is mended */
        unsigned calls; /**< enum disk_call */
        int error;
        uint64_t nth;
    } failing;
    uint32_t releases; /**< of each council */
    uint32_t loss;
    uint32_t duplication;
    uint32_t delay_ms; /**< greatest */
    bool swizzle;      /**< messages overtake each other */
    bool partitions;
    bool crashes;
    bool power;
    bool disks;  /**< full, failing, failing to sync */
    bool clocks; /**< jump, and run apart */
    bool liar;
    bool restore; /**< a ledger is put back from an older copy */
    bool words;   /**< the region speaks too: verdicts, and what an officer imports for councils */
    bool thief; /**< somebody shouts with a copy of the first council's transport key, to the end */
};

enum world_kind {
    WORLD_APPEND = 1,
    WORLD_WAKE,
    WORLD_TO_REGION,
    WORLD_TO_COUNCIL,
    WORLD_DRAIN,
    WORLD_RETRY,
    WORLD_FAULT,
    WORLD_HEAL,
    WORLD_COUNCIL_UP,
    WORLD_REGION_UP,
    WORLD_DISK_WELL,
    WORLD_LIE,
    WORLD_HAND,
    WORLD_SHOUT
};

struct world_event {
    int64_t at_ms;
    uint64_t order; /**< ties go by order of making */
    enum world_kind kind;
    uint32_t council;
    uint64_t link; /**< a message of a connection that is gone is gone */
    size_t len;
    uint8_t *bytes;
};

struct world;

struct world_council {
    struct world *world;
    uint32_t index;
    char code[16];
    char folder[WORLD_FOLDER_BYTES];
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    struct staith_outside outside;
    int64_t skew_ms;
    bool up;
    bool cut; /**< no message gets through */
    bool liar;
    bool forked; /**< its ledger was put back from a copy */
    struct staith_ledger *ledger;
    struct staith_publisher *publisher;
    struct staith_publisher_state state;
    uint64_t link;
    uint64_t wake;              /**< order of the one wake event that counts */
    int64_t last_arrival_ms[2]; /**< of each direction, for messages that keep their order */
    uint32_t to_append;
    uint64_t accepted; /**< numbers 1..accepted are in the ledger for good */
    uint64_t epoch;
    uint8_t hashes[WORLD_MAX_RECORDS][STAITH_HASH_BYTES];
    int64_t values[WORLD_MAX_RECORDS]; /**< of the one figure of a release */
    int years[WORLD_MAX_RECORDS];      /**< period of a release, 0: a catalogue, or not known */
    uint64_t heard;                    /**< the last word that it named */
    uint64_t acknowledged;             /**< greatest number in a receipt that the region sent */
    uint64_t held;                     /**< what the region held when it was last looked at */
    uint8_t held_hashes[WORLD_MAX_RECORDS][STAITH_HASH_BYTES];
};

struct world {
    struct disk *disk;
    char root[64];
    char region_folder[WORLD_FOLDER_BYTES];
    struct world_rules rules;
    uint64_t seed;
    uint64_t dice;
    int64_t now_ms;
    int64_t end_ms;
    bool healed;
    uint64_t order;
    size_t event_count;
    size_t event_cap;
    struct world_event *events;
    struct world_council councils[WORLD_MAX_COUNCILS];
    struct staith_outside outside; /**< the region's */
    int64_t skew_ms;
    struct staith_store *store;
    struct staith_ingest *ingest;
    bool region_up;
    bool region_failed;
    bool draining;
    bool disk_ill;
    uint8_t region_public[STAITH_PUBLIC_KEY_BYTES];
    uint8_t region_secret[STAITH_SECRET_KEY_BYTES];
    unsigned tried;       /**< imports for councils, of which the last may have failed */
    unsigned imported;    /**< the last one that was confirmed */
    bool hand_due;        /**< one was not handed out yet, as far as is known */
    uint64_t thief_links; /**< that the thief has made */
    uint64_t messages;
    uint64_t crashes;
    bool failure_met; /**< the failing call or request has come */
    char broken[256]; /**< the first thing that did not hold; "": all well */
};

/** `root`: a folder that exists; the world's names are made below it. */
struct world *world_new(const char *root);
void world_free(struct world *world);
/** One history. True when everything held. */
bool world_run(struct world *world, uint64_t seed, const struct world_rules *rules);
/** Rules for a seed: mostly small worlds, now and then all twelve councils and everything at once.
 */
struct world_rules world_rules_of(uint64_t seed);

/** A dataset of one measure, and a release of it with one figure. The caller's to free. */
const struct staith_catalogue *world_catalogue(void);
struct staith_release *world_release(const char *authority, int year, int64_t value);

/* ---- among the files of the world ---- */

/** Whether the council's own records are not what its ledger says: it lies under its own key, or
 * its ledger was put back. What holds for others holds no less beside it. */
bool world_is_odd(const struct world_council *council);

uint64_t world_dice(struct world *world, uint64_t bound);
bool world_chance(struct world *world, uint64_t of_1000);
void world_event(struct world *world, int64_t in_ms, enum world_kind kind, uint32_t council);
/** Say that `rule` does not hold; the first one stands. */
void world_break(struct world *world, const char *rule, const struct world_council *council,
                 uint64_t number, const char *what);
/** Put a message on its way, with everything that can happen to it. */
void world_send(struct world *world, struct world_council *council, bool to_region,
                const void *bytes, size_t len);
int world_council_up(struct world_council *council);
void world_council_down(struct world_council *council, bool power);
void world_council_append(struct world_council *council);
int world_region_up(struct world *world);
void world_region_down(struct world *world, bool power);
void world_region_hear(struct world *world, struct world_council *council, const uint8_t *bytes,
                       size_t len);
/** Likewise over any connection with this council's key. */
void world_region_take(struct world *world, struct world_council *council,
                       const struct staith_wire_peer *peer, const uint8_t *bytes, size_t len);
void world_region_drain(struct world *world);
void world_fault(struct world *world);
void world_heal(struct world *world);
void world_lie(struct world_council *council);
void world_shout(struct world_council *council);
/** The region's quota where there is a thief, or none. */
void world_thief_quota(struct world *world);
/** The council's own connection, as the region knows it. */
struct staith_wire_peer world_peer(const struct world_council *council);
/** W2, W4, W5 on what the region holds now. */
void world_look(struct world *world);
/** W3: what the ledger holds now. */
void world_council_look(struct world_council *council);
/** Healed, and everything is where W7 wants it: nothing more will happen. */
bool world_at_rest(struct world *world);
/** The region's store has failed: it is opened again. */
void world_region_failed(struct world *world);
/** Import now and then, and hand out. */
void world_words_hand(struct world *world);
/** W8, W9: what a council sends. */
void world_words_said(struct world_council *council, const void *bytes, size_t len);
/** What of the words a council waits for; "" for nothing. */
const char *world_words_missing(struct world *world, const struct world_council *council);
/** W10. */
void world_words_end(struct world *world);
/** W7. */
void world_end(struct world *world);

#endif
