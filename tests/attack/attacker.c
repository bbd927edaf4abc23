/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Unknowns are found by name in a sorted list of all that was ever printed. A sum is noticed where
 * a figure and all figures one step below it in one dimension are printed in one table.
 */
#include "attacker.h"

#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 160, FIGURES = 32768, STEP_NONE = -1, QUARTERS = 256 };

struct figure {
    char name[NAME];
    int64_t lo, hi;
    int64_t base;
    bool exact;
};

struct attacker {
    struct figure *figures;
    uint32_t count;
    uint32_t *order; /* by name */
    glp_prob *program;
    uint32_t known; /* columns that the program has */
    bool revised[QUARTERS];
};

struct attacker *attacker_new(void)
{
    struct attacker *attacker = calloc(1, sizeof(*attacker));
    if (attacker == NULL) {
        abort();
    }
    attacker->figures = calloc(FIGURES, sizeof(*attacker->figures));
    attacker->order = calloc(FIGURES, sizeof(*attacker->order));
    attacker->program = glp_create_prob();
    (void)glp_term_out(GLP_OFF);
    if (attacker->figures == NULL || attacker->order == NULL) {
        abort();
    }
    return attacker;
}

void attacker_free(struct attacker *attacker)
{
    glp_delete_prob(attacker->program);
    free(attacker->figures);
    free(attacker->order);
    free(attacker);
}

