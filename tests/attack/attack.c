/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regions over twelve quarters against an attacker: attack [FIRST [REGIONS [COUNCILS [FIGURES
 * [--by-hand | --years | --told | --bands]]]]]
 *
 * Each council has people who join, leave, are entered wrongly and put right, word of whom comes
 * late, and bands of tenure that are cut anew half way. Every quarter, and with its third the
 * census year, is tallied, decided by the gate beside all that left before, packed and unpacked,
 * and the attacker is given what was unpacked: all quarters and years, revisions, both cuts, FTE;
 * and what stands elsewhere. Of FIGURES protected figures of each council it then says what they
 * can be. An exact one, or one with fewer possible values than promised, is a failure. With --told
 * somebody tells besides what was corrected and how far each year is from its quarters. With
 * --bands one quarter leaves, and leaves again with years of service cut otherwise. With
 * --by-hand the figures are rounded as many offices do it, and it is a failure that the attacker
 * works out none.
 */
#include "attacker.h"
#include "people.h"

#include "codec/codec.h"
#include "disclosure/gate.h"
#include "disclosure/place.h"
#include "processor_clock.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUARTERS = 12, COUNCILS = 12, MAX_CELLS = 16384 };

static const uint32_t SIZES[COUNCILS] = {430, 100, 190, 110, 190, 270,
                                         200, 310, 120, 160, 170, 184};

struct result {
    uint64_t releases;
    uint64_t withheld; /* releases in which nothing was rounded */
    uint64_t printed;  /* figures that left */
    uint64_t figures;  /* protected ones that were attacked */
    uint64_t exact;
    uint64_t narrow;
    uint64_t unfit; /* the truth does not fit: the attacker or the release is wrong */
    int64_t least;
};

/* What is played: see above. */
struct mode {
    bool by_hand;
    bool years;
    bool told;
    bool bands;
};

enum { MAX_RELEASES = 3 * QUARTERS, TRUTH_BYTES = 64 * 1024 * 1024 };

/* What a release was of, as the attacker calls it. */
struct label {
    unsigned number;
    bool revision;
};

struct council {
    struct people people;
    struct attacker *attacker;
    char authority[16];
    struct staith_arena truths_arena;
    uint32_t count; /* of what was released, oldest first */
    struct staith_disclosure_earlier released[MAX_RELEASES];
    struct staith_release *releases[MAX_RELEASES];
    struct staith_system truths[MAX_RELEASES];
    struct label labels[MAX_RELEASES];
    uint32_t fact_count;
    struct staith_public_fact facts[QUARTERS];
};

/* What the gate is told of what left before: the newest of it first. */
static uint32_t tell_past(const struct council *council,
                          struct staith_disclosure_earlier out[MAX_RELEASES])
{
    for (uint32_t i = 0; i < council->count; i++) {
        out[i] = council->released[council->count - 1 - i];
    }
    return council->count;
}

static void keep(struct council *council, struct staith_release *release,
                 const struct staith_rawtable *raw, struct label label)
{
    struct staith_system *truth = &council->truths[council->count];
    if (council->count == MAX_RELEASES ||
        staith_disclosure_truth(raw, &council->truths_arena, truth, NULL) != 0) {
        abort();
    }
    council->releases[council->count] = release;
    council->labels[council->count] = label;
    council->released[council->count++] =
        (struct staith_disclosure_earlier){release, raw->catalogue, truth, false};
}

/* Quarters are told as their number, years as this and their number. */
enum { YEAR = 100, LAST_OF_YEAR = 2 };

/* One release: of a quarter, its revision, or a year. */
struct turn {
    unsigned quarter;
    unsigned bands;
    bool revision;
    bool late;
    bool year;
};

