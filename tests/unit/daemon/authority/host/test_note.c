/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/note.h"
#include "temp_file.h"

#include <elf.h>
#include <staith/plugin.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, ARENA_BYTES = 1 << 20 };

struct sample {
    uint8_t *bytes;
    size_t len;
};

static int set_up(void **state)
{
    char path[PATH_BYTES];
    struct sample *sample = calloc(1, sizeof *sample);
    assert_non_null(sample);
    staith_temp_build_path("tests/plugins/sample.so", path, sizeof path);
    sample->bytes = staith_temp_read(path, &sample->len);
    *state = sample;
    return 0;
}

static int tear_down(void **state)
{
    struct sample *sample = *state;
    free(sample->bytes);
    free(sample);
    return 0;
}

/* Read the note of a file with these bytes. */
static int read_bytes(const void *bytes, size_t len, struct staith_err *err)
{
    char path[] = "/tmp/staith-note-XXXXXX.so";
    struct staith_arena arena;
    struct staith_note note = {.abi_major = 77};
    memset(err, 0, sizeof *err);
    staith_temp_write(path, 3, bytes, len);
    staith_arena_init(&arena, ARENA_BYTES);
    int code = staith_note_read(path, &arena, &note, err);
    if (code != 0) {
        assert_int_equal(note.abi_major, 77);
        assert_string_equal(err->where, path);
    }
    staith_arena_deinit(&arena);
    assert_int_equal(unlink(path), 0);
    return code;
}

static void test_reads(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct staith_arena arena;
    struct staith_note note = {0};
    struct staith_err err = {0};
    staith_temp_build_path("tests/plugins/sample.so", path, sizeof path);
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_note_read(path, &arena, &note, &err), 0);
    assert_int_equal(note.abi_major, 1);
    assert_int_equal(note.abi_minor, STAITH_ABI_MINOR);
    assert_string_equal(note.name, "sample");
    assert_string_equal(note.version, "1.0.0");
    assert_string_equal(note.licence, "Apache-2.0");
    assert_string_equal(note.sources, "csv");
    assert_string_equal(note.measures, "heads fte vacancies ");
    staith_arena_deinit(&arena);
}

static void check_abi(uint32_t major, uint32_t minor, int expected, const char *what,
                      const char *remedy)
{
    const struct staith_note note = {
        .abi_major = major, .abi_minor = minor, .name = "sample", .version = "1.2.3"};
    struct staith_err err = {0};
    assert_int_equal(staith_note_check_abi(&note, &err), expected);
    assert_string_equal(err.what, what);
    assert_non_null(strstr(err.remedy, remedy));
}

static void test_abi(void **state)
{
    (void)state;
    check_abi(1, 0, 0, "", "");
    check_abi(1, 1, 0, "", "");
    check_abi(2, 0, STAITH_ERR_VERSION,
              "plugin sample 1.2.3 is built for plugin ABI 2.0, this host has 1.1",
              "upgrade Staith");
    check_abi(1, 2, STAITH_ERR_VERSION,
              "plugin sample 1.2.3 is built for plugin ABI 1.2, this host has 1.1",
              "upgrade Staith");
    check_abi(0, 9, STAITH_ERR_VERSION,
              "plugin sample 1.2.3 is built for plugin ABI 0.9, this host has 1.1",
              "build the plugin again");
}

static void test_no_file(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_note note = {0};
    struct staith_err err = {0};
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_note_read("/nowhere/x.so", &arena, &note, &err), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_note_read("/tmp", &arena, &note, &err), STAITH_ERR_SYNTAX);
    staith_arena_deinit(&arena);
}

/* A file cut at any length is refused, never read past: the table of sections is at its end. */
static void test_cut_short(void **state)
{
    const struct sample *sample = *state;
    struct staith_err err;
    for (size_t len = 0; len < sample->len; len += 1 + len / 16) {
        assert_int_equal(read_bytes(sample->bytes, len, &err), STAITH_ERR_SYNTAX);
    }
    assert_int_equal(read_bytes(sample->bytes, sample->len - 1, &err), STAITH_ERR_SYNTAX);
    assert_int_equal(read_bytes(sample->bytes, sample->len, &err), 0);
}

/* Offsets of fields, from the ELF-64 object file format. */
static void check_damage(const struct sample *sample, size_t offset, uint64_t value, size_t width)
{
    struct staith_err err;
    uint8_t *copy = malloc(sample->len);
    assert_non_null(copy);
    memcpy(copy, sample->bytes, sample->len);
    for (size_t i = 0; i < width; i++) {
        copy[offset + i] = (uint8_t)(value >> (8 * i));
    }
    assert_int_equal(read_bytes(copy, sample->len, &err), STAITH_ERR_SYNTAX);
    free(copy);
}

