/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/elf.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_SECTIONS = 1024, MAX_NAMES_BYTES = 64 * 1024 };

int staith_elf_refuse(const struct staith_elf *elf, const char *why)
{
    (void)staith_err_set(elf->err, STAITH_ERR_SYNTAX, "not a plugin: %s", why);
    staith_err_at(elf->err, elf->path, 0, 0);
    return STAITH_ERR_SYNTAX;
}

/* Exactly `len` bytes at `offset`, which must lie in the file. */
static int read_exactly(const struct staith_elf *elf, uint64_t offset, void *buf, size_t len)
{
    size_t done = 0;
    if (offset > elf->size || len > elf->size - offset) {
        return staith_elf_refuse(elf, "the file is cut short");
    }
    while (done < len) {
        ssize_t got = pread(elf->fd, (char *)buf + done, len - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            (void)staith_err_set(elf->err, STAITH_ERR_IO, "the plugin's file cannot be read");
            staith_err_at(elf->err, elf->path, 0, 0);
            return STAITH_ERR_IO;
        }
        done += (size_t)got;
    }
    return 0;
}

/* The bytes of a section, with a NUL behind them. */
static int read_bytes(const struct staith_elf *elf, const Elf64_Shdr *section, char **ret_bytes)
{
    size_t len = (size_t)section->sh_size;
    char *bytes = staith_arena_alloc(elf->arena, len + 1);
    if (bytes == NULL) {
        (void)staith_err_set(elf->err, STAITH_ERR_NOMEM, "no memory to read a plugin");
        return STAITH_ERR_NOMEM;
    }
    int code = read_exactly(elf, section->sh_offset, bytes, len);
    if (code == 0) {
        bytes[len] = '\0';
        *ret_bytes = bytes;
    }
    return code;
}

static int read_header(const struct staith_elf *elf, Elf64_Ehdr *ret_header)
{
    Elf64_Ehdr header = {0};
    int code = read_exactly(elf, 0, &header, sizeof header);
    if (code != 0) {
        return code;
    }
    if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
        header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_type != ET_DYN) {
        return staith_elf_refuse(elf, "it is no 64-bit little-endian shared object");
    }
    if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shnum == 0 ||
        header.e_shnum > MAX_SECTIONS || header.e_shstrndx >= header.e_shnum) {
        return staith_elf_refuse(elf, "its table of sections is missing or damaged");
    }
    *ret_header = header;
    return 0;
}

static int read_sections(struct staith_elf *elf)
{
    Elf64_Ehdr header = {0};
    char *names = NULL;
    int code = read_header(elf, &header);
    if (code != 0) {
        return code;
    }
    size_t bytes = header.e_shnum * sizeof(Elf64_Shdr);
    Elf64_Shdr *sections = staith_arena_alloc(elf->arena, bytes);
    if (sections == NULL) {
        (void)staith_err_set(elf->err, STAITH_ERR_NOMEM, "no memory to read a plugin");
        return STAITH_ERR_NOMEM;
    }
    code = read_exactly(elf, header.e_shoff, sections, bytes);
    if (code != 0) {
        return code;
    }
    const Elf64_Shdr *of_names = &sections[header.e_shstrndx];
    if (of_names->sh_type != SHT_STRTAB || of_names->sh_size == 0 ||
        of_names->sh_size > MAX_NAMES_BYTES) {
        return staith_elf_refuse(elf, "its names of sections are damaged");
    }
    code = read_bytes(elf, of_names, &names);
    if (code == 0 && names[of_names->sh_size - 1] != '\0') {
        code = staith_elf_refuse(elf, "its names of sections are damaged");
    }
    elf->sections = sections;
    elf->count = header.e_shnum;
    elf->names = names;
    elf->names_size = of_names->sh_size;
    return code;
}

int staith_elf_open(const char *path, struct staith_arena *arena, struct staith_err *err,
                    struct staith_elf *ret_elf)
{
    struct stat status;
    *ret_elf = (struct staith_elf){.path = path, .arena = arena, .err = err};
    ret_elf->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (ret_elf->fd < 0) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "the plugin's file cannot be opened");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "check the plugin's name and the folder of plugins");
        return STAITH_ERR_NOTFOUND;
    }
    if (fstat(ret_elf->fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        return staith_elf_refuse(ret_elf, "it is no regular file");
    }
    ret_elf->size = (uint64_t)status.st_size;
    return read_sections(ret_elf);
}

void staith_elf_close(struct staith_elf *elf)
{
    if (elf->fd >= 0) {
        (void)close(elf->fd);
        elf->fd = -1;
    }
}

int staith_elf_read(struct staith_elf *elf, const char *name, uint64_t least, uint64_t most,
                    struct staith_elf_part *ret_part)
{
    const Elf64_Shdr *sections = elf->sections;
    const Elf64_Shdr *found = NULL;
    char why[128];
    char *bytes = NULL;
    for (uint32_t i = 0; i < elf->count; i++) {
        if (sections[i].sh_name >= elf->names_size ||
            strcmp(elf->names + sections[i].sh_name, name) != 0) {
            continue;
        }
        if (found != NULL) {
            (void)snprintf(why, sizeof why, "it has two sections %s", name);
            return staith_elf_refuse(elf, why);
        }
        found = &sections[i];
    }
    if (found == NULL) {
        (void)snprintf(why, sizeof why, "it has no section %s", name);
        return staith_elf_refuse(elf, why);
    }
    if (found->sh_type == SHT_NOBITS || found->sh_size < least || found->sh_size > most) {
        (void)snprintf(why, sizeof why, "its section %s is damaged", name);
        return staith_elf_refuse(elf, why);
    }
    int code = read_bytes(elf, found, &bytes);
    if (code == 0) {
        *ret_part = (struct staith_elf_part){bytes, (size_t)found->sh_size};
    }
    return code;
}
