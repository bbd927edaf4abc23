/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_ELF_H
#define STAITH_AUTHORITY_HOST_ELF_H
/*
 * A shared object (64-bit, little-endian ELF), read by position without loading it. The file is
 * not trusted: every offset, size and count is bounded before anything is read or allocated.
 */
#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

/** Caller's storage. Private but for `path`. */
struct staith_elf {
    const char *path;
    int fd;
    uint64_t size;
    struct staith_arena *arena;
    struct staith_err *err;
    uint32_t count;
    const void *sections;
    const char *names;
    uint64_t names_size;
};

/** A section's content, the arena's; its last byte is followed by a NUL. */
struct staith_elf_part {
    const char *bytes;
    size_t len;
};

/** Open the file at `path`; what is read later lies in `arena`, what is wrong goes to `err`.
 *  STAITH_ERR_NOTFOUND, IO, SYNTAX (no shared object of this kind), NOMEM. Close it in any case. */
int staith_elf_open(const char *path, struct staith_arena *arena, struct staith_err *err,
                    struct staith_elf *ret_elf);
void staith_elf_close(struct staith_elf *elf);
/** Read the one section called `name`, of `least` to `most` bytes. STAITH_ERR_SYNTAX: it is not
 *  there, there are two, or it is too small or large; STAITH_ERR_IO, NOMEM. */
int staith_elf_read(struct staith_elf *elf, const char *name, uint64_t least, uint64_t most,
                    struct staith_elf_part *ret_part);
/** The file is no plugin: `why`. Returns STAITH_ERR_SYNTAX. */
int staith_elf_refuse(const struct staith_elf *elf, const char *why);

#endif
