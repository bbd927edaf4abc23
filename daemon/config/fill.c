/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree of a file goes into a struct by its table. Blocks wait in a list of work, so that
 * nothing recurses. All of the file is looked at and the first mistake in the file's order is the
 * one reported: an author works from the top.
 */
#include "config/schema.h"
#include "config/table.h"
#include "model/catalogue.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct work {
    const struct staith_config_node *node; /* a mapping */
    const struct staith_config_block *block;
    char *storage;
    const char *name; /* of the block, for "is missing" */
    struct work *next;
};

struct filler {
    const char *path; /* as the author named it, for messages */
    const char *base; /* the same, absolute, for relative paths */
    struct staith_arena *arena;
    struct staith_arena *scratch;
    struct work *first;
    struct work *last;
    struct staith_err wrong; /* the first mistake so far; code 0: none */
    uint32_t wrong_line;
    uint32_t wrong_column;
    bool no_memory;
};

/* Whether a mistake at this place comes before the one that is held; if so it takes its place. */
static bool comes_first(struct filler *filler, uint32_t line, uint32_t column)
{
    if (filler->wrong.code != 0 &&
        (filler->wrong_line < line ||
         (filler->wrong_line == line && filler->wrong_column <= column))) {
        return false;
    }
    filler->wrong_line = line;
    filler->wrong_column = column;
    return true;
}

static void __attribute__((format(printf, 5, 6)))
complain(struct filler *filler, uint32_t line, uint32_t column, const char *remedy,
         const char *format, ...)
{
    if (!comes_first(filler, line, column)) {
        return;
    }
    char what[256];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    (void)staith_err_set(&filler->wrong, STAITH_ERR_CONFIG, "%s", what);
    staith_err_at(&filler->wrong, filler->path, line, column);
    staith_err_remedy(&filler->wrong, "%s", remedy);
}

static void *allocate(struct filler *filler, size_t count, size_t size)
{
    void *memory = staith_arena_array(filler->arena, count > 0 ? count : 1, size);
    filler->no_memory = filler->no_memory || memory == NULL;
    return memory;
}

static const char *keep(struct filler *filler, const char *text)
{
    const char *copy = staith_arena_strdup(filler->arena, text);
    filler->no_memory = filler->no_memory || copy == NULL;
    return copy;
}

static const char *where(struct filler *filler, uint32_t line, uint32_t column)
{
    struct staith_err place = {0};
    staith_err_at(&place, filler->path, line, column);
    return keep(filler, place.where);
}

static void add_work(struct filler *filler, const struct staith_config_node *node,
                     const struct staith_config_block *block, char *storage, const char *name)
{
    struct work *work = staith_arena_alloc(filler->scratch, sizeof(*work));
    if (work == NULL) {
        filler->no_memory = true;
        return;
    }
    *work = (struct work){.node = node, .block = block, .storage = storage, .name = name};
    if (filler->last != NULL) {
        filler->last->next = work;
    } else {
        filler->first = work;
    }
    filler->last = work;
}

/* ---- scalars ---- */

static void store(char *at, const void *value, size_t size)
{
    memcpy(at, value, size);
}

static void store_text(struct filler *filler, enum staith_config_kind kind, const char *text,
                       char *at)
{
    bool path =
        kind == STAITH_CONFIG_PATH || (kind == STAITH_CONFIG_PLUGIN && strchr(text, '/') != NULL);
    const char *kept = path ? staith_config_resolve(filler->arena, filler->base, text)
                            : staith_arena_strdup(filler->arena, text);
    filler->no_memory = filler->no_memory || kept == NULL;
    store(at, &kept, sizeof(kept));
}

static void store_scalar(struct filler *filler, const struct staith_config_key *key,
                         const char *text, char *at)
{
    if (key->kind == STAITH_CONFIG_NUMBER) {
        uint64_t number = 0;
        (void)staith_config_number(text, &number);
        number *= key->factor;
        store(at, &number, sizeof(number));
    } else if (key->kind == STAITH_CONFIG_PERIOD_CODE) {
        struct staith_period period = {0};
        (void)staith_period_parse(text, &period);
        store(at, &period, sizeof(period));
    } else if (key->kind == STAITH_CONFIG_MARK) {
        enum staith_status status =
            text[0] == 'u' ? STAITH_STATUS_UNRELIABLE : STAITH_STATUS_UNAVAILABLE;
        store(at, &status, sizeof(status));
    } else {
        store_text(filler, key->kind, text, at);
    }
}

