/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events, chance, and the network. Messages of a connection keep their order unless the world
 * swizzles; a connection that is cut loses what is under way.
 */
#include "world.h"
#include "memory.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t world_dice(struct world *world, uint64_t bound)
{
    world->dice += 0x9e3779b97f4a7c15u;
    uint64_t x = world->dice;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return bound > 0 ? x % bound : x;
}

bool world_chance(struct world *world, uint64_t of_1000)
{
    return world_dice(world, 1000) < of_1000;
}

/* ---- events: a heap by time, then by order of making ---- */

static bool earlier(const struct world_event *a, const struct world_event *b)
{
    return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->order < b->order;
}

static void swap(struct world_event *a, struct world_event *b)
{
    const struct world_event kept = *a;
    *a = *b;
    *b = kept;
}

static void push(struct world *world, const struct world_event *event)
{
    if (world->event_count == world->event_cap) {
        world->event_cap = world->event_cap > 0 ? world->event_cap * 2 : 256;
        memory_mine();
        world->events = realloc(world->events, world->event_cap * sizeof(*world->events));
        memory_theirs();
        if (world->events == NULL) {
            abort();
        }
    }
    size_t at = world->event_count++;
    world->events[at] = *event;
    while (at > 0 && earlier(&world->events[at], &world->events[(at - 1) / 2])) {
        swap(&world->events[at], &world->events[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static struct world_event pop(struct world *world)
{
    const struct world_event first = world->events[0];
    world->events[0] = world->events[--world->event_count];
    size_t at = 0;
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++) {
            if (child < world->event_count &&
                earlier(&world->events[child], &world->events[least])) {
                least = child;
            }
        }
        if (least == at) {
            return first;
        }
        swap(&world->events[at], &world->events[least]);
        at = least;
    }
}

void world_event(struct world *world, int64_t in_ms, enum world_kind kind, uint32_t council)
{
    const struct world_event event = {
        .at_ms = world->now_ms + in_ms, .order = ++world->order, .kind = kind, .council = council};
    push(world, &event);
}

void world_break(struct world *world, const char *rule, const struct world_council *council,
                 uint64_t number, const char *what)
{
    if (world->broken[0] == '\0') {
        (void)snprintf(world->broken, sizeof(world->broken),
                       "%s at %lld ms, council %s, record %llu: %s", rule, (long long)world->now_ms,
                       council != NULL ? council->code : "-", (unsigned long long)number, what);
    }
}

/* ---- the network ---- */

static void deliver_later(struct world *world, struct world_council *council, bool to_region,
                          const void *bytes, size_t len)
{
    struct world_event event = {.at_ms = world->now_ms + 1 +
                                         (int64_t)world_dice(world, world->rules.delay_ms + 1),
                                .order = ++world->order,
                                .kind = to_region ? WORLD_TO_REGION : WORLD_TO_COUNCIL,
                                .council = council->index,
                                .link = council->link,
                                .len = len};
    if (!world->rules.swizzle || world->healed) {
        int64_t *last = &council->last_arrival_ms[to_region ? 1 : 0];
        event.at_ms = event.at_ms > *last ? event.at_ms : *last;
        *last = event.at_ms;
    }
    memory_mine();
    event.bytes = malloc(len > 0 ? len : 1);
    memory_theirs();
    if (event.bytes == NULL) {
        abort();
    }
    memcpy(event.bytes, bytes, len);
    push(world, &event);
}

void world_send(struct world *world, struct world_council *council, bool to_region,
                const void *bytes, size_t len)
{
    world->messages++;
    if (council->cut || (!world->healed && world_chance(world, world->rules.loss))) {
        return;
    }
    deliver_later(world, council, to_region, bytes, len);
    if (!world->healed && world_chance(world, world->rules.duplication)) {
        deliver_later(world, council, to_region, bytes, len);
    }
}

/* ---- one step ---- */

static void on_message(struct world *world, struct world_event *event)
{
    struct world_council *council = &world->councils[event->council];
    if (event->link == council->link && !council->cut) {
        if (event->kind == WORLD_TO_COUNCIL && council->up) {
            staith_publisher_on_message(council->publisher, event->bytes, event->len);
        } else if (event->kind == WORLD_TO_REGION) {
            world_region_hear(world, council, event->bytes, event->len);
        }
    }
    free(event->bytes);
}

/* Who cannot start, or cannot open its store again, tries once a second. */
static void start(struct world *world, const struct world_event *event)
{
    int rc = event->kind == WORLD_COUNCIL_UP ? world_council_up(&world->councils[event->council])
                                             : world_region_up(world);
    if (rc != 0) {
        world_event(world, 1000, event->kind, event->council);
    }
}

static void wake(struct world_council *council, uint64_t order)
{
    if (council->up && order == council->wake) {
        staith_publisher_on_time(council->publisher);
    }
}

static void step(struct world *world, struct world_event *event)
{
    struct world_council *council = &world->councils[event->council];
    switch (event->kind) {
    case WORLD_APPEND:
        world_council_append(council);
        break;
    case WORLD_WAKE:
        wake(council, event->order);
        break;
    case WORLD_TO_REGION:
    case WORLD_TO_COUNCIL:
        on_message(world, event);
        break;
    case WORLD_DRAIN:
        world_region_drain(world);
        break;
    case WORLD_RETRY:
    case WORLD_REGION_UP:
    case WORLD_COUNCIL_UP:
        start(world, event);
        break;
    case WORLD_FAULT:
        world_fault(world);
        break;
    case WORLD_HEAL:
        world_heal(world);
        break;
    case WORLD_HAND:
        world_words_hand(world);
        break;
    case WORLD_DISK_WELL:
        disk_fail(world->disk, "", 0, 0, 0, false);
        world->disk_ill = false;
        break;
    case WORLD_LIE:
        world_lie(council);
        break;
    case WORLD_SHOUT:
        world_shout(council);
        break;
    }
}

/* ---- a world from end to end ---- */

static int64_t region_unix(void *ctx)
{
    const struct world *world = ctx;
    return 1700000000000 + world->now_ms + world->skew_ms;
}

static int64_t region_steady(void *ctx)
{
    const struct world *world = ctx;
    return 1 + world->now_ms;
}

static void region_random(void *ctx, void *buf, size_t len)
{
    struct world *world = ctx;
    for (size_t i = 0; i < len; i++) {
        ((uint8_t *)buf)[i] = (uint8_t)world_dice(world, 256);
    }
}

struct world *world_new(const char *root)
{
    struct world *world = calloc(1, sizeof(*world));
    if (world == NULL || sodium_init() < 0) {
        abort();
    }
    (void)snprintf(world->root, sizeof(world->root), "%s", root);
    (void)snprintf(world->region_folder, sizeof(world->region_folder), "%s/region", root);
    world->disk = disk_new(1);
    const uint8_t region_seed[crypto_sign_SEEDBYTES] = {200};
    (void)crypto_sign_seed_keypair(world->region_public, world->region_secret, region_seed);
    world->outside = (struct staith_outside){.ctx = world,
                                             .unix_ms = region_unix,
                                             .monotonic_ms = region_steady,
                                             .random = region_random};
    for (uint32_t i = 0; i < WORLD_MAX_COUNCILS; i++) {
        struct world_council *council = &world->councils[i];
        uint8_t seed[crypto_sign_SEEDBYTES] = {(uint8_t)(i + 1)};
        council->world = world;
        council->index = i;
        (void)snprintf(council->code, sizeof(council->code), "%u", 800 + i);
        (void)snprintf(council->folder, sizeof(council->folder), "%s/%u", root, 800 + i);
        (void)crypto_sign_seed_keypair(council->public_key, council->secret, seed);
    }
    return world;
}

void world_free(struct world *world)
{
    for (size_t i = 0; i < world->event_count; i++) {
        free(world->events[i].bytes);
    }
    disk_free(world->disk);
    free(world->events);
    free(world);
}

static void begin(struct world *world, uint64_t seed, const struct world_rules *rules)
{
    world->seed = seed;
    world->dice = seed * 0x2545f4914f6cdd1du + 7;
    world->rules = *rules;
    world->now_ms = 0;
    world->end_ms = rules->fault_ms + WORLD_HEAL_MS;
    world->healed = false;
    world->order = 0;
    world->skew_ms = 0;
    world->region_failed = false;
    world->draining = false;
    world->disk_ill = false;
    world->tried = 0;
    world->imported = 0;
    world->hand_due = false;
    world->thief_links = 0;
    world->messages = 0;
    world->crashes = 0;
    world->failure_met = false;
    world->broken[0] = '\0';
    disk_reset(world->disk, seed + 1);
    if (rules->failing.calls != 0) {
        disk_fail(world->disk,
                  rules->failing.region ? world->region_folder : world->councils[0].folder,
                  rules->failing.calls, rules->failing.nth, rules->failing.error,
                  rules->failing.for_ever);
    }
    memory_fail(rules->failing.memory ? rules->failing.nth : 0, rules->failing.for_ever);
    for (uint32_t i = 0; i < rules->councils; i++) {
        struct world_council *council = &world->councils[i];
        council->skew_ms = 0;
        council->cut = false;
        council->forked = false;
        council->liar = rules->liar && i == 0;
        council->accepted = 0;
        council->epoch = 0;
        council->acknowledged = 0;
        council->heard = 0;
        council->held = 0;
        council->link = 0;
        council->wake = 0;
        memset(&council->state, 0, sizeof(council->state));
        memset(council->last_arrival_ms, 0, sizeof(council->last_arrival_ms));
        council->to_append = rules->releases;
        memset(council->years, 0, sizeof(council->years));
    }
}

bool world_run(struct world *world, uint64_t seed, const struct world_rules *rules)
{
    begin(world, seed, rules);
    world_event(world, 0, WORLD_REGION_UP, 0);
    for (uint32_t i = 0; i < rules->councils; i++) {
        world_event(world, 0, WORLD_COUNCIL_UP, i);
        world_event(world, (int64_t)world_dice(world, 500), WORLD_APPEND, i);
        if (world->councils[i].liar) {
            world_event(world, 2000, WORLD_LIE, i);
        }
    }
    if (rules->thief) {
        world_event(world, 100, WORLD_SHOUT, 0);
    }
    if (rules->words) {
        world_event(world, 400, WORLD_HAND, 0);
    }
    world_event(world, 300, WORLD_FAULT, 0);
    world_event(world, rules->fault_ms, WORLD_HEAL, 0);
    while (world->event_count > 0 && world->broken[0] == '\0' &&
           world->events[0].at_ms <= world->end_ms && !world_at_rest(world)) {
        struct world_event event = pop(world);
        world->now_ms = event.at_ms;
        step(world, &event);
    }
    if (world->broken[0] == '\0') {
        world_end(world);
    }
    for (size_t i = 0; i < world->event_count; i++) {
        free(world->events[i].bytes);
    }
    world->event_count = 0;
    for (uint32_t i = 0; i < rules->councils; i++) {
        world_council_down(&world->councils[i], false);
    }
    world_region_down(world, false);
    return world->broken[0] == '\0';
}

struct world_rules world_rules_of(uint64_t seed)
{
    uint64_t x = (seed + 1) * 0x9e3779b97f4a7c15u;
    x ^= x >> 29;
    struct world_rules rules = {
        .councils = 1 + (uint32_t)(x % 3),
        .fault_ms = WORLD_FAULT_MS,
        .releases = 2 + (uint32_t)((x >> 8) % 7),
        .loss = (x >> 16) % 4 == 0 ? 200 : (uint32_t)((x >> 16) % 60),
        .duplication = (uint32_t)((x >> 20) % 150),
        .delay_ms = (x >> 28) % 5 == 0 ? 3000 : 1 + (uint32_t)((x >> 28) % 200),
        .swizzle = (x >> 33) % 3 == 0,
        .partitions = (x >> 35) % 2 == 0,
        .crashes = (x >> 36) % 4 != 0,
        .power = (x >> 38) % 2 == 0,
        .disks = (x >> 39) % 2 == 0,
        .clocks = (x >> 40) % 3 == 0,
        .liar = (x >> 42) % 5 == 0,
        .restore = (x >> 45) % 8 == 0,
        .words = (x >> 50) % 4 == 0,
    };
    if (seed % 200 == 199) {
        rules.councils = WORLD_MAX_COUNCILS;
        rules.crashes = rules.power = rules.partitions = rules.disks = rules.liar = true;
    }
    if (seed % 64 == 33) {
        rules.thief = true;
        rules.liar = false; /* whose quarrel with the region is another */
        rules.fault_ms = WORLD_FAULT_MS / 3;
    }
    return rules;
}
