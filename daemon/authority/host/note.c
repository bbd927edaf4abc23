/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A 64-bit little-endian ELF file, read by position. Only what leads to one section is looked at:
 * header, table of sections, their names. Sizes are bounded before anything is allocated.
 */
#include "authority/host/note.h"

#include "base/decimal.h"
#include "base/utf8.h"
#include "model/catalogue.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <staith/plugin.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_SECTIONS = 1024, MAX_NAMES_BYTES = 64 * 1024, MAX_NOTE_BYTES = 64 * 1024 };
enum { MAX_VERSION_LEN = 32 };

struct elf {
    int fd;
    uint64_t size;
    const char *path;
    struct staith_arena *arena;
    struct staith_err *err;
};

static int refuse(const struct elf *elf, const char *why)
{
    (void)staith_err_set(elf->err, STAITH_ERR_SYNTAX, "not a plugin: %s", why);
    staith_err_at(elf->err, elf->path, 0, 0);
    return STAITH_ERR_SYNTAX;
}

/* Exactly `len` bytes at `offset`, which must lie in the file. */
static int read_exactly(const struct elf *elf, uint64_t offset, void *buf, size_t len)
{
    size_t done = 0;
    if (offset > elf->size || len > elf->size - offset) {
        return refuse(elf, "the file is cut short");
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

static int read_header(const struct elf *elf, Elf64_Ehdr *ret_header)
{
    Elf64_Ehdr header;
    int code = read_exactly(elf, 0, &header, sizeof header);
    if (code != 0) {
        return code;
    }
    if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
        header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_type != ET_DYN) {
        return refuse(elf, "it is no 64-bit little-endian shared object");
    }
    if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shnum == 0 ||
        header.e_shnum > MAX_SECTIONS || header.e_shstrndx >= header.e_shnum) {
        return refuse(elf, "its table of sections is missing or damaged");
    }
    *ret_header = header;
    return 0;
}

static int read_section_names(const struct elf *elf, const Elf64_Shdr *section, char **ret_names)
{
    if (section->sh_type != SHT_STRTAB || section->sh_size == 0 ||
        section->sh_size > MAX_NAMES_BYTES) {
        return refuse(elf, "its names of sections are damaged");
    }
    char *names = staith_arena_alloc(elf->arena, (size_t)section->sh_size);
    if (names == NULL) {
        (void)staith_err_set(elf->err, STAITH_ERR_NOMEM, "no memory to read a plugin");
        return STAITH_ERR_NOMEM;
    }
    int code = read_exactly(elf, section->sh_offset, names, (size_t)section->sh_size);
    if (code != 0) {
        return code;
    }
    if (names[section->sh_size - 1] != '\0') {
        return refuse(elf, "its names of sections are damaged");
    }
    *ret_names = names;
    return 0;
}

/* The one section of that name that holds bytes. */
static int find_section(const struct elf *elf, const Elf64_Shdr *sections, uint32_t count,
                        uint32_t names_index, Elf64_Shdr *ret_section)
{
    char *names = NULL;
    const Elf64_Shdr *found = NULL;
    int code = read_section_names(elf, &sections[names_index], &names);
    if (code != 0) {
        return code;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (sections[i].sh_name >= sections[names_index].sh_size ||
            strcmp(names + sections[i].sh_name, STAITH_NOTE_SECTION) != 0) {
            continue;
        }
        if (found != NULL) {
            return refuse(elf, "it has two notes");
        }
        found = &sections[i];
    }
    if (found == NULL) {
        return refuse(elf, "it has no section " STAITH_NOTE_SECTION);
    }
    if (found->sh_type != SHT_PROGBITS || found->sh_size < 2 || found->sh_size > MAX_NOTE_BYTES) {
        return refuse(elf, "its note is damaged");
    }
    *ret_section = *found;
    return 0;
}

static int read_note_text(const struct elf *elf, char **ret_text)
{
    Elf64_Ehdr header = {0};
    Elf64_Shdr section = {0};
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
    if (code == 0) {
        code = find_section(elf, sections, header.e_shnum, header.e_shstrndx, &section);
    }
    if (code != 0) {
        return code;
    }
    char *text = staith_arena_alloc(elf->arena, (size_t)section.sh_size);
    if (text == NULL) {
        (void)staith_err_set(elf->err, STAITH_ERR_NOMEM, "no memory to read a plugin");
        return STAITH_ERR_NOMEM;
    }
    code = read_exactly(elf, section.sh_offset, text, (size_t)section.sh_size);
    if (code != 0) {
        return code;
    }
    /* One text, whole: a second note behind the first would end in the same section. */
    if (memchr(text, '\0', (size_t)section.sh_size) != text + section.sh_size - 1 ||
        !staith_utf8_valid(text, (size_t)section.sh_size)) {
        return refuse(elf, "its note is damaged");
    }
    *ret_text = text;
    return 0;
}