/* Whether the number or the length of the text is inside the key's range; complains if not. */
static bool check_range(struct filler *filler, const struct staith_config_key *key,
                        const struct staith_config_node *node)
{
    char remedy[128];
    uint64_t number = 0;
    if (key->kind == STAITH_CONFIG_NUMBER) {
        (void)staith_config_number(node->text, &number);
        (void)snprintf(remedy, sizeof(remedy), "give %llu to %llu%s%s",
                       (unsigned long long)key->min, (unsigned long long)key->max,
                       key->unit != NULL ? " " : "", key->unit != NULL ? key->unit : "");
        if (number < key->min || number > key->max) {
            complain(filler, node->line, node->column, remedy, "%s: %.24s is too %s", key->name,
                     node->text, number < key->min ? "small" : "large");
            return false;
        }
    } else if (key->kind == STAITH_CONFIG_TEXT && strlen(node->text) > key->max) {
        (void)snprintf(remedy, sizeof(remedy), "give at most %llu bytes",
                       (unsigned long long)key->max);
        complain(filler, node->line, node->column, remedy, "%s: the text is too long", key->name);
        return false;
    }
    return true;
}

/* Whether `node` is a good scalar for `key`; complains if not. */
static bool check_scalar(struct filler *filler, const struct staith_config_key *key,
                         const struct staith_config_node *node)
{
    const struct staith_config_form *form = staith_config_form(key->kind);
    char remedy[192];
    (void)snprintf(remedy, sizeof(remedy), "give %s", form->example);
    if (node->shape != STAITH_CONFIG_SCALAR) {
        complain(filler, node->line, node->column, remedy, "%s is %s, not %s", key->name,
                 node->shape == STAITH_CONFIG_LIST ? "a list" : "a group of keys", form->noun);
        return false;
    }
    if (node->empty) {
        complain(filler, node->line, node->column, remedy, "%s is empty", key->name);
        return false;
    }
    if (!form->check(node->text)) {
        complain(filler, node->line, node->column, remedy, "%s: \"%.48s\" is not %s", key->name,
                 node->text, form->noun);
        return false;
    }
    return check_range(filler, key, node);
}

/* ---- lists ---- */

static bool check_list(struct filler *filler, const struct staith_config_key *key,
                       const struct staith_config_node *node)
{
    if (node->shape != STAITH_CONFIG_LIST) {
        complain(filler, node->line, node->column,
                 key->list ? "write [one, two], or one a line after `- `"
                           : "begin every one with `- ` on a line of its own",
                 "%s must be a list", key->name);
        return false;
    }
    if (node->count < key->min || node->count > key->max) {
        char remedy[96];
        (void)snprintf(remedy, sizeof(remedy), "give %llu to %llu", (unsigned long long)key->min,
                       (unsigned long long)key->max);
        complain(filler, node->line, node->column, remedy, "%s has %u items", key->name,
                 (unsigned)node->count);
        return false;
    }
    return true;
}

static void fill_list(struct filler *filler, const struct staith_config_key *key,
                      const struct staith_config_node *node, char *storage)
{
    if (!check_list(filler, key, node)) {
        return;
    }
    const char **items = allocate(filler, node->count, sizeof(*items));
    uint32_t count = 0;
    for (const struct staith_config_node *item = node->first; item != NULL && items != NULL;
         item = item->next) {
        if (!check_scalar(filler, key, item)) {
            continue;
        }
        for (const struct staith_config_node *other = node->first; key->unique && other != item;
             other = other->next) {
            if (other->shape == STAITH_CONFIG_SCALAR && strcmp(other->text, item->text) == 0) {
                complain(filler, item->line, item->column, "keep one of the two",
                         "%s: \"%.48s\" is listed twice", key->name, item->text);
            }
        }
        store_text(filler, key->kind, item->text, (char *)&items[count]);
        count++;
    }
    store(storage + key->offset, &items, sizeof(items));
    store(storage + key->count_offset, &count, sizeof(count));
}

static const struct staith_config_node *child(const struct staith_config_node *mapping,
                                              const char *name)
{
    if (mapping->shape != STAITH_CONFIG_MAPPING) {
        return NULL;
    }
    for (const struct staith_config_node *node = mapping->first; node != NULL; node = node->next) {
        if (strcmp(node->key, name) == 0) {
            return node;
        }
    }
    return NULL;
}

/* No two items may have the same value of a key that is unique. */
static void check_unique(struct filler *filler, const struct staith_config_key *list,
                         const struct staith_config_key *key, const struct staith_config_node *node)
{
    for (const struct staith_config_node *item = node->first; item != NULL; item = item->next) {
        const struct staith_config_node *value = child(item, key->name);
        for (const struct staith_config_node *other = node->first; value != NULL && other != item;
             other = other->next) {
            const struct staith_config_node *its = child(other, key->name);
            if (its != NULL && its->text != NULL && value->text != NULL &&
                strcmp(its->text, value->text) == 0) {
                complain(filler, value->line, value->column, "give every one its own",
                         "%s: two of the %s have %.64s, the first in line %u", key->name,
                         list->name, value->text, (unsigned)its->line);
                break;
            }
        }
    }
}

