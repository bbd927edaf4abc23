/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be worked out from everything that a council released: attack-bundle BUNDLE [ABOUT]
 *
 * BUNDLE is what `staith ledger --export` wrote. The attacker is given every release in it and says
 * of every protected figure what it can be; ABOUT prints those whose name holds it. It fails when
 * one can be worked out, or has fewer possible values than promised, or when nothing named ABOUT is
 * known of at all.
 */
#include "attacker.h"

#include "codec/bundle.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PERIODS = 64, MAX_CELLS = 16384, MAX_SHOWN = 20 };

struct told {
    struct attacker *attacker;
    struct staith_period periods[MAX_PERIODS];
    unsigned period_count;
    uint32_t releases;
};

static unsigned place_of(struct told *told, const struct staith_period *period, bool *ret_again)
{
    unsigned at = 0;
    while (at < told->period_count && staith_period_compare(&told->periods[at], period) != 0) {
        at++;
    }
    *ret_again = at < told->period_count;
    if (!*ret_again) {
        if (told->period_count == MAX_PERIODS) {
            abort();
        }
        told->periods[told->period_count++] = *period;
    }
    return at;
}

static void tell(struct told *told, const struct staith_bundle *bundle,
                 const struct staith_record *record)
{
    static struct staith_release_cell cells[MAX_CELLS];
    struct staith_release *release = NULL;
    struct staith_catalogue *catalogue = NULL;
    struct staith_arena arena;
    bool again = false;
    staith_arena_init(&arena, 16 * 1024 * 1024);
    if (staith_codec_unpack_release(record->payload, record->payload_len, &release, NULL) != 0) {
        (void)fprintf(stderr, "attack-bundle: a release cannot be read\n");
        exit(70);
    }
    const struct staith_record *from =
        staith_bundle_catalogue(bundle, record->number, staith_release_catalogue_hash(release));
    if (from == NULL || staith_codec_unpack_catalogue(from->payload, from->payload_len, &arena,
                                                      &catalogue, NULL) != 0) {
        (void)fprintf(stderr, "attack-bundle: a catalogue cannot be read\n");
        exit(70);
    }
    uint32_t count = staith_release_cell_count(release);
    for (uint32_t i = 0; i < count && i < MAX_CELLS; i++) {
        cells[i] = staith_release_cell_at(release, i);
    }
    unsigned place = place_of(told, staith_release_period(release), &again);
    attacker_add(told->attacker, cells, count, catalogue, place, again);
    told->releases++;
    staith_release_free(release);
    staith_arena_deinit(&arena);
}

static int judge(struct told *told, const char *about)
{
    uint32_t figures = 0, narrow = 0, named = 0;
    for (uint32_t i = 0; i < attacker_count(told->attacker); i++) {
        const char *name = attacker_name(told->attacker, i);
        bool wanted = about != NULL && strstr(name, about) != NULL;
        int64_t lo = 0, hi = 0;
        if (!attacker_is_protected(told->attacker, i) && !wanted) {
            continue;
        }
        bool fits = attacker_range(told->attacker, i, &lo, &hi);
        figures++;
        if (!fits || hi - lo + 1 < 5) {
            narrow++;
            if (narrow <= MAX_SHOWN) {
                (void)printf("%s: %s\n", name, fits ? "too few possible values" : "nothing fits");
            }
        } else if (wanted) {
            (void)printf("%s: anything from %lld to %lld\n", name, (long long)lo, (long long)hi);
        }
        named += wanted ? 1 : 0;
    }
    (void)printf("%u releases, %u figures attacked, %u with fewer than 5 possible values\n",
                 told->releases, figures, narrow);
    return narrow > 0 || (about != NULL && named == 0) ? 1 : 0;
}

static size_t read_all(const char *path, uint8_t **ret_bytes)
{
    FILE *file = fopen(path, "rb");
    long size = 0;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) <= 0 ||
        fseek(file, 0, SEEK_SET) != 0) {
        perror(path);
        exit(66);
    }
    *ret_bytes = malloc((size_t)size);
    if (*ret_bytes == NULL || fread(*ret_bytes, 1, (size_t)size, file) != (size_t)size) {
        exit(66);
    }
    (void)fclose(file);
    return (size_t)size;
}

int main(int argc, char **argv)
{
    struct told told = {0};
    struct staith_arena arena;
    struct staith_bundle bundle;
    struct staith_err err = {0};
    uint8_t hash[STAITH_HASH_BYTES];
    uint8_t *bytes = NULL;
    if (argc < 2 || sodium_init() < 0) {
        (void)fprintf(stderr, "usage: attack-bundle BUNDLE [ABOUT]\n");
        return 64;
    }
    size_t len = read_all(argv[1], &bytes);
    staith_arena_init(&arena, STAITH_BUNDLE_ARENA_BYTES);
    if (staith_bundle_unpack(bytes, len, &arena, &bundle, hash, &err) != 0) {
        (void)fprintf(stderr, "attack-bundle: %s\n", err.what);
        return 65;
    }
    told.attacker = attacker_new();
    for (uint32_t i = 0; i < bundle.entry_count; i++) {
        if (bundle.entries[i].record.kind == STAITH_RECORD_RELEASE) {
            tell(&told, &bundle, &bundle.entries[i].record);
        }
    }
    int result = judge(&told, argc > 2 ? argv[2] : NULL);
    attacker_free(told.attacker);
    staith_arena_deinit(&arena);
    free(bytes);
    return result;
}
