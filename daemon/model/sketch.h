/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_SKETCH_H
#define STAITH_MODEL_SKETCH_H
/*
 * How many contributors to a cell changed between two periods, without keeping any of them.
 *
 * A contribution becomes an element of GF(2^64): a keyed hash of the person and of what the person
 * contributed. A sketch is the sums of the odd powers of a cell's elements: s1, s3, s5, s7, s9;
 * beside them s1 and s3 of a keyed hash of the person alone. Adding is its own inverse, so the sum
 * of two sketches is the sketch of what is in one period and not in the other: one element for
 * somebody who came or went, two for somebody whose contribution changed. These are the syndromes
 * of a BCH code (the idea of PinSketch: Dodis, Ostrovsky, Reyzin and Smith, Fuzzy Extractors, SIAM
 * Journal on Computing 38, 2008), and their linear complexity is the number of elements as long as
 * there are at most 4. 5 elements are 3 people at least, whatever else happened.
 *
 * What is certain: 0, 1 and 2 people who changed are always told as what they are. 3 or more are
 * told as fewer only if a sum of hashes is 0 by chance, 1 in 2^64: that is what s9 is for, since
 * with s7 as the last one a random set would pass for one of 4 elements.
 */
#include <stdint.h>

enum { STAITH_SKETCH_WORDS = 7, STAITH_SKETCH_MANY = 3 };

/** All zero: of no contributions. */
struct staith_sketch {
    uint64_t sums[5];   /**< s1, s3, s5, s7, s9 of contributions */
    uint64_t people[2]; /**< s1, s3 of people */
};

/** Of one contribution. `person`: keyed hash of who; `contribution`: keyed hash of who and what.
 *  0 is taken as 1. */
struct staith_sketch staith_sketch_of(uint64_t person, uint64_t contribution);
/** Add `from` to `to`: contributions of other people; or, of the same cell in another period, what
 *  changed. */
void staith_sketch_add(struct staith_sketch *to, const struct staith_sketch *from);
/** People who came, went or contribute otherwise between two sketches of one cell under one key:
 *  0, 1, 2, or STAITH_SKETCH_MANY for 3 or more. */
unsigned staith_sketch_changed(const struct staith_sketch *before,
                               const struct staith_sketch *after);

/** Product in GF(2^64) modulo x^64 + x^4 + x^3 + x + 1. */
uint64_t staith_sketch_product(uint64_t a, uint64_t b);

#endif