/* Index of a figure, or -1; the place where it would go in *ret_place. */
static int64_t find(const struct attacker *attacker, const char *name, uint32_t *ret_place)
{
    uint32_t low = 0, high = attacker->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(attacker->figures[attacker->order[middle]].name, name);
        if (order == 0) {
            return attacker->order[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *ret_place = low;
    return -1;
}

static uint32_t figure_of(struct attacker *attacker, const char *name)
{
    uint32_t place = 0;
    int64_t at = find(attacker, name, &place);
    if (at >= 0) {
        return (uint32_t)at;
    }
    if (attacker->count == FIGURES) {
        abort();
    }
    uint32_t made = attacker->count++;
    memmove(&attacker->order[place + 1], &attacker->order[place],
            (made - place) * sizeof(*attacker->order));
    attacker->order[place] = made;
    struct figure *figure = &attacker->figures[made];
    (void)snprintf(figure->name, sizeof(figure->name), "%s", name);
    figure->hi = INT64_C(1000000000000);
    (void)glp_add_cols(attacker->program, 1);
    return made;
}

/* A cell by what it counts; `step` exchanges the category of one of its dimensions. */
static void name_of(const struct staith_release_cell *cell, unsigned quarter, const char *vintage,
                    int step, const char *other, char out[NAME])
{
    char parts[4][64];
    unsigned count = 0;
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        const char *category = (int)i == step ? other : cell->categories[i];
        if (category != NULL) {
            (void)snprintf(parts[count++], sizeof(parts[0]), "|%.30s=%.30s", cell->dimensions[i],
                           category);
        }
    }
    for (unsigned i = 0; i + 1 < count; i++) {
        for (unsigned j = i + 1; j < count; j++) {
            if (strcmp(parts[j], parts[i]) < 0) {
                char kept[64];
                memcpy(kept, parts[i], sizeof(kept));
                memcpy(parts[i], parts[j], sizeof(kept));
                memcpy(parts[j], kept, sizeof(kept));
            }
        }
    }
    int len = snprintf(out, NAME, "%u%s:%.40s", quarter, vintage, cell->measure);
    for (unsigned i = 0; i < count && len > 0 && len < NAME; i++) {
        len += snprintf(out + len, (size_t)(NAME - len), "%.63s", parts[i]);
    }
}

static void add_row_of(struct attacker *attacker, const int *columns, const double *times,
                       int count, int kind)
{
    int row = glp_add_rows(attacker->program, 1);
    glp_set_row_bnds(attacker->program, row, kind, 0, 0);
    glp_set_mat_row(attacker->program, row, count, columns, times);
}

static void add_row(struct attacker *attacker, const int *columns, const double *times, int count)
{
    add_row_of(attacker, columns, times, count, GLP_FX);
}

/* FTE are looked at in hundredths, inwards: what is found possible is. */
enum { FTE_MILLIONTHS = 10000, FTE_OF_ONE = 100 };

static bool is_fte(const char *name)
{
    return strstr(name, "_fte") != NULL;
}

/* What is printed of one cell. */
static void learn(struct attacker *attacker, const struct staith_release_cell *cell,
                  const char *name)
{
    struct figure *figure = &attacker->figures[figure_of(attacker, name)];
    if (cell->value.status != STAITH_STATUS_VALUE) {
        return;
    }
    bool exact = cell->value.lo == cell->value.hi;
    /* The rule is public: up to one multiple away, or two. */
    int64_t away = cell->value.hi - cell->value.value + 1;
    int64_t base = away % 5 == 0 ? 5 : 3;
    int64_t lo = exact ? cell->value.value : cell->value.value - away + 1;
    int64_t hi = cell->value.hi;
    lo = lo > cell->value.lo ? lo : cell->value.lo;
    if (is_fte(name)) {
        /* Exact ones that are no hundredth are the two beside it. */
        lo = exact ? lo / FTE_MILLIONTHS : (lo + FTE_MILLIONTHS - 1) / FTE_MILLIONTHS;
        hi = exact ? (hi + FTE_MILLIONTHS - 1) / FTE_MILLIONTHS : hi / FTE_MILLIONTHS;
        /* Four of five: 0 FTE beside 0 people are 4 at most. */
        base = INT64_C(4) * FTE_OF_ONE;
    }
    figure->lo = figure->lo > lo ? figure->lo : lo;
    figure->hi = figure->hi < hi ? figure->hi : hi;
    figure->exact = figure->exact || exact;
    figure->base = exact ? figure->base : base;
}

/* The sum of the cell's children in one dimension, where all of them are printed. */
static void notice_sum(struct attacker *attacker, const struct staith_release_cell *cell,
                       const struct staith_catalogue *catalogue, unsigned quarter,
                       const char *vintage, uint32_t along)
{
    int columns[256];
    double times[256];
    char name[NAME];
    uint32_t place = 0;
    int count = 1;
    int at = staith_catalogue_dimension(catalogue, cell->dimensions[along]);
    const struct staith_dimension *dimension = &catalogue->dimensions[at];
    name_of(cell, quarter, vintage, STEP_NONE, NULL, name);
    int64_t total = find(attacker, name, &place);
    if (total < 0) {
        return;
    }
    columns[count] = (int)total + 1;
    times[count++] = -1;
    for (uint32_t i = 0; i < dimension->category_count && count < 255; i++) {
        uint16_t parent = dimension->categories[i].parent;
        const char *above = parent == 0xFFFF ? NULL : dimension->categories[parent].code;
        bool child = above == NULL ? cell->categories[along] == NULL
                                   : cell->categories[along] != NULL &&
                                         strcmp(above, cell->categories[along]) == 0;
        if (!child) {
            continue;
        }
        name_of(cell, quarter, vintage, (int)along, dimension->categories[i].code, name);
        int64_t figure = find(attacker, name, &place);
        if (figure < 0) {
            return;
        }
        columns[count] = (int)figure + 1;
        times[count++] = 1;
    }
    if (count > 2) {
        add_row(attacker, columns, times, count - 1);
    }
}

void attacker_add(struct attacker *attacker, const struct staith_release_cell *cells,
                  uint32_t count, const struct staith_catalogue *catalogue, unsigned quarter,
                  bool revision)
{
    const char *vintage = revision ? "r" : "";
    char name[NAME];
    attacker->revised[quarter % QUARTERS] = attacker->revised[quarter % QUARTERS] || revision;
    for (uint32_t i = 0; i < count; i++) {
        name_of(&cells[i], quarter, vintage, STEP_NONE, NULL, name);
        learn(attacker, &cells[i], name);
    }
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t along = 0; along < cells[i].dimension_count; along++) {
            notice_sum(attacker, &cells[i], catalogue, quarter, vintage, along);
        }
    }
    /* The top total is printed once, in a table of its own. */
    for (uint32_t t = 0; t < catalogue->table_count; t++) {
        const struct staith_table *table = &catalogue->tables[t];
        for (uint32_t m = 0; m < table->measure_count; m++) {
            struct staith_release_cell top = {.measure =
                                                  catalogue->measures[table->measures[m]].code,
                                              .dimension_count = table->dimension_count};
            for (uint32_t i = 0; i < table->dimension_count; i++) {
                top.dimensions[i] = catalogue->dimensions[table->dimensions[i]].code;
            }
            for (uint32_t along = 0; along < table->dimension_count; along++) {
                notice_sum(attacker, &top, catalogue, quarter, vintage, along);
            }
        }
    }
}

static int64_t same_in(const struct attacker *attacker, const char *of, unsigned quarter);

