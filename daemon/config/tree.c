/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event interface of libfyaml is used, not its documents: events let us refuse an alias, a
 * ninth level or a fifty-thousandth node before anything is built from it, and they need no
 * recursion. Bytes are checked before the library sees them, because a configuration with a NUL
 * or with broken UTF-8 is never what its author sees in the editor.
 */
#include "config/tree.h"
#include "base/utf8.h"
#include "config/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct builder {
    const char *path;
    struct staith_arena *arena;
    struct staith_err *err;
    struct staith_config_node *top;
    struct staith_config_node *open; /* innermost mapping or list that is not closed */
    struct staith_config_node *key;  /* key read, its value is to come */
    uint32_t depth;
    uint32_t nodes;
    uint32_t documents;
};

/* ---- the bytes ---- */

static int read_bytes(int fd, const char *path, char **ret_bytes, size_t *ret_len,
                      struct staith_err *err)
{
    size_t cap = STAITH_CONFIG_MAX_FILE_BYTES + 1u;
    char *bytes = malloc(cap);
    if (bytes == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    size_t len = 0;
    while (len < cap) {
        ssize_t got = read(fd, bytes + len, cap - len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            free(bytes);
            int rc = staith_err_set(err, STAITH_ERR_IO, "the file cannot be read");
            staith_err_at(err, path, 0, 0);
            return rc;
        }
        if (got == 0) {
            break;
        }
        len += (size_t)got;
    }
    if (len > STAITH_CONFIG_MAX_FILE_BYTES) {
        free(bytes);
        int rc = staith_err_set(err, STAITH_ERR_CONFIG, "the file is larger than 1 MiB");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "check that this is a configuration file");
        return rc;
    }
    int rc = staith_config_seal_check(path, bytes, len, err);
    if (rc != 0) {
        free(bytes);
        return rc;
    }
    *ret_bytes = bytes;
    *ret_len = len;
    return 0;
}

static int read_file(const char *path, char **ret_bytes, size_t *ret_len, struct staith_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        int rc = errno == ENOENT
                     ? staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no such file")
                     : staith_err_set(err, errno == EACCES ? STAITH_ERR_DENIED : STAITH_ERR_IO,
                                      "the file cannot be opened");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "name a configuration file that this user may read");
        return rc;
    }
    struct stat st;
    int rc = 0;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        rc = staith_err_set(err, STAITH_ERR_IO, "this is not a plain file");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "name a configuration file, not a folder or a device");
    } else {
        rc = read_bytes(fd, path, ret_bytes, ret_len, err);
    }
    (void)close(fd);
    return rc;
}