static void hand_over(struct council *council, const struct staith_release *release,
                      const struct staith_catalogue *catalogue, const struct turn *turn)
{
    unsigned number = turn->year ? YEAR + turn->quarter / 4 : turn->quarter;
    static struct staith_release_cell cells[MAX_CELLS];
    uint32_t count = staith_release_cell_count(release);
    for (uint32_t i = 0; i < count && i < MAX_CELLS; i++) {
        cells[i] = staith_release_cell_at(release, i);
    }
    attacker_add(council->attacker, cells, count, catalogue, number, turn->revision);
    attacker_tie_fte(council->attacker, number, turn->revision);
    if (turn->late) {
        attacker_told_late(council->attacker, turn->quarter);
    }
    if (turn->year) {
        attacker_tie_year(council->attacker, number, turn->quarter);
    }
}

/* What many offices do by hand: every number to the nearest multiple of 5, each for itself. The
 * attacker must get the better of that, or it is none. */
static void round_by_hand(struct council *council, const struct staith_rawtable *raw,
                          unsigned quarter, struct result *result)
{
    static struct staith_release_cell cells[MAX_CELLS];
    const struct staith_catalogue *catalogue = raw->catalogue;
    uint32_t count = 0;
    for (uint32_t p = 0; p < raw->part_count; p++) {
        const struct staith_table *table = &catalogue->tables[raw->parts[p].table];
        for (uint32_t i = 0; i < raw->parts[p].cell_count && count < MAX_CELLS; i++) {
            const struct staith_cell *from = &raw->parts[p].cells[i];
            if (from->measure == PEOPLE_FTE) {
                continue;
            }
            struct staith_release_cell *cell = &cells[count++];
            int64_t shown = (from->value + 2) / 5 * 5;
            memset(cell, 0, sizeof(*cell));
            cell->table = table->code;
            cell->measure = catalogue->measures[from->measure].code;
            cell->dimension_count = table->dimension_count;
            bool top = true;
            for (uint32_t d = 0; d < table->dimension_count; d++) {
                const struct staith_dimension *dimension =
                    &catalogue->dimensions[table->dimensions[d]];
                cell->dimensions[d] = dimension->code;
                if (from->categories[d] != STAITH_TOTAL) {
                    cell->categories[d] = dimension->categories[from->categories[d]].code;
                    top = false;
                }
            }
            cell->value = (struct staith_value){STAITH_STATUS_VALUE, shown,
                                                shown > 2 ? shown - 2 : 0, shown + 2};
            if (top) {
                cell->value = staith_value_exact(from->value);
            }
        }
    }
    result->releases++;
    attacker_add(council->attacker, cells, count, catalogue, quarter, false);
    attacker_tie(council->attacker, quarter);
}

static bool prints(const struct turn *turn)
{
    return turn->quarter % 5 == 3 && !turn->year && !turn->revision;
}

/* What stands elsewhere, from then on: how many case holders resigned in the quarter. */
static void print_fact(struct council *council, const struct turn *turn,
                       const struct staith_rawtable *raw)
{
    static const char cell[] = "leavers_headcount|role=case_holder|reason=resigned";
    char name[160];
    struct staith_arena arena;
    struct staith_system truth = {0};
    staith_arena_init(&arena, TRUTH_BYTES);
    if (staith_disclosure_truth(raw, &arena, &truth, NULL) != 0) {
        abort();
    }
    int64_t at = staith_system_find(&truth, cell);
    if (at >= 0 && prints(turn)) {
        council->facts[council->fact_count++] =
            (struct staith_public_fact){.dataset = raw->catalogue->dataset,
                                        .period = raw->period,
                                        .cell = cell,
                                        .value = truth.values[at]};
        (void)snprintf(name, sizeof(name), "%u:leavers_headcount|reason=resigned|role=case_holder",
                       turn->quarter);
        attacker_read(council->attacker, name, truth.values[at]);
    }
    staith_arena_deinit(&arena);
}

