/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a workbook that stand beside its sheets. Names of elements are compared without
 * their prefix: Excel writes none, others do. */
#include "xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_STYLES = 65536,
    MAX_FORMATS = 4096,
    MAX_STRINGS = 4 * 1024 * 1024,
    MAX_TEXT_BYTES = 128 * 1024 * 1024,
    MAX_RELATIONS = 1024,
    ID_BYTES = 64
};

/* One relation of a part to another. */
struct relation {
    char id[ID_BYTES];
    char kind[ID_BYTES]; /* the last word of its type */
    char target[STAITH_KIT_XLSX_PART_BYTES];
};

/* What is gathered while one of the parts is parsed. */
struct gathering {
    struct staith_kit_xlsx *book;
    int stop;
    const char *folder; /* of the part: targets count from it */
    struct relation *relations;
    uint32_t relation_count;
    /* styles */
    uint32_t format_count;
    uint32_t format_ids[MAX_FORMATS]; /* formats of the workbook's own that show dates */
    bool in_cell_styles;
    /* shared strings */
    bool in_phonetic;
    bool in_text;
};

static void *grow(void *items, size_t size, uint32_t count, uint32_t *cap)
{
    if (count < *cap) {
        return items;
    }
    uint32_t more = *cap == 0 ? 256 : *cap * 2;
    void *bigger = realloc(items, more * size);
    if (bigger != NULL) {
        *cap = more;
    }
    return bigger;
}

static bool is(const char *name, const char *local)
{
    return strcmp(staith_kit_xml_local(name), local) == 0;
}

static void ignore_end(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
}

static void ignore_text(void *ctx, const char *text, int len)
{
    (void)ctx;
    (void)text;
    (void)len;
}

static int parse(struct gathering *gathering, const char *part,
                 void (*on_start)(void *ctx, const char *name, const char **attributes))
{
    const struct staith_kit_zip_handlers handlers = {gathering, on_start, ignore_end, ignore_text,
                                                     &gathering->stop};
    return staith_kit_zip_parse(gathering->book->zip, part, &handlers);
}

/* ---- relations ---- */

/* "sheets/a.xml" or "../a.xml" in folder "xl/", or "/xl/a.xml", as the name of a part. */
static void resolve(const char *folder, const char *target, char *ret_part, size_t cap)
{
    size_t len = strlen(folder);
    if (target[0] == '/') {
        (void)snprintf(ret_part, cap, "%s", target + 1);
        return;
    }
    while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
        bool up = target[1] == '.';
        target += up ? 3 : 2;
        if (up && len > 0) {
            len--;
            while (len > 0 && folder[len - 1] != '/') {
                len--;
            }
        }
    }
    (void)snprintf(ret_part, cap, "%.*s%s", (int)len, folder, target);
}

static void on_relation(void *ctx, const char *name, const char **attributes)
{
    struct gathering *gathering = ctx;
    const char *id = staith_kit_xml_attribute(attributes, "Id");
    const char *type = staith_kit_xml_attribute(attributes, "Type");
    const char *target = staith_kit_xml_attribute(attributes, "Target");
    if (!is(name, "Relationship") || id == NULL || type == NULL || target == NULL ||
        gathering->relation_count >= MAX_RELATIONS) {
        return;
    }
    struct relation *relation = &gathering->relations[gathering->relation_count++];
    const char *slash = strrchr(type, '/');
    (void)snprintf(relation->id, sizeof relation->id, "%s", id);
    (void)snprintf(relation->kind, sizeof relation->kind, "%s", slash != NULL ? slash + 1 : type);
    resolve(gathering->folder, target, relation->target, sizeof relation->target);
}

static const char *target_of(const struct gathering *gathering, const char *kind, const char *id)
{
    for (uint32_t i = 0; i < gathering->relation_count; i++) {
        const struct relation *relation = &gathering->relations[i];
        if ((kind != NULL && strcmp(relation->kind, kind) == 0) ||
            (id != NULL && strcmp(relation->id, id) == 0)) {
            return relation->target;
        }
    }
    return NULL;
}

/* ---- the workbook ---- */