static int check_bytes(const char *path, const char *bytes, size_t len, struct staith_err *err)
{
    unsigned long line = 1;
    unsigned long column = 1;
    size_t step = 0;
    for (size_t i = 0; i < len; i += step) {
        unsigned char c = (unsigned char)bytes[i];
        step = staith_utf8_step(bytes + i, len - i);
        const char *what = step == 0 ? "this is not UTF-8 text"
                           : (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F
                               ? "a control character stands here"
                               : NULL;
        if (what != NULL) {
            int rc = staith_err_set(err, STAITH_ERR_CONFIG, "%s", what);
            staith_err_at(err, path, line, column);
            staith_err_remedy(err, "save the file as plain UTF-8 text");
            return rc;
        }
        line += c == '\n' ? 1 : 0;
        column = c == '\n' ? 1 : column + 1;
    }
    return 0;
}

/* ---- the events ---- */

static int refuse(const struct builder *builder, const struct fy_mark *mark, const char *what,
                  const char *remedy)
{
    int rc = staith_err_set(builder->err, STAITH_ERR_CONFIG, "%s", what);
    unsigned long line = mark != NULL ? (unsigned long)mark->line + 1 : 0;
    unsigned long column = mark != NULL ? (unsigned long)mark->column + 1 : 0;
    staith_err_at(builder->err, builder->path, line, column);
    staith_err_remedy(builder->err, "%s", remedy);
    return rc;
}

static bool means_nothing(struct fy_token *token, const char *text, size_t len)
{
    if (fy_token_scalar_style(token) != FYSS_PLAIN) {
        return false;
    }
    return len == 0 || (len == 1 && text[0] == '~') || (len == 4 && memcmp(text, "null", 4) == 0);
}

/* A node for this event, or NULL without memory. */
static struct staith_config_node *make_node(const struct builder *builder, struct fy_event *event)
{
    struct staith_config_node *node = staith_arena_alloc(builder->arena, sizeof(*node));
    if (node == NULL) {
        return NULL;
    }
    const struct fy_mark *mark = fy_event_start_mark(event);
    node->line = mark != NULL ? (uint32_t)mark->line + 1 : 0;
    node->column = mark != NULL ? (uint32_t)mark->column + 1 : 0;
    node->shape = event->type == FYET_MAPPING_START    ? STAITH_CONFIG_MAPPING
                  : event->type == FYET_SEQUENCE_START ? STAITH_CONFIG_LIST
                                                       : STAITH_CONFIG_SCALAR;
    if (node->shape == STAITH_CONFIG_SCALAR) {
        size_t len = 0;
        const char *text = fy_token_get_text(event->scalar.value, &len);
        char *copy = staith_arena_alloc(builder->arena, len + 1);
        if (copy == NULL) {
            return NULL;
        }
        if (text != NULL && len > 0) {
            memcpy(copy, text, len);
        }
        node->text = copy;
        /* libfyaml's place is that of the text; people see the quote before it */
        enum fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
        bool quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
        node->column -= quoted && node->column > 1 ? 1u : 0u;
        node->empty = means_nothing(event->scalar.value, copy, len);
    }
    return node;
}

static int take_key(struct builder *builder, struct staith_config_node *node,
                    const struct fy_mark *mark)
{
    if (node->shape != STAITH_CONFIG_SCALAR) {
        return refuse(builder, mark, "a key must be a word", "write `key: value`");
    }
    if (builder->open->count >= STAITH_CONFIG_MAX_KEYS) {
        return refuse(builder, mark, "more than 1,000 keys stand together here",
                      "check that this is a configuration file");
    }
    for (const struct staith_config_node *other = builder->open->first; other != NULL;
         other = other->next) {
        if (strcmp(other->key, node->text) == 0) {
            int rc = staith_err_set(builder->err, STAITH_ERR_CONFIG,
                                    "\"%.40s\" is given twice, first in line %u", node->text,
                                    (unsigned)other->key_line);
            staith_err_at(builder->err, builder->path, node->line, node->column);
            staith_err_remedy(builder->err, "keep one of the two");
            return rc;
        }
    }
    builder->key = node;
    return 0;
}

static void append(struct builder *builder, struct staith_config_node *node)
{
    struct staith_config_node *open = builder->open;
    node->parent = open;
    if (builder->key != NULL) {
        node->key = builder->key->text;
        node->key_line = builder->key->line;
        node->key_column = builder->key->column;
        /* A value that is not there has no place of its own; versions of libfyaml differ on it. */
        if (node->line == 0 || (node->empty && node->text != NULL && node->text[0] == '\0')) {
            node->line = node->key_line;
            node->column = node->key_column;
        }
        builder->key = NULL;
    }
    if (open == NULL) {
        builder->top = node;
        return;
    }
    if (open->last != NULL) {
        open->last->next = node;
    } else {
        open->first = node;
    }
    open->last = node;
    open->count++;
}

static int take_node(struct builder *builder, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    /* anchor and tag lie at the same place in the three kinds of node event; read the right one */
    struct fy_token *anchor = event->type == FYET_SCALAR          ? event->scalar.anchor
                              : event->type == FYET_MAPPING_START ? event->mapping_start.anchor
                                                                  : event->sequence_start.anchor;
    struct fy_token *tag = event->type == FYET_SCALAR          ? event->scalar.tag
                           : event->type == FYET_MAPPING_START ? event->mapping_start.tag
                                                               : event->sequence_start.tag;
    if (anchor != NULL || tag != NULL) {
        return refuse(builder, mark, "anchors (&), aliases (*) and tags (!) are not used here",
                      "write the value out, in quotes if it begins with one of these signs");
    }
    if (++builder->nodes > STAITH_CONFIG_MAX_NODES) {
        return refuse(builder, mark, "the file has more than 50,000 values",
                      "check that this is a configuration file");
    }
    struct staith_config_node *node = make_node(builder, event);
    if (node == NULL) {
        return staith_err_set(builder->err, STAITH_ERR_NOMEM, "out of memory");
    }
    if (builder->open != NULL && builder->open->shape == STAITH_CONFIG_MAPPING &&
        builder->key == NULL) {
        return take_key(builder, node, mark);
    }
    append(builder, node);
    if (node->shape != STAITH_CONFIG_SCALAR) {
        if (++builder->depth > STAITH_CONFIG_MAX_DEPTH) {
            return refuse(builder, mark, "values are nested more than 8 deep",
                          "see `staith config reference` for the shape of the file");
        }
        builder->open = node;
    }
    return 0;
}

static int take_event(struct builder *builder, struct fy_event *event)
{
    switch (event->type) {
    case FYET_SCALAR:
    case FYET_MAPPING_START:
    case FYET_SEQUENCE_START:
        return take_node(builder, event);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        if (builder->open == NULL) {
            return refuse(builder, NULL, "this is not YAML: an end without a beginning", "");
        }
        builder->open = builder->open->parent;
        builder->depth--;
        return 0;
    case FYET_ALIAS:
        return refuse(builder, fy_event_start_mark(event),
                      "anchors (&), aliases (*) and tags (!) are not used here",
                      "write the value out, in quotes if it begins with one of these signs");
    case FYET_DOCUMENT_START:
        if (++builder->documents > 1) {
            return refuse(builder, fy_event_start_mark(event), "a second document begins here",
                          "keep one configuration a file; remove the line `---`");
        }
        return 0;
    case FYET_NONE:
    case FYET_STREAM_START:
    case FYET_STREAM_END:
    case FYET_DOCUMENT_END:
    default:
        return 0;
    }
}

/* What libfyaml has to say about malformed YAML: its first error. */
static int syntax_error(const struct builder *builder, struct fy_diag *diag)
{
    void *position = NULL;
    const struct fy_diag_error *first = fy_diag_errors_iterate(diag, &position);
    if (first == NULL) {
        return staith_err_set(builder->err, STAITH_ERR_NOMEM, "out of memory");
    }
    int rc = staith_err_set(builder->err, STAITH_ERR_CONFIG, "this is not YAML: %s", first->msg);
    staith_err_at(builder->err, builder->path, first->line > 0 ? (unsigned long)first->line : 0,
                  first->column > 0 ? (unsigned long)first->column : 0);
    staith_err_remedy(builder->err, "indent with spaces alone and quote texts with special signs");
    return rc;
}

static int take_all(struct builder *builder, struct fy_parser *parser, struct fy_diag *diag)
{
    int rc = 0;
    while (rc == 0) {
        struct fy_event *event = fy_parser_parse(parser);
        if (event == NULL) {
            return fy_diag_got_error(diag) ? syntax_error(builder, diag) : 0;
        }
        rc = take_event(builder, event);
        fy_parser_event_free(parser, event);
    }
    return rc;
}

static int parse(struct builder *builder, const char *bytes, size_t len)
{
    int rc = STAITH_ERR_NOMEM;
    struct fy_parser *parser = NULL;
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    diag_cfg.colorize = false;
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    if (diag == NULL) {
        goto out;
    }
    fy_diag_set_collect_errors(diag, true);
    const struct fy_parse_cfg cfg = {
        .search_path = "",
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE | FYPCF_DEFAULT_VERSION_1_2,
        .diag = diag,
    };
    parser = fy_parser_create(&cfg);
    if (parser == NULL || fy_parser_set_string(parser, bytes, len) != 0) {
        goto out;
    }
    rc = take_all(builder, parser, diag);
out:
    fy_parser_destroy(parser);
    if (diag != NULL) {
        fy_diag_destroy(diag);
    }
    return rc;
}

int staith_config_tree_read(const char *path, struct staith_arena *arena,
                            struct staith_config_node **ret_top, struct staith_err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    int rc = read_file(path, &bytes, &len, err);
    if (rc != 0) {
        return rc;
    }
    /* Editors on Windows write a byte order mark; it says nothing in UTF-8. */
    size_t skip = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct builder builder = {.path = path, .arena = arena, .err = err};
    rc = check_bytes(path, bytes + skip, len - skip, err);
    if (rc == 0 && len > skip) {
        rc = parse(&builder, bytes + skip, len - skip);
    }
    free(bytes);
    if (rc == STAITH_ERR_NOMEM) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    if (rc == 0 && (builder.top == NULL || builder.top->shape != STAITH_CONFIG_MAPPING)) {
        rc = staith_err_set(err, STAITH_ERR_CONFIG, "%s",
                            builder.top == NULL || builder.top->empty
                                ? "the file is empty"
                                : "the file must consist of `key: value` lines");
        staith_err_at(err, path, builder.top != NULL ? builder.top->line : 0,
                      builder.top != NULL ? builder.top->column : 0);
        staith_err_remedy(err, "see `staith config reference` for the keys");
    }
    if (rc == 0) {
        *ret_top = builder.top;
    }
    return rc;
}