static void fill_sections(struct filler *filler, const struct staith_config_key *key,
                          const struct staith_config_node *node, char *storage)
{
    if (!check_list(filler, key, node)) {
        return;
    }
    char *items = allocate(filler, node->count, key->block->size);
    uint32_t count = 0;
    for (const struct staith_config_node *item = node->first; item != NULL && items != NULL;
         item = item->next) {
        add_work(filler, item, key->block, items + count * key->block->size, key->name);
        count++;
    }
    for (uint32_t i = 0; i < key->block->key_count; i++) {
        const struct staith_config_key *part = &key->block->keys[i];
        if (part->unique && !part->list) {
            check_unique(filler, key, part, node);
        }
    }
    store(storage + key->offset, &items, sizeof(items));
    store(storage + key->count_offset, &count, sizeof(count));
}

/* One option, or the file for one: a path, or what the region hands out under a name. */
static bool store_option(struct filler *filler, bool file, const struct staith_config_node *item,
                         struct staith_config_option *option)
{
    const struct staith_config_key path = {.name = "files", .kind = STAITH_CONFIG_PATH};
    if (file ? !check_scalar(filler, &path, item) : item->shape != STAITH_CONFIG_SCALAR) {
        complain(filler, item->line, item->column, "give one value",
                 "option \"%.48s\" is not a single value", item->key);
        return false;
    }
    const char *handout = file ? staith_config_handout(item->text) : NULL;
    if (handout != NULL && staith_code_valid(handout) == 0) {
        complain(filler, item->line, item->column, "write region:caps or region:national",
                 "files: the region hands out no \"%.48s\"", handout);
        return false;
    }
    option->name = keep(filler, item->key);
    store_text(filler, file && handout == NULL ? path.kind : STAITH_CONFIG_TEXT, item->text,
               (char *)&option->value);
    return true;
}

/* Options of a plugin, or the files for some. Groups and lists among the options become single
 * values `name.item` and `name.`. */
static void fill_options(struct filler *filler, const struct staith_config_key *key,
                         const struct staith_config_node *node, char *storage)
{
    bool files = key->kind == STAITH_CONFIG_FILES;
    const struct staith_config_node *flat = node;
    if (node->shape == STAITH_CONFIG_MAPPING && !files) {
        flat = staith_config_flatten(filler->scratch, node);
        filler->no_memory = filler->no_memory || flat == NULL;
    }
    if (flat == NULL || flat->shape != STAITH_CONFIG_MAPPING || flat->count > key->max) {
        complain(filler, node->line, node->column,
                 files ? "write one `option: path` a line, 8 at most"
                       : "write one `name: value` a line, 500 at most",
                 "%s must be a group of keys", key->name);
        return;
    }
    struct staith_config_option *options = allocate(filler, flat->count, sizeof(*options));
    uint32_t count = 0;
    for (const struct staith_config_node *item = flat->first; item != NULL && options != NULL;
         item = item->next) {
        if (!store_option(filler, files, item, &options[count])) {
            continue;
        }
        options[count].where = where(filler, item->line, item->column);
        count++;
    }
    store(storage + key->offset, &options, sizeof(options));
    store(storage + key->count_offset, &count, sizeof(count));
}

/* ---- blocks ---- */

static void fill_key(struct filler *filler, const struct staith_config_key *key,
                     const struct staith_config_node *node, char *storage)
{
    if (key->kind == STAITH_CONFIG_SECTION) {
        add_work(filler, node, key->block, storage + key->offset, key->name);
    } else if (key->kind == STAITH_CONFIG_SECTIONS) {
        fill_sections(filler, key, node, storage);
    } else if (key->kind == STAITH_CONFIG_OPTIONS || key->kind == STAITH_CONFIG_FILES) {
        fill_options(filler, key, node, storage);
    } else if (key->list) {
        fill_list(filler, key, node, storage);
    } else if (check_scalar(filler, key, node)) {
        store_scalar(filler, key, node->text, storage + key->offset);
    }
}

/* Whether a key that is not known was meant to be this one: that is said then, not "missing". */
static bool is_misspelt(const struct work *work, const struct staith_config_key *key)
{
    const struct staith_config_node *node = work->node != NULL ? work->node->first : NULL;
    for (; node != NULL; node = node->next) {
        const char *nearest = staith_config_nearest(work->block, node->key);
        if (nearest != NULL && strcmp(nearest, key->name) == 0) {
            return true;
        }
    }
    return false;
}