/* As it was revised last. */
static int64_t stock(const struct attacker *attacker, unsigned quarter, const char *measure,
                     const char *place)
{
    char name[NAME];
    (void)snprintf(name, sizeof(name), ":%s_headcount%s", measure, place);
    return same_in(attacker, name, quarter);
}

void attacker_tie(struct attacker *attacker, unsigned quarter)
{
    static const char *const PLACES[] = {"", "|sex=female", "|sex=male"};
    for (size_t i = 0; quarter > 0 && i < sizeof(PLACES) / sizeof(PLACES[0]); i++) {
        int64_t now = stock(attacker, quarter, "inpost", PLACES[i]);
        int64_t before = stock(attacker, quarter - 1, "inpost", PLACES[i]);
        int64_t in = stock(attacker, quarter, "starters", PLACES[i]);
        int64_t out = stock(attacker, quarter, "leavers", PLACES[i]);
        const int columns[] = {0, (int)now + 1, (int)before + 1, (int)in + 1, (int)out + 1};
        const double times[] = {0, 1, -1, -1, 1};
        if (now >= 0 && before >= 0 && in >= 0 && out >= 0) {
            add_row(attacker, columns, times, 4);
        }
    }
}

/* The figure of a quarter, as it was revised last, that has the name of `of`; -1: none. What a
 * revision does not print again may have changed with it. */
static int64_t same_in(const struct attacker *attacker, const char *of, unsigned quarter)
{
    char name[NAME];
    uint32_t place = 0;
    (void)snprintf(name, sizeof(name), "%u%s%.140s", quarter,
                   attacker->revised[quarter % QUARTERS] ? "r" : "", strchr(of, ':'));
    return find(attacker, name, &place);
}

void attacker_tie_year(struct attacker *attacker, unsigned year, unsigned last)
{
    char prefix[16];
    (void)snprintf(prefix, sizeof(prefix), "%u:", year);
    for (uint32_t i = 0; i < attacker->count; i++) {
        const char *name = attacker->figures[i].name;
        if (strncmp(name, prefix, strlen(prefix)) != 0 || strstr(name, "tenure=") != NULL) {
            continue;
        }
        unsigned quarters = strstr(name, ":inpost") != NULL ? 1 : 4;
        int columns[6] = {0, (int)i + 1};
        double times[6] = {0, -1};
        int count = 1;
        for (unsigned q = 0; q < quarters; q++) {
            int64_t at = same_in(attacker, name, last - q);
            if (at >= 0) {
                columns[++count] = (int)at + 1;
                times[count] = 1;
            }
        }
        /* What is printed of the day is not protected in the quarter's figure either. */
        if (count == 2 && quarters == 1 && attacker->figures[i].exact) {
            attacker->figures[columns[2] - 1].exact = true;
        }
        /* A quarter that is not there leaves the sum at most the year. */
        bool whole = count == (int)quarters + 1;
        if (count > 1) {
            add_row_of(attacker, columns, times, count, whole && !is_fte(name) ? GLP_FX : GLP_UP);
        }
    }
}

/* A figure of a quarter by its years of service. */
static int band_of(struct attacker *attacker, unsigned quarter, const char *vintage,
                   const char *years)
{
    char name[NAME];
    (void)snprintf(name, sizeof(name), "%u%s:inpost_headcount|tenure=%s", quarter, vintage, years);
    return (int)figure_of(attacker, name) + 1;
}

void attacker_tie_bands(struct attacker *attacker, unsigned quarter)
{
    const int one = band_of(attacker, quarter, "", "~1");
    const int two = band_of(attacker, quarter, "", "~2");
    const int rows[4][4] = {{0, band_of(attacker, quarter, "", "under_2"),
                             band_of(attacker, quarter, "r", "under_1"), one},
                            {0, band_of(attacker, quarter, "r", "from_1"), one, two},
                            {0, band_of(attacker, quarter, "", "from_2"), two,
                             band_of(attacker, quarter, "r", "from_3")},
                            {0, band_of(attacker, quarter, "", "from_5"),
                             band_of(attacker, quarter, "r", "from_5_to_9"),
                             band_of(attacker, quarter, "r", "from_10")}};
    const double times[] = {0, 1, -1, -1};
    attacker->figures[one - 1].base = 5;
    attacker->figures[two - 1].base = 5;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        add_row(attacker, rows[i], times, 3);
    }
}