static void release_turn(struct council *council, const struct turn *turn, struct result *result)
{
    struct staith_arena arena;
    struct staith_rawtable raw;
    static struct staith_decision decision;
    struct staith_release *made = NULL;
    struct staith_release *seen = NULL;
    struct staith_buf bytes;
    struct staith_err err = {0};
    static const uint8_t hash[STAITH_HASH_BYTES] = {7};
    struct staith_disclosure_earlier past[MAX_RELEASES];
    /* Time by the processor: what a busy machine would leave out is attacked too. */
    const struct staith_outside clock = processor_clock();
    staith_arena_init(&arena, TRUTH_BYTES);
    staith_buf_init(&bytes, STAITH_CODEC_MAX_BYTES);
    (turn->year ? people_tally_year : people_tally)(&council->people, council->authority,
                                                    turn->quarter, turn->bands, &arena, &raw);
    print_fact(council, turn, &raw);
    const struct staith_disclosure disclosure = {.raw = &raw,
                                                 .policy = staith_policy_default(),
                                                 .audience = STAITH_AUDIENCE_REGION,
                                                 .catalogue_hash = hash,
                                                 .earlier = past,
                                                 .earlier_count = tell_past(council, past),
                                                 .facts = council->facts,
                                                 .fact_count = council->fact_count,
                                                 .outside = &clock};
    int code = staith_disclosure_release(&disclosure, &decision, &made, &err);
    result->releases++;
    result->printed += code == 0 ? staith_release_cell_count(made) : 0;
    result->withheld += decision.certificate.cells == 0 ? 1 : 0;
    if (code == 0 && (staith_codec_pack_release(made, &bytes) != 0 ||
                      staith_codec_unpack_release(bytes.data, bytes.len, &seen, &err) != 0)) {
        code = STAITH_ERR_SYNTAX;
    }
    if (code == 0) {
        hand_over(council, seen, raw.catalogue, turn);
        staith_release_free(made);
        const struct label label = {turn->year ? YEAR + turn->quarter / 4 : turn->quarter,
                                    turn->revision};
        keep(council, seen, &raw, label);
    } else if (code != STAITH_ERR_REFUSED) {
        (void)fprintf(stderr, "attack: %s\n", err.what);
        exit(70);
    }
    staith_buf_deinit(&bytes);
    staith_arena_deinit(&arena);
}

/* ---- who is told what was corrected, and how far a year is from its quarters ---- */

/* The count behind a figure "3r:leavers_headcount|sex=male" of one release; -1: none. */
static int64_t count_of(const struct council *council, uint32_t release, const char *place)
{
    const struct staith_system *truth = &council->truths[release];
    for (uint32_t i = 0; i < truth->cell_count; i++) {
        char name[STAITH_SYSTEM_NAME_BYTES];
        (void)snprintf(name, sizeof(name), "%s", truth->names[i]);
        staith_place_sort(name);
        if (strcmp(name, place) == 0) {
            return truth->values[i];
        }
    }
    return -1;
}

/* The figure at a place of one release, and its count. False: it is not printed. */
static bool figure_of(const struct council *council, uint32_t release, const char *place,
                      uint32_t *ret_figure, int64_t *ret_count)
{
    char name[2 * STAITH_SYSTEM_NAME_BYTES];
    const struct label *label = &council->labels[release];
    (void)snprintf(name, sizeof(name), "%u%s:%s", label->number, label->revision ? "r" : "", place);
    int64_t at = attacker_find(council->attacker, name);
    *ret_count = at < 0 ? -1 : count_of(council, release, place);
    *ret_figure = at < 0 ? 0 : (uint32_t)at;
    return *ret_count >= 0;
}

/* The first vintage of a quarter, from the oldest or the newest, that prints the place. */
static bool quarter_of(const struct council *council, unsigned quarter, bool newest,
                       const char *place, uint32_t *ret_figure, int64_t *ret_count)
{
    for (uint32_t i = 0; i < council->count; i++) {
        uint32_t at = newest ? council->count - 1 - i : i;
        if (council->labels[at].number == quarter &&
            figure_of(council, at, place, ret_figure, ret_count)) {
            return true;
        }
    }
    return false;
}

