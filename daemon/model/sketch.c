/* SPDX-License-Identifier: Apache-2.0 */
#include "model/sketch.h"

#include <string.h>

enum { SUMS = 5, TERMS = 2 * SUMS, MOST_ELEMENTS = 4, FIELD_BITS = 64 };

/* x^64 = x^4 + x^3 + x + 1 */
static const uint64_t reduction = 0x1B;

/* Neither operand decides a branch or an index. */
uint64_t staith_sketch_product(uint64_t a, uint64_t b)
{
    uint64_t product = 0;
    for (int bit = 0; bit < FIELD_BITS; bit++) {
        product ^= a & (0 - (b & 1));
        a = (a << 1) ^ (reduction & (0 - (a >> (FIELD_BITS - 1))));
        b >>= 1;
    }
    return product;
}

/* a to the power 2^64 - 2: 1 / a. */
static uint64_t inverse(uint64_t a)
{
    uint64_t power = a;
    uint64_t product = 1;
    for (int bit = 1; bit < FIELD_BITS; bit++) {
        power = staith_sketch_product(power, power);
        product = staith_sketch_product(product, power);
    }
    return product;
}

static void odd_powers(uint64_t element, uint64_t *out, int count)
{
    uint64_t power = element != 0 ? element : 1;
    uint64_t square = staith_sketch_product(power, power);
    for (int i = 0; i < count; i++) {
        out[i] = power;
        power = staith_sketch_product(power, square);
    }
}

struct staith_sketch staith_sketch_of(uint64_t person, uint64_t contribution)
{
    struct staith_sketch sketch = {0};
    odd_powers(contribution, sketch.sums, SUMS);
    odd_powers(person, sketch.people, 2);
    return sketch;
}

void staith_sketch_add(struct staith_sketch *to, const struct staith_sketch *from)
{
    for (int i = 0; i < SUMS; i++) {
        to->sums[i] ^= from->sums[i];
    }
    to->people[0] ^= from->people[0];
    to->people[1] ^= from->people[1];
}

/* s1 .. s10 from the odd ones: in a field of characteristic 2 the square of a sum is the sum of the
 * squares. */
static void all_sums(const struct staith_sketch *sketch, uint64_t terms[TERMS])
{
    for (int n = 1; n <= TERMS; n++) {
        terms[n - 1] = n % 2 == 1 ? sketch->sums[n / 2]
                                  : staith_sketch_product(terms[n / 2 - 1], terms[n / 2 - 1]);
    }
}

/* The shortest linear recurrence that gives all terms (Berlekamp and Massey). */
static unsigned linear_complexity(const uint64_t terms[TERMS])
{
    uint64_t now[TERMS + 1] = {1};
    uint64_t before[TERMS + 1] = {1};
    uint64_t before_fault = 1;
    unsigned length = 0;
    unsigned shift = 1;
    for (unsigned n = 0; n < TERMS; n++) {
        uint64_t fault = terms[n];
        for (unsigned i = 1; i <= length; i++) {
            fault ^= staith_sketch_product(now[i], terms[n - i]);
        }
        if (fault == 0) {
            shift++;
            continue;
        }
        uint64_t saved[TERMS + 1];
        memcpy(saved, now, sizeof(saved));
        uint64_t times = staith_sketch_product(fault, inverse(before_fault));
        for (unsigned i = shift; i <= TERMS; i++) {
            now[i] ^= staith_sketch_product(times, before[i - shift]);
        }
        if (2 * length > n) {
            shift++;
            continue;
        }
        memcpy(before, saved, sizeof(before));
        before_fault = fault;
        length = n + 1 - length;
        shift = 1;
    }
    return length;
}

/* Of `elements` contributions that differ (at most 4), p belong to people who came or went and the
 * others to people who changed, two each; p is odd when they are. Who differs is at least 1 and at
 * most 4, and the code of s1 and s3 has distance 5, so 0 and 1 are told from all else. */
unsigned staith_sketch_changed(const struct staith_sketch *before,
                               const struct staith_sketch *after)
{
    struct staith_sketch difference = *before;
    uint64_t terms[TERMS];
    staith_sketch_add(&difference, after);
    all_sums(&difference, terms);
    uint64_t first = difference.people[0];
    uint64_t third = difference.people[1];
    switch (linear_complexity(terms)) {
    case 0:
        return 0;
    case 1:
        return 1;
    case 2:
        return first == 0 ? 1 : 2;
    case 3: {
        uint64_t cube = staith_sketch_product(first, staith_sketch_product(first, first));
        return cube == third ? 2 : STAITH_SKETCH_MANY;
    }
    case MOST_ELEMENTS:
        return (first | third) == 0 ? 2 : STAITH_SKETCH_MANY;
    default:
        return STAITH_SKETCH_MANY;
    }
}
