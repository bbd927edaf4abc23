/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/object.h"

#include "authority/host/elf.h"

#include <elf.h>
#include <string.h>

enum { MAX_SYMBOLS = 65536, MAX_STRINGS_BYTES = 4 * 1024 * 1024, MAX_ENTRIES = 4096 };

/* A text in the table of strings, whose end is a NUL; NULL outside it. */
static const char *text_at(const struct staith_elf_part *strings, uint64_t offset)
{
    return offset < strings->len ? strings->bytes + offset : NULL;
}

static int bad_memory(const struct staith_elf *elf)
{
    (void)staith_err_set(elf->err, STAITH_ERR_NOMEM, "no memory to read a plugin");
    return STAITH_ERR_NOMEM;
}

static int read_symbols(struct staith_elf *elf, const struct staith_elf_part *strings,
                        struct staith_object *object)
{
    struct staith_elf_part part = {0};
    int code = staith_elf_read(elf, ".dynsym", sizeof(Elf64_Sym),
                               (uint64_t)MAX_SYMBOLS * sizeof(Elf64_Sym), &part);
    if (code != 0) {
        return code;
    }
    size_t count = part.len / sizeof(Elf64_Sym);
    object->exports = staith_arena_array(elf->arena, count, sizeof(*object->exports));
    object->imports = staith_arena_array(elf->arena, count, sizeof(*object->imports));
    if (object->exports == NULL || object->imports == NULL) {
        return bad_memory(elf);
    }
    for (size_t i = 0; i < count; i++) {
        Elf64_Sym symbol;
        memcpy(&symbol, part.bytes + i * sizeof(symbol), sizeof(symbol));
        const char *name = text_at(strings, symbol.st_name);
        unsigned char binding = ELF64_ST_BIND(symbol.st_info);
        if (name == NULL || name[0] == '\0' || (binding != STB_GLOBAL && binding != STB_WEAK)) {
            continue;
        }
        if (symbol.st_shndx == SHN_UNDEF) {
            object->imports[object->import_count++] = name;
        } else {
            object->exports[object->export_count++] = name;
        }
    }
    return 0;
}

static int read_libraries(struct staith_elf *elf, const struct staith_elf_part *strings,
                          struct staith_object *object)
{
    struct staith_elf_part part = {0};
    int code = staith_elf_read(elf, ".dynamic", sizeof(Elf64_Dyn),
                               (uint64_t)MAX_ENTRIES * sizeof(Elf64_Dyn), &part);
    if (code != 0) {
        return code;
    }
    size_t count = part.len / sizeof(Elf64_Dyn);
    object->libraries = staith_arena_array(elf->arena, count, sizeof(*object->libraries));
    if (object->libraries == NULL) {
        return bad_memory(elf);
    }
    for (size_t i = 0; i < count; i++) {
        Elf64_Dyn entry;
        memcpy(&entry, part.bytes + i * sizeof(entry), sizeof(entry));
        const char *text = text_at(strings, entry.d_un.d_val);
        if (entry.d_tag == DT_NEEDED && text != NULL) {
            object->libraries[object->library_count++] = text;
        } else if ((entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH) && text != NULL) {
            object->search = text;
        }
    }
    return 0;
}

int staith_object_read(const char *path, struct staith_arena *arena,
                       struct staith_object *ret_object, struct staith_err *err)
{
    struct staith_object object = {0};
    struct staith_elf_part strings = {0};
    struct staith_elf elf;
    int code = staith_elf_open(path, arena, err, &elf);
    if (code == 0) {
        code = staith_elf_read(&elf, ".dynstr", 1, MAX_STRINGS_BYTES, &strings);
    }
    if (code == 0) {
        code = read_symbols(&elf, &strings, &object);
    }
    if (code == 0) {
        code = read_libraries(&elf, &strings, &object);
    }
    staith_elf_close(&elf);
    if (code == 0) {
        *ret_object = object;
    }
    return code;
}