/* A year is four quarters of a flow, or the last of a stock, as far off as it is. */
static void tell_year(struct council *council, uint32_t year, const char *place)
{
    uint32_t figures[5];
    int times[5] = {1, -1, -1, -1, -1};
    int64_t sum = 0;
    int64_t count = 0;
    unsigned last = 4 * (council->labels[year].number - YEAR) + LAST_OF_YEAR;
    bool flow = strncmp(place, "inpost", strlen("inpost")) != 0;
    unsigned quarters = flow ? 4 : 1;
    bool whole = last + 1 >= quarters && figure_of(council, year, place, &figures[0], &sum);
    for (unsigned q = 0; whole && q < quarters; q++) {
        whole = quarter_of(council, last - q, true, place, &figures[1 + q], &count);
        sum -= count;
    }
    if (whole) {
        attacker_told(council->attacker, figures, times, 1 + quarters, sum);
    }
}

static void tell_correction(struct council *council, uint32_t revision, const char *place)
{
    uint32_t figures[2];
    const int times[2] = {1, -1};
    int64_t now = 0;
    int64_t then = 0;
    if (figure_of(council, revision, place, &figures[0], &now) &&
        quarter_of(council, council->labels[revision].number, false, place, &figures[1], &then)) {
        attacker_told(council->attacker, figures, times, 2, now - then);
    }
}

static void tell_all(struct council *council)
{
    for (uint32_t r = 0; r < council->count; r++) {
        for (uint32_t i = 0; i < council->truths[r].cell_count; i++) {
            char place[STAITH_SYSTEM_NAME_BYTES];
            (void)snprintf(place, sizeof(place), "%s", council->truths[r].names[i]);
            staith_place_sort(place);
            if (strstr(place, "_fte") != NULL) {
                continue;
            }
            if (council->labels[r].number >= YEAR) {
                tell_year(council, r, place);
            } else if (council->labels[r].revision) {
                tell_correction(council, r, place);
            }
        }
    }
}

static void attack(struct council *council, uint32_t wanted, bool by_hand, uint64_t *dice,
                   struct result *result)
{
    uint32_t count = attacker_count(council->attacker);
    uint32_t tried = 0;
    uint32_t first = (uint32_t)people_dice(dice, count > 0 ? count : 1);
    for (uint32_t i = 0; i < count && tried < wanted; i++) {
        uint32_t figure = (first + i * 7) % count;
        int64_t lo = 0, hi = 0;
        if (!attacker_is_protected(council->attacker, figure)) {
            continue;
        }
        tried++;
        result->figures++;
        if (!attacker_range(council->attacker, figure, &lo, &hi)) {
            result->unfit++;
            (void)printf("council %s, %s: nothing fits\n", council->authority,
                         attacker_name(council->attacker, figure));
            continue;
        }
        int64_t possible = hi - lo + 1;
        result->least = result->least == 0 || possible < result->least ? possible : result->least;
        if (possible < attacker_promise(council->attacker, figure)) {
            result->exact += possible == 1 ? 1 : 0;
            result->narrow++;
            if (!by_hand) {
                (void)printf("council %s, %s: %lld possible values\n", council->authority,
                             attacker_name(council->attacker, figure), (long long)possible);
            }
        }
    }
}