void attacker_tie_fte(struct attacker *attacker, unsigned quarter, bool revision)
{
    char prefix[32];
    (void)snprintf(prefix, sizeof(prefix), "%u%s:inpost_fte", quarter, revision ? "r" : "");
    for (uint32_t i = 0; i < attacker->count; i++) {
        const char *name = attacker->figures[i].name;
        char people[NAME];
        uint32_t place = 0;
        if (strncmp(name, prefix, strlen(prefix)) != 0) {
            continue;
        }
        (void)snprintf(people, sizeof(people), "%.*sheadcount%.100s",
                       (int)(strlen(prefix) - strlen("fte")), prefix, name + strlen(prefix));
        int64_t at = find(attacker, people, &place);
        const int columns[] = {0, (int)i + 1, (int)at + 1};
        const double times[] = {0, 1, -FTE_OF_ONE};
        if (at >= 0) {
            add_row_of(attacker, columns, times, 2, GLP_UP);
        }
    }
}

void attacker_told_late(struct attacker *attacker, unsigned quarter)
{
    char prefix[16];
    (void)snprintf(prefix, sizeof(prefix), "%ur:", quarter);
    for (uint32_t i = 0; i < attacker->count; i++) {
        const char *name = attacker->figures[i].name;
        char before[NAME];
        uint32_t place = 0;
        if (strncmp(name, prefix, strlen(prefix)) != 0) {
            continue;
        }
        (void)snprintf(before, sizeof(before), "%u%.140s", quarter, strchr(name, ':'));
        int64_t at = find(attacker, before, &place);
        bool leavers = strstr(name, ":leavers") != NULL;
        const int columns[] = {0, (int)i + 1, (int)at + 1};
        const double times[] = {0, leavers ? -1 : 1, leavers ? 1 : -1};
        if (at >= 0 && (leavers || strstr(name, ":inpost") != NULL)) {
            add_row_of(attacker, columns, times, 2, GLP_UP);
        }
    }
}

void attacker_read(struct attacker *attacker, const char *figure, int64_t value)
{
    struct figure *known = &attacker->figures[figure_of(attacker, figure)];
    known->lo = value;
    known->hi = value;
    known->exact = true;
}

void attacker_told(struct attacker *attacker, const uint32_t *figures, const int *times,
                   uint32_t count, int64_t sum)
{
    int columns[8];
    double factors[8];
    if (count >= 8) {
        abort();
    }
    for (uint32_t i = 0; i < count; i++) {
        columns[i + 1] = (int)figures[i] + 1;
        factors[i + 1] = times[i];
    }
    int row = glp_add_rows(attacker->program, 1);
    glp_set_row_bnds(attacker->program, row, GLP_FX, (double)sum, (double)sum);
    glp_set_mat_row(attacker->program, row, (int)count, columns, factors);
}

int64_t attacker_find(const struct attacker *attacker, const char *figure)
{
    uint32_t place = 0;
    return find(attacker, figure, &place);
}

uint32_t attacker_count(const struct attacker *attacker)
{
    return attacker->count;
}

const char *attacker_name(const struct attacker *attacker, uint32_t figure)
{
    return attacker->figures[figure].name;
}

bool attacker_is_protected(const struct attacker *attacker, uint32_t figure)
{
    return attacker->figures[figure].base > 0 && !attacker->figures[figure].exact;
}

int64_t attacker_promise(const struct attacker *attacker, uint32_t figure)
{
    return attacker->figures[figure].base;
}

static bool extreme(struct attacker *attacker, uint32_t figure, int direction, double *ret_value)
{
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = GLP_DUALP;
    glp_set_obj_dir(attacker->program, direction);
    glp_set_obj_coef(attacker->program, (int)figure + 1, 1);
    bool solved = glp_simplex(attacker->program, &control) == 0 &&
                  glp_get_status(attacker->program) == GLP_OPT;
    *ret_value = glp_get_obj_val(attacker->program);
    glp_set_obj_coef(attacker->program, (int)figure + 1, 0);
    return solved;
}

bool attacker_range(struct attacker *attacker, uint32_t figure, int64_t *ret_lo, int64_t *ret_hi)
{
    double least = 0, greatest = 0;
    for (; attacker->known < attacker->count; attacker->known++) {
        const struct figure *one = &attacker->figures[attacker->known];
        glp_set_col_bnds(attacker->program, (int)attacker->known + 1,
                         one->lo == one->hi ? GLP_FX : GLP_DB, (double)one->lo, (double)one->hi);
    }
    if (!extreme(attacker, figure, GLP_MIN, &least) ||
        !extreme(attacker, figure, GLP_MAX, &greatest)) {
        return false;
    }
    *ret_lo = (int64_t)ceil(least - 1e-5);
    *ret_hi = (int64_t)floor(greatest + 1e-5);
    return true;
}