static void test_damaged_header(void **state)
{
    const struct sample *sample = *state;
    check_damage(sample, 0, 0, 1);           /* magic */
    check_damage(sample, 4, ELFCLASS32, 1);  /* class */
    check_damage(sample, 5, ELFDATA2MSB, 1); /* byte order */
    check_damage(sample, 16, ET_REL, 2);     /* type */
    check_damage(sample, 40, UINT64_MAX, 8); /* offset of the sections */
    check_damage(sample, 40, sample->len, 8);
    check_damage(sample, 40, UINT64_MAX - 8, 8);
    check_damage(sample, 58, 63, 2); /* size of a section's entry */
    check_damage(sample, 60, 0, 2);  /* number of sections */
    check_damage(sample, 60, 0xFFFF, 2);
    check_damage(sample, 62, 0xFFFF, 2); /* index of the names */
    check_damage(sample, 62, 0, 2);
}

/* The entry of the note's section. */
static size_t note_entry(const struct sample *sample)
{
    Elf64_Ehdr header;
    Elf64_Shdr names;
    memcpy(&header, sample->bytes, sizeof header);
    memcpy(&names, sample->bytes + header.e_shoff + header.e_shstrndx * sizeof names, sizeof names);
    for (size_t i = 0; i < header.e_shnum; i++) {
        Elf64_Shdr section;
        size_t at = header.e_shoff + i * sizeof section;
        memcpy(&section, sample->bytes + at, sizeof section);
        const char *name = (const char *)sample->bytes + names.sh_offset + section.sh_name;
        if (strcmp(name, ".staith.plugin") == 0) {
            return at;
        }
    }
    fail_msg("the sample has no note");
    return 0;
}

static void test_damaged_section(void **state)
{
    const struct sample *sample = *state;
    size_t at = note_entry(sample);
    check_damage(sample, at, UINT32_MAX, 4);      /* name */
    check_damage(sample, at + 4, SHT_NOBITS, 4);  /* type */
    check_damage(sample, at + 24, UINT64_MAX, 8); /* offset */
    check_damage(sample, at + 24, sample->len, 8);
    check_damage(sample, at + 32, 0, 8); /* size */
    check_damage(sample, at + 32, UINT64_MAX, 8);
    check_damage(sample, at + 32, 65537, 8);
    check_damage(sample, at + 32, 20, 8);
}

/* Put another text over the note, padded with an unknown key so that its length stays. */
static int read_text(const struct sample *sample, const char *text)
{
    struct staith_err err;
    Elf64_Shdr section;
    memcpy(&section, sample->bytes + note_entry(sample), sizeof section);
    size_t len = strlen(text);
    assert_true(len + 5 < section.sh_size);
    uint8_t *copy = malloc(sample->len);
    assert_non_null(copy);
    memcpy(copy, sample->bytes, sample->len);
    uint8_t *note = copy + section.sh_offset;
    memcpy(note, text, len);
    memset(note + len, 'x', section.sh_size - len);
    note[len] = '\n';
    memcpy(note + len + 1, "x=", 2);
    note[section.sh_size - 2] = '\n';
    note[section.sh_size - 1] = '\0';
    int code = read_bytes(copy, sample->len, &err);
    free(copy);
    return code;
}

static void test_texts(void **state)
{
    const struct sample *sample = *state;
    assert_int_equal(read_text(sample, "staith-plugin\nabi=1.0\nname=a\nversion=1\nlicence=x\n"
                                       "sources=\nmeasures="),
                     0);
    static const char *const bad[] = {
        "staith-plugin\nabi=1.0\nname=a\nversion=1\nlicence=x\nsources=",   /* no measures */
        "staith-plugin\nname=a\nversion=1\nlicence=x\nsources=\nmeasures=", /* no abi */
        "staith-plugin\nabi=1\nname=a\nversion=1\nlicence=x\nsources=\nmeasures=",
        "staith-plugin\nabi=1.x\nname=a\nversion=1\nlicence=x\nsources=\nmeasures=",
        "staith-plugin\nabi=-1.0\nname=a\nversion=1\nlicence=x\nsources=\nmeasures=",
        "staith-plugin\nabi=99999.0\nname=a\nversion=1\nlicence=x\nsources=\nmeasures=",
        "staith-plugin\nabi=1.0\nname=a\nname=b\nversion=1\nlicence=x\nsources=\nmeasures=",
        "staith-plugin\nabi=1.0\nabi=1.0\nname=a\nversion=1\nlicence=x\nsources=\nmeasures=",
        "staith-plugin\nabi=1.0\nname=A b\nversion=1\nlicence=x\nsources=\nmeasures=",
        "staith-plugin\nabi=1.0\nname=a\nversion=\x1b[1m\nlicence=x\nsources=\nmeasures=",
        "staith-plugin\nabi=1.0\nname=a\nversion=1\nlicence=\xff\nsources=\nmeasures=",
        "staith-plugin\nabi=1.0\nname=a\nversion=1\nlicence\nsources=\nmeasures=",
        "staith plugin\nabi=1.0\nname=a\nversion=1\nlicence=x\nsources=\nmeasures="};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(read_text(sample, bad[i]), STAITH_ERR_SYNTAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),
        cmocka_unit_test(test_abi),
        cmocka_unit_test(test_no_file),
        cmocka_unit_test_setup_teardown(test_cut_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged_header, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged_section, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_texts, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