static bool read_number(const char *text, size_t len, uint32_t *ret_number)
{
    int64_t number = 0;
    if (len == 0 || text[0] < '0' || text[0] > '9' ||
        staith_decimal_parse(text, len, 0, &number) != 0 || number > UINT16_MAX) {
        return false;
    }
    *ret_number = (uint32_t)number;
    return true;
}

static bool read_abi(const char *text, struct staith_note *note)
{
    const char *dot = strchr(text, '.');
    return dot != NULL && read_number(text, (size_t)(dot - text), &note->abi_major) &&
           read_number(dot + 1, strlen(dot + 1), &note->abi_minor);
}

/* Takes one "key=value"; unknown keys are a newer minor version's. False: damaged, or a key twice.
 */
static bool take_line(struct staith_note *note, char *line, bool *has_abi)
{
    const struct {
        const char *key;
        const char **value;
    } texts[] = {{"name", &note->name},
                 {"version", &note->version},
                 {"licence", &note->licence},
                 {"sources", &note->sources},
                 {"measures", &note->measures}};
    char *equals = strchr(line, '=');
    if (equals == NULL) {
        return false;
    }
    *equals = '\0';
    if (strcmp(line, "abi") == 0) {
        bool good = !*has_abi && read_abi(equals + 1, note);
        *has_abi = true;
        return good;
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(line, texts[i].key) == 0) {
            bool fresh = *texts[i].value == NULL;
            *texts[i].value = equals + 1;
            return fresh;
        }
    }
    return true;
}

/* It is printed before anything else is known of the plugin. */
static bool version_valid(const char *version)
{
    size_t len = strspn(version, "0123456789abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ.+-~");
    return len >= 1 && len <= MAX_VERSION_LEN && version[len] == '\0';
}

/* `text` is cut into lines in place. */
static bool parse(char *text, struct staith_note *ret_note)
{
    static const char first[] = "staith-plugin\n";
    struct staith_note note = {0};
    bool has_abi = false;
    if (strncmp(text, first, sizeof first - 1) != 0) {
        return false;
    }
    char *line = text + sizeof first - 1;
    while (*line != '\0') {
        char *end = strchr(line, '\n');
        if (end == NULL) {
            return false;
        }
        *end = '\0';
        if (!take_line(&note, line, &has_abi)) {
            return false;
        }
        line = end + 1;
    }
    if (!has_abi || note.version == NULL || note.licence == NULL || note.sources == NULL ||
        note.measures == NULL || !staith_code_valid(note.name) || !version_valid(note.version)) {
        return false;
    }
    *ret_note = note;
    return true;
}

int staith_note_read(const char *path, struct staith_arena *arena, struct staith_note *ret_note,
                     struct staith_err *err)
{
    struct elf elf = {.path = path, .arena = arena, .err = err};
    struct stat status;
    char *text = NULL;
    elf.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (elf.fd < 0) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "the plugin's file cannot be opened");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "check the plugin's name and the folder of plugins");
        return STAITH_ERR_NOTFOUND;
    }
    int code = 0;
    if (fstat(elf.fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        code = refuse(&elf, "it is no regular file");
    } else {
        elf.size = (uint64_t)status.st_size;
        code = read_note_text(&elf, &text);
    }
    if (code == 0 && !parse(text, ret_note)) {
        code = refuse(&elf, "its note is damaged");
    }
    (void)close(elf.fd);
    return code;
}

int staith_note_check_abi(const struct staith_note *note, struct staith_err *err)
{
    if (note->abi_major == STAITH_ABI_MAJOR && note->abi_minor <= STAITH_ABI_MINOR) {
        return 0;
    }
    bool newer = note->abi_major > STAITH_ABI_MAJOR ||
                 (note->abi_major == STAITH_ABI_MAJOR && note->abi_minor > STAITH_ABI_MINOR);
    (void)staith_err_set(err, STAITH_ERR_VERSION,
                         "plugin %.64s %.32s is built for plugin ABI %u.%u, this host has %d.%d",
                         note->name, note->version, note->abi_major, note->abi_minor,
                         STAITH_ABI_MAJOR, STAITH_ABI_MINOR);
    if (newer) {
        staith_err_remedy(err,
                          "upgrade Staith to a version with plugin ABI %u.%u or later in %u, "
                          "or install the plugin built for %d.%d",
                          note->abi_major, note->abi_minor, note->abi_major, STAITH_ABI_MAJOR,
                          STAITH_ABI_MINOR);
    } else {
        staith_err_remedy(err, "build the plugin again with this version's <staith/plugin.h>");
    }
    return STAITH_ERR_VERSION;
}
