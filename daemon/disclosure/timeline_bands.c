/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People of one time in bands that are cut otherwise: two tables over the same total, whose
 * differences are the few who are in the one band and not in the other. A scale of bands is cut
 * like months are, where any band begins or ends; what lies between two cuts is the band that is
 * exactly it, or an unknown of its own, as protected as the bands it is part of. So the machinery
 * is that of flows, with bands for months.
 */
#include "disclosure/bands.h"
#include "disclosure/timeline_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A point as one of the bands of one of its dimensions. */
struct banded {
    struct staith_point point; /* its key says all but the band; its months are the band's */
    const struct staith_dimension *dimension;
};

struct bands {
    struct staith_timeline_work *work;
    uint32_t count;
    struct banded *list;
};

/* "inpost_headcount|sex=male|age=30_39", its second: "~inpost_headcount|sex=male|age=@-24300". Of a
 * stock the day counts, of others the months. */
static const char *key_of(struct staith_timeline_work *work, const struct staith_point *point,
                          const char *from, size_t len)
{
    char key[3 * STAITH_SYSTEM_NAME_BYTES];
    bool day = point->course.kind == STAITH_COURSE_STOCK;
    (void)snprintf(key, sizeof(key), "~%.*s%s%.*s=@%" PRId32 "-%" PRId32, (int)(from - point->key),
                   point->key, from + len, (int)(strcspn(from, "=")), from,
                   day ? 0 : point->course.first, point->course.last);
    return staith_arena_strdup(work->arena, key);
}

/* Note a point once for what stands at `from` in its key, "|age=30_39", where that is a band. */
static int note(struct bands *bands, const struct staith_point *point, const char *from, size_t len)
{
    char code[STAITH_SYSTEM_NAME_BYTES];
    struct staith_band band;
    size_t name = strcspn(from, "=");
    (void)snprintf(code, sizeof(code), "%.*s", (int)(name - 1), from + 1);
    int at = staith_catalogue_dimension(point->catalogue, code);
    const struct staith_dimension *dimension = at < 0 ? NULL : &point->catalogue->dimensions[at];
    (void)snprintf(code, sizeof(code), "%.*s", (int)(len - name - 1), from + name + 1);
    for (uint32_t c = 0; dimension != NULL && c < dimension->category_count; c++) {
        if (strcmp(dimension->categories[c].code, code) != 0 ||
            !staith_band_of(dimension, c, &band)) {
            continue;
        }
        struct banded *one = &bands->list[bands->count++];
        *one = (struct banded){*point, dimension};
        one->point.key = key_of(bands->work, point, from, len);
        if (one->point.key == NULL) {
            return staith_timeline_no_memory(bands->work);
        }
        one->point.place = one->point.key + strcspn(one->point.key, "|");
        one->point.course =
            (struct staith_course){STAITH_COURSE_FLOW, "", NULL, band.first, band.last};
    }
    return 0;
}

static int list_bands(struct bands *bands)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < bands->work->point_count; i++) {
        const struct staith_point *point = &bands->work->points[i];
        const char *from = point->place;
        while (code == 0 && point->catalogue != NULL && *from == '|') {
            size_t len = 1 + strcspn(from + 1, "|");
            code = note(bands, point, from, len);
            from += len;
        }
    }
    return code;
}

static int by_band(const void *a, const void *b)
{
    const struct staith_point *left = &((const struct banded *)a)->point;
    const struct staith_point *right = &((const struct banded *)b)->point;
    int order = strcmp(left->key, right->key);
    if (order == 0) {
        order = (left->course.last > right->course.last) - (left->course.last < right->course.last);
    }
    if (order == 0) {
        order =
            (left->course.first > right->course.first) - (left->course.first < right->course.first);
    }
    return order != 0 ? order : (left->cell > right->cell) - (left->cell < right->cell);
}

/* How many from `first` on are of one scale; *ret_cuts: there is more than one cut of it. */
static uint32_t scale_of(const struct bands *bands, uint32_t first, bool *ret_cuts)
{
    uint32_t count = 0;
    *ret_cuts = false;
    while (first + count < bands->count &&
           strcmp(bands->list[first].point.key, bands->list[first + count].point.key) == 0) {
        *ret_cuts = *ret_cuts || !staith_bands_same(bands->list[first].dimension,
                                                    bands->list[first + count].dimension);
        count++;
    }
    return count;
}

static int tie_scale(struct bands *bands, uint32_t first, uint32_t count)
{
    struct staith_timeline_work *work = bands->work;
    struct staith_point *points = staith_arena_array(work->arena, count, sizeof(*points));
    if (points == NULL) {
        return staith_timeline_no_memory(work);
    }
    for (uint32_t i = 0; i < count; i++) {
        points[i] = bands->list[first + i].point;
    }
    struct staith_line line = {.key = points->key,
                               .place = points->place,
                               .points = points,
                               .count = count,
                               .rebanded = true};
    return staith_timeline_flow(work, &line);
}

/* A scale is cut at most at both ends of its bands. */
static uint32_t room_for(const struct bands *bands)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < bands->count;) {
        bool cuts = false;
        uint32_t count = scale_of(bands, i, &cuts);
        most += cuts ? 2 * count : 0;
        i += count;
    }
    return most;
}

int staith_timeline_bands(struct staith_timeline_work *work)
{
    struct bands bands = {.work = work};
    size_t most = (size_t)work->point_count * STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS + 1;
    bands.list = staith_arena_array(work->arena, most, sizeof(*bands.list));
    if (bands.list == NULL) {
        return staith_timeline_no_memory(work);
    }
    int code = list_bands(&bands);
    if (code == 0 && bands.count > 0) {
        qsort(bands.list, bands.count, sizeof(*bands.list), by_band);
    }
    uint32_t more = code == 0 ? room_for(&bands) : 0;
    code = more > 0 ? staith_timeline_room(work, more) : code;
    for (uint32_t i = 0; code == 0 && i < bands.count;) {
        bool cuts = false;
        uint32_t count = scale_of(&bands, i, &cuts);
        code = cuts ? tie_scale(&bands, i, count) : 0;
        i += count;
    }
    return code;
}