/* One quarter of a council: by the gate, with a revision now and then, or by hand. */
static void one_quarter(struct council *council, unsigned quarter, const struct mode *mode,
                        uint64_t *dice, struct result *result)
{
    unsigned bands = quarter < QUARTERS / 2 ? 0 : 1;
    if (quarter > 0) {
        people_quarter(&council->people, quarter - 1);
    }
    if (mode->by_hand) {
        struct staith_arena arena;
        struct staith_rawtable raw;
        staith_arena_init(&arena, TRUTH_BYTES);
        people_tally(&council->people, council->authority, quarter, bands, &arena, &raw);
        round_by_hand(council, &raw, quarter, result);
        staith_arena_deinit(&arena);
        return;
    }
    struct turn turn = {.quarter = quarter, .bands = bands};
    release_turn(council, &turn, result);
    if (mode->bands) {
        turn.bands = 1;
        turn.revision = true;
        release_turn(council, &turn, result);
        attacker_tie_bands(council->attacker, quarter);
        return;
    }
    uint64_t word = people_dice(dice, 6);
    /* What was printed of a quarter is not revised. */
    if (word < 2 && !prints(&turn)) {
        turn.revision = true;
        turn.late = word == 1;
        (turn.late ? people_late : people_revise)(&council->people);
        release_turn(council, &turn, result);
    }
    attacker_tie(council->attacker, quarter);
    if (mode->years && quarter % 4 == LAST_OF_YEAR) {
        turn = (struct turn){.quarter = quarter, .bands = bands, .year = true};
        release_turn(council, &turn, result);
    }
}

static void live(uint64_t seed, uint32_t councils, uint32_t figures, const struct mode *mode,
                 struct result *result)
{
    uint64_t dice = seed * 977 + 5;
    for (uint32_t c = 0; c < councils; c++) {
        struct council *council = calloc(1, sizeof(*council));
        if (council == NULL) {
            abort();
        }
        (void)snprintf(council->authority, sizeof(council->authority), "%u", 800 + c);
        /* Bands of a small council are small. */
        uint32_t size = SIZES[c % COUNCILS] / (mode->bands ? 5 : 1);
        people_init(&council->people, size, seed * 100 + c);
        council->attacker = attacker_new();
        staith_arena_init(&council->truths_arena, TRUTH_BYTES);
        for (unsigned quarter = 0; quarter < (mode->bands ? 1 : QUARTERS); quarter++) {
            one_quarter(council, quarter, mode, &dice, result);
        }
        if (mode->told) {
            tell_all(council);
        }
        attack(council, figures, mode->by_hand, &dice, result);
        attacker_free(council->attacker);
        for (uint32_t i = 0; i < council->count; i++) {
            staith_release_free(council->releases[i]);
        }
        staith_arena_deinit(&council->truths_arena);
        free(council);
    }
}

static uint64_t argument(int argc, char **argv, int at, uint64_t otherwise)
{
    return argc > at ? strtoull(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    uint64_t first = argument(argc, argv, 1, 1);
    uint64_t regions = argument(argc, argv, 2, 1);
    uint64_t councils = argument(argc, argv, 3, COUNCILS);
    uint64_t figures = argument(argc, argv, 4, 200);
    const char *word = argc > 5 ? argv[5] : "";
    struct mode mode = {.by_hand = strcmp(word, "--by-hand") == 0,
                        .told = strcmp(word, "--told") == 0,
                        .bands = strcmp(word, "--bands") == 0};
    mode.years = mode.told || strcmp(word, "--years") == 0;
    struct result result = {0};
    if (sodium_init() < 0) {
        return 70;
    }
    for (uint64_t i = 0; i < regions; i++) {
        live(first + i, (uint32_t)councils, (uint32_t)figures, &mode, &result);
    }
    (void)printf("%llu regions of %llu councils, %d quarters: %llu releases, %llu without a "
                 "rounded figure, %llu figures printed; %llu attacked: %llu exact, %llu under the "
                 "promise, least "
                 "%lld possible values, %llu that nothing fits\n",
                 (unsigned long long)regions, (unsigned long long)councils, (int)QUARTERS,
                 (unsigned long long)result.releases, (unsigned long long)result.withheld,
                 (unsigned long long)result.printed, (unsigned long long)result.figures,
                 (unsigned long long)result.exact, (unsigned long long)result.narrow,
                 (long long)result.least, (unsigned long long)result.unfit);
    if (mode.by_hand) {
        return result.exact > 0 ? 0 : 1;
    }
    return result.exact + result.narrow + result.unfit > 0 ? 1 : 0;
}