static void fill_absent(struct filler *filler, const struct work *work,
                        const struct staith_config_key *key)
{
    const struct staith_config_node *node = work->node;
    if (key->required && is_misspelt(work, key)) {
        return;
    }
    if (key->required) {
        char remedy[192];
        (void)snprintf(remedy, sizeof(remedy), "add `%s:`: %s", key->name, key->help);
        /* inside a group the place is its first line; at the top it is the file's beginning */
        complain(filler, node != NULL ? node->line : 1, node != NULL ? node->column : 1, remedy,
                 "\"%s\" is missing%s%s", key->name, work->name != NULL ? " from " : "",
                 work->name != NULL ? work->name : "");
        return;
    }
    if (key->kind == STAITH_CONFIG_SECTION) {
        add_work(filler, NULL, key->block, work->storage + key->offset, key->name);
    } else if (key->fallback != NULL) {
        store_scalar(filler, key, key->fallback, work->storage + key->offset);
    }
}

static void check_known(struct filler *filler, const struct work *work)
{
    const struct staith_config_block *block = work->block;
    for (const struct staith_config_node *node = work->node->first; node != NULL;
         node = node->next) {
        bool known = false;
        for (uint32_t i = 0; i < block->key_count && !known; i++) {
            known = strcmp(block->keys[i].name, node->key) == 0;
        }
        if (known) {
            continue;
        }
        char remedy[192];
        const char *nearest = staith_config_nearest(block, node->key);
        if (nearest != NULL) {
            (void)snprintf(remedy, sizeof(remedy), "did you mean \"%s\"?", nearest);
        } else {
            (void)snprintf(remedy, sizeof(remedy), "see `staith config reference` for the keys");
        }
        complain(filler, node->key_line, node->key_column, remedy, "unknown key \"%.48s\"%s%s",
                 node->key, work->name != NULL ? " in " : "", work->name != NULL ? work->name : "");
    }
}

/* A group whose lines are all commented out is as good as absent. */
static bool left_empty(const struct staith_config_key *key, const struct staith_config_node *node)
{
    bool group = key->list || key->kind == STAITH_CONFIG_SECTION ||
                 key->kind == STAITH_CONFIG_SECTIONS || key->kind == STAITH_CONFIG_OPTIONS ||
                 key->kind == STAITH_CONFIG_FILES;
    return group && !key->required && node->empty;
}

static void fill_block(struct filler *filler, const struct work *work)
{
    const struct staith_config_node *mapping = work->node;
    if (mapping != NULL && mapping->shape != STAITH_CONFIG_MAPPING) {
        complain(filler, mapping->line, mapping->column, "write its keys below it, indented",
                 "%s must be a group of keys", work->name);
        return;
    }
    if (mapping != NULL) {
        check_known(filler, work);
        if (work->block->has_where) {
            const char *place = where(filler, mapping->line, mapping->column);
            store(work->storage + work->block->where_offset, &place, sizeof(place));
        }
    }
    for (uint32_t i = 0; i < work->block->key_count; i++) {
        const struct staith_config_key *key = &work->block->keys[i];
        const struct staith_config_node *node = mapping != NULL ? child(mapping, key->name) : NULL;
        if (node != NULL && !left_empty(key, node)) {
            fill_key(filler, key, node, work->storage);
        } else {
            fill_absent(filler, work, key);
        }
    }
}

int staith_config_fill(const char *path, const struct staith_config_block *block,
                       struct staith_arena *arena, void *storage, struct staith_err *err)
{
    struct staith_arena scratch;
    staith_arena_init(&scratch, STAITH_CONFIG_MAX_TREE_BYTES);
    struct filler filler = {.path = path, .arena = arena, .scratch = &scratch};
    struct staith_config_node *top = NULL;
    int rc = staith_config_tree_read(path, &scratch, &top, err);
    if (rc != 0) {
        goto out;
    }
    filler.base = staith_config_absolute(&scratch, path);
    if (filler.base == NULL) {
        rc = staith_err_set(err, STAITH_ERR_IO, "the current folder cannot be told");
    }
    if (rc != 0) {
        goto out;
    }
    add_work(&filler, top, block, storage, NULL);
    for (const struct work *work = filler.first; work != NULL; work = work->next) {
        fill_block(&filler, work);
    }
    if (filler.no_memory) {
        rc = staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    } else if (filler.wrong.code != 0) {
        rc = filler.wrong.code;
        if (err != NULL) {
            *err = filler.wrong;
        }
    }
out:
    staith_arena_deinit(&scratch);
    return rc;
}