static bool is_true(const char *text)
{
    return text != NULL && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static void on_workbook(void *ctx, const char *name, const char **attributes)
{
    struct gathering *gathering = ctx;
    struct staith_kit_xlsx *book = gathering->book;
    if (is(name, "workbookPr")) {
        book->epoch_1904 = is_true(staith_kit_xml_attribute(attributes, "date1904"));
    }
    const char *sheet_name = staith_kit_xml_attribute(attributes, "name");
    const char *id = staith_kit_xml_attribute(attributes, "id");
    const char *state = staith_kit_xml_attribute(attributes, "state");
    if (!is(name, "sheet") || sheet_name == NULL || id == NULL ||
        book->sheet_count >= STAITH_KIT_XLSX_MAX_SHEETS) {
        return;
    }
    const char *part = target_of(gathering, NULL, id);
    struct staith_kit_xlsx_sheet *sheet = &book->sheets[book->sheet_count++];
    (void)snprintf(sheet->name, sizeof sheet->name, "%s", sheet_name);
    (void)snprintf(sheet->part, sizeof sheet->part, "%s", part != NULL ? part : "");
    sheet->hidden = state != NULL && strcmp(state, "visible") != 0;
}

/* ---- styles ---- */

/* Letters of a date outside quotes, brackets and escapes; "General" and colours have none of them
 * alone. */
static bool code_shows_date(const char *code)
{
    bool quoted = false;
    bool bracket = false;
    for (const char *at = code; *at != '\0'; at++) {
        if (*at == '"') {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (*at == '\\' || *at == '_' || *at == '*') {
            at += at[1] != '\0' ? 1 : 0;
        } else if (*at == '[') {
            bracket = true;
        } else if (*at == ']') {
            bracket = false;
        } else if (!bracket && (*at == 'd' || *at == 'D' || *at == 'y' || *at == 'Y')) {
            return true;
        }
    }
    return false;
}

bool staith_kit_xlsx_date_format(uint32_t id, const char *code)
{
    if (code != NULL) {
        return code_shows_date(code);
    }
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 54) || id == 57 || id == 58;
}

static bool shows_date(const struct gathering *gathering, uint32_t id)
{
    for (uint32_t i = 0; i < gathering->format_count; i++) {
        if (gathering->format_ids[i] == id) {
            return true;
        }
    }
    return staith_kit_xlsx_date_format(id, NULL);
}

static void add_style(struct gathering *gathering, uint32_t format)
{
    struct staith_kit_xlsx *book = gathering->book;
    if (book->style_count < MAX_STYLES) {
        book->date_styles[book->style_count++] = shows_date(gathering, format);
    }
}

static void on_style(void *ctx, const char *name, const char **attributes)
{
    struct gathering *gathering = ctx;
    const char *id = staith_kit_xml_attribute(attributes, "numFmtId");
    const char *code = staith_kit_xml_attribute(attributes, "formatCode");
    if (is(name, "cellXfs")) {
        gathering->in_cell_styles = true;
    } else if (is(name, "cellStyles") || is(name, "dxfs")) {
        gathering->in_cell_styles = false;
    } else if (is(name, "xf") && gathering->in_cell_styles) {
        add_style(gathering, id != NULL ? (uint32_t)strtoul(id, NULL, 10) : 0);
    } else if (is(name, "numFmt") && id != NULL && code != NULL && code_shows_date(code) &&
               gathering->format_count < MAX_FORMATS) {
        gathering->format_ids[gathering->format_count++] = (uint32_t)strtoul(id, NULL, 10);
    }
}

/* ---- shared strings ---- */

static bool add_text(struct staith_kit_xlsx *book, const char *text, size_t len)
{
    if (len > MAX_TEXT_BYTES - book->text_len) {
        return false;
    }
    if (len > book->text_cap - book->text_len) {
        size_t cap = book->text_cap == 0 ? 65536 : book->text_cap;
        while (cap - book->text_len < len) {
            cap *= 2;
        }
        char *more = realloc(book->text, cap);
        if (more == NULL) {
            return false;
        }
        book->text = more;
        book->text_cap = cap;
    }
    memcpy(book->text + book->text_len, text, len);
    book->text_len += len;
    return true;
}

static void on_string_start(void *ctx, const char *name, const char **attributes)
{
    struct gathering *gathering = ctx;
    struct staith_kit_xlsx *book = gathering->book;
    (void)attributes;
    if (is(name, "rPh")) {
        gathering->in_phonetic = true;
    } else if (is(name, "t")) {
        gathering->in_text = !gathering->in_phonetic;
    } else if (is(name, "si")) {
        if (book->string_count >= MAX_STRINGS) {
            gathering->stop = STAITH_ELIMIT;
            return;
        }
        uint32_t *more = grow(book->string_at, sizeof *more, book->string_count, &book->string_cap);
        if (more == NULL) {
            gathering->stop = STAITH_ENOMEM;
            return;
        }
        book->string_at = more;
        book->string_at[book->string_count++] = (uint32_t)book->text_len;
    }
}

static void on_string_end(void *ctx, const char *name)
{
    struct gathering *gathering = ctx;
    if (is(name, "rPh")) {
        gathering->in_phonetic = false;
    } else if (is(name, "t")) {
        gathering->in_text = false;
    } else if (is(name, "si") && !add_text(gathering->book, "", 1)) {
        gathering->stop = STAITH_ELIMIT;
    }
}

static void on_string_text(void *ctx, const char *text, int len)
{
    struct gathering *gathering = ctx;
    if (gathering->in_text && gathering->book->string_count > 0 &&
        !add_text(gathering->book, text, (size_t)len)) {
        gathering->stop = STAITH_ELIMIT;
    }
}

static int read_strings(struct gathering *gathering, const char *part)
{
    const struct staith_kit_zip_handlers handlers = {gathering, on_string_start, on_string_end,
                                                     on_string_text, &gathering->stop};
    return staith_kit_zip_parse(gathering->book->zip, part, &handlers);
}

/* ---- all of it ---- */

/* The part that says what another is related to: "xl/_rels/workbook.xml.rels". */
static void relations_of(const char *part, char *ret_part, size_t cap, char *ret_folder)
{
    const char *slash = strrchr(part, '/');
    int len = slash != NULL ? (int)(slash - part) + 1 : 0;
    (void)snprintf(ret_part, cap, "%.*s_rels/%s.rels", len, part, part + len);
    (void)snprintf(ret_folder, cap, "%.*s", len, part);
}

static int read_optional(struct gathering *gathering, const char *part,
                         int (*read)(struct gathering *gathering, const char *part))
{
    int result = part != NULL ? read(gathering, part) : STAITH_END;
    return result == STAITH_END ? STAITH_OK : result;
}

static int read_styles(struct gathering *gathering, const char *part)
{
    return parse(gathering, part, on_style);
}

static int read_book(struct gathering *gathering)
{
    char workbook[STAITH_KIT_XLSX_PART_BYTES];
    char relations[STAITH_KIT_XLSX_PART_BYTES + 16];
    char folder[STAITH_KIT_XLSX_PART_BYTES + 16];
    gathering->folder = "";
    int result = parse(gathering, "_rels/.rels", on_relation);
    const char *target = target_of(gathering, "officeDocument", NULL);
    (void)snprintf(workbook, sizeof workbook, "%s", target != NULL ? target : "xl/workbook.xml");
    if (result != STAITH_OK && result != STAITH_END) {
        return result;
    }
    relations_of(workbook, relations, sizeof relations, folder);
    gathering->folder = folder;
    gathering->relation_count = 0;
    result = parse(gathering, relations, on_relation);
    if (result == STAITH_OK) {
        result = parse(gathering, workbook, on_workbook);
    }
    if (result == STAITH_OK) {
        result = read_optional(gathering, target_of(gathering, "styles", NULL), read_styles);
    }
    if (result == STAITH_OK) {
        result =
            read_optional(gathering, target_of(gathering, "sharedStrings", NULL), read_strings);
    }
    return result == STAITH_END ? STAITH_ESOURCE : result;
}

int staith_kit_xlsx_open(struct staith_kit_xlsx *book)
{
    int result = STAITH_ENOMEM;
    struct gathering *gathering = calloc(1, sizeof *gathering);
    book->sheets = calloc(STAITH_KIT_XLSX_MAX_SHEETS, sizeof *book->sheets);
    book->date_styles = calloc(MAX_STYLES, sizeof *book->date_styles);
    if (gathering != NULL && book->sheets != NULL && book->date_styles != NULL) {
        gathering->book = book;
        gathering->relations = calloc(MAX_RELATIONS, sizeof *gathering->relations);
        result = gathering->relations != NULL ? read_book(gathering) : STAITH_ENOMEM;
        free(gathering->relations);
    }
    free(gathering);
    return result;
}

void staith_kit_xlsx_free(struct staith_kit_xlsx *book)
{
    staith_kit_zip_close(book->zip);
    free(book->sheets);
    free(book->date_styles);
    free(book->string_at);
    free(book->text);
    memset(book, 0, sizeof *book);
}
