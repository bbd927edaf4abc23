/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/note.h"

#include "authority/host/elf.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "model/catalogue.h"

#include <staith/plugin.h>
#include <stdbool.h>
#include <string.h>

enum { MAX_NOTE_BYTES = 64 * 1024, MAX_VERSION_LEN = 32 };

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
    struct staith_elf elf;
    struct staith_elf_part part = {0};
    char *text = NULL;
    int code = staith_elf_open(path, arena, err, &elf);
    if (code == 0) {
        code = staith_elf_read(&elf, STAITH_NOTE_SECTION, 2, MAX_NOTE_BYTES, &part);
    }
    /* One text, whole: a second note behind the first would end in the same section. */
    if (code == 0 && (memchr(part.bytes, '\0', part.len) != part.bytes + part.len - 1 ||
                      !staith_utf8_valid(part.bytes, part.len))) {
        code = staith_elf_refuse(&elf, "its note is damaged");
    }
    text = code == 0 ? staith_arena_strdup(arena, part.bytes) : NULL;
    if (code == 0 && text == NULL) {
        code = staith_err_set(err, STAITH_ERR_NOMEM, "no memory to read a plugin");
    } else if (code == 0 && !parse(text, ret_note)) {
        code = staith_elf_refuse(&elf, "its note is damaged");
    }
    staith_elf_close(&elf);
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
