/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SANDBOX_FILTER_H
#define STAITH_SANDBOX_FILTER_H
/* What the program that makes filters and the code that lays them on agree about. */

/** Stands in a filter where the number of the process itself belongs; no kernel gives it. */
#define STAITH_FILTER_PID 0x7A57A17Au
/** Stand where the two halves of a pass belong. */
#define STAITH_FILTER_PASS_HIGH 0x7A57A17Bu
#define STAITH_FILTER_PASS_LOW 0x7A57A17Cu

enum { STAITH_FILTER_CALL_BYTES = 30 };

/** A system call of this machine. No pointer, so that there is nothing to relocate. */
struct staith_filter_call {
    char name[STAITH_FILTER_CALL_BYTES];
    short number;
};

#endif
