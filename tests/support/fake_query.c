/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to a fake host about what was observed. */
#include "fake_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One "dimension=category" of a `where`. */
struct term {
    uint32_t dimension;
    uint16_t category; /* STAITH_NO_CATEGORY for "-" */
};
enum { MAX_TERMS = 16 };
struct terms {
    size_t count;
    struct term list[MAX_TERMS];
};

static bool same(const char *code, const char *text, size_t len)
{
    return strlen(code) == len && memcmp(code, text, len) == 0;
}

static uint32_t find_dimension(const struct staith_descriptor *descriptor, const char *text,
                               size_t len)
{
    for (uint32_t i = 0; i < descriptor->dimension_count; i++) {
        if (same(descriptor->dimensions[i].code, text, len)) {
            return i;
        }
    }
    fail_msg("no dimension %.*s", (int)len, text);
    return 0;
}

static uint16_t find_category(const struct staith_dimension_def *dimension, const char *text,
                              size_t len)
{
    if (same("-", text, len)) {
        return STAITH_NO_CATEGORY;
    }
    for (uint32_t i = 0; i < dimension->category_count; i++) {
        if (same(dimension->categories[i].code, text, len)) {
            return (uint16_t)i;
        }
    }
    fail_msg("no category %.*s in %s", (int)len, text, dimension->code);
    return 0;
}

static struct terms read_terms(const struct staith_descriptor *descriptor, const char *where)
{
    struct terms terms = {0};
    const char *at = where != NULL ? where : "";
    while (*at != '\0') {
        size_t len = strcspn(at, ",");
        const char *equals = memchr(at, '=', len);
        if (equals == NULL || terms.count == MAX_TERMS) {
            fail_msg("cannot read \"%s\"", where);
            break;
        }
        struct term *term = &terms.list[terms.count++];
        size_t name_len = (size_t)(equals - at);
        term->dimension = find_dimension(descriptor, at, name_len);
        term->category =
            find_category(&descriptor->dimensions[term->dimension], equals + 1, len - name_len - 1);
        at += len;
        at += *at == ',' ? 1 : 0;
    }
    return terms;
}

static bool matches(const struct staith_descriptor *descriptor, const struct terms *terms,
                    const struct staith_fake_observation *observation)
{
    for (size_t i = 0; i < terms->count; i++) {
        const struct staith_dimension_def *dimension =
            &descriptor->dimensions[terms->list[i].dimension];
        uint16_t at = observation->categories[terms->list[i].dimension];
        for (uint32_t step = 0; at != terms->list[i].category; step++) {
            if (at == STAITH_NO_CATEGORY || step > dimension->category_count) {
                return false;
            }
            at = dimension->categories[at].parent;
            if (at == STAITH_NO_CATEGORY) {
                return false;
            }
        }
    }
    return true;
}

static uint16_t find_measure(const struct staith_fake_host *host, const char *code)
{
    const struct staith_descriptor *descriptor = host->descriptor;
    for (uint32_t i = 0; i < descriptor->measure_count; i++) {
        if (strcmp(descriptor->measures[i].code, code) == 0) {
            return (uint16_t)i;
        }
    }
    fail_msg("no measure %s", code);
    return 0;
}

uint64_t staith_fake_rows(const struct staith_fake_host *host, const char *measure,
                          const char *where)
{
    uint16_t index = find_measure(host, measure);
    struct terms terms = read_terms(host->descriptor, where);
    uint64_t rows = 0;
    for (size_t i = 0; i < host->observation_count; i++) {
        rows += host->observations[i].measure == index &&
                matches(host->descriptor, &terms, &host->observations[i]);
    }
    return rows;
}

int64_t staith_fake_sum(const struct staith_fake_host *host, const char *measure, const char *where)
{
    uint16_t index = find_measure(host, measure);
    struct terms terms = read_terms(host->descriptor, where);
    int64_t sum = 0;
    for (size_t i = 0; i < host->observation_count; i++) {
        if (host->observations[i].measure == index &&
            matches(host->descriptor, &terms, &host->observations[i])) {
            assert_true(host->observations[i].value <= INT64_MAX - sum);
            sum += host->observations[i].value;
        }
    }
    return sum;
}

struct key {
    const unsigned char *bytes;
    size_t len;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *left = a;
    const struct key *right = b;
    if (left->len != right->len) {
        return left->len < right->len ? -1 : 1;
    }
    return memcmp(left->bytes, right->bytes, left->len);
}

static uint64_t distinct(const struct staith_fake_host *host, const char *measure,
                         const char *where, bool owners)
{
    uint16_t index = find_measure(host, measure);
    struct terms terms = read_terms(host->descriptor, where);
    struct key *found = calloc(host->observation_count + 1, sizeof *found);
    assert_non_null(found);
    size_t count = 0;
    for (size_t i = 0; i < host->observation_count; i++) {
        const struct staith_fake_observation *observation = &host->observations[i];
        const struct key key = owners ? (struct key){observation->owner, observation->owner_len}
                                      : (struct key){observation->person, observation->person_len};
        if (observation->measure == index && key.bytes != NULL &&
            matches(host->descriptor, &terms, observation)) {
            found[count++] = key;
        }
    }
    qsort(found, count, sizeof *found, compare_keys);
    uint64_t different = count > 0;
    for (size_t i = 1; i < count; i++) {
        different += compare_keys(&found[i - 1], &found[i]) != 0;
    }
    free(found);
    return different;
}

uint64_t staith_fake_people(const struct staith_fake_host *host, const char *measure,
                            const char *where)
{
    return distinct(host, measure, where, false);
}

uint64_t staith_fake_owners(const struct staith_fake_host *host, const char *measure,
                            const char *where)
{
    return distinct(host, measure, where, true);
}

bool staith_fake_unavailable(const struct staith_fake_host *host, const char *measure)
{
    return host->unavailable[find_measure(host, measure)];
}

static uint32_t find_check(const struct staith_fake_host *host, const char *code)
{
    const struct staith_descriptor *descriptor = host->descriptor;
    for (uint32_t i = 0; i < descriptor->check_count; i++) {
        if (strcmp(descriptor->checks[i].code, code) == 0) {
            return i;
        }
    }
    fail_msg("no check %s", code);
    return 0;
}

uint64_t staith_fake_findings(const struct staith_fake_host *host, const char *check)
{
    uint32_t index = find_check(host, check);
    uint64_t count = 0;
    for (size_t i = 0; i < host->finding_count; i++) {
        count += host->findings[i].check == index;
    }
    return count;
}

const struct staith_fake_finding *staith_fake_finding(const struct staith_fake_host *host,
                                                      const char *check, uint64_t nth)
{
    uint32_t index = find_check(host, check);
    uint64_t seen = 0;
    for (size_t i = 0; i < host->finding_count; i++) {
        if (host->findings[i].check == index && seen++ == nth) {
            return &host->findings[i];
        }
    }
    fail_msg("%s was not found that often", check);
    return NULL;
}

int64_t staith_fake_alarm(const struct staith_fake_host *host, const char *alarm)
{
    const struct staith_local_alarms *declared = host->plugin->extension(STAITH_EXT_LOCAL);
    for (uint32_t i = 0; i < declared->alarm_count; i++) {
        if (strcmp(declared->alarms[i].code, alarm) == 0) {
            return host->alarm_counted[i] ? (int64_t)host->alarm_count[i] : -1;
        }
    }
    fail_msg("there is no alarm %s", alarm);
    return -1;
}
