/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/load.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#define LEAST_SIZE(type, last) (offsetof(struct type, last) + sizeof(((struct type *)0)->last))

static int fail(struct staith_err *err, int code, const char *path, const char *what)
{
    (void)staith_err_set(err, code, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
    return code;
}

static bool same(const char *a, const char *b)
{
    return b != NULL && strcmp(a, b) == 0;
}

/* Whether the file is called <name>.so. */
static bool path_fits(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    const char *file = slash != NULL ? slash + 1 : path;
    size_t len = strlen(name);
    return strncmp(file, name, len) == 0 && strcmp(file + len, ".so") == 0;
}

/* The note's measures are the descriptor's, in their order. */
static bool measures_fit(const char *list, const struct staith_descriptor *descriptor)
{
    uint32_t size = 0;
    if (descriptor->measure_count == 0 && strcmp(list, STAITH_NOTE_DYNAMIC) == 0) {
        return true;
    }
    if (descriptor->measures == NULL) {
        return descriptor->measure_count == 0 && *list == '\0';
    }
    memcpy(&size, descriptor->measures, sizeof size);
    if (size < LEAST_SIZE(staith_measure_def, definition)) {
        return false;
    }
    const char *at = list;
    for (uint32_t i = 0; i < descriptor->measure_count && i < UINT16_MAX; i++) {
        struct staith_measure_def measure;
        memcpy(&measure, (const char *)descriptor->measures + (size_t)i * size,
               LEAST_SIZE(staith_measure_def, definition));
        size_t len = strcspn(at, " ");
        if (measure.code == NULL || at[len] != ' ' || strlen(measure.code) != len ||
            memcmp(measure.code, at, len) != 0) {
            return false;
        }
        at += len + 1;
    }
    return *at == '\0';
}

int staith_load_compare(const char *path, const struct staith_note *note,
                        const struct staith_plugin *plugin, struct staith_err *err)
{
    const struct staith_descriptor *descriptor = plugin->descriptor;
    const char *differs = NULL;
    if (note->abi_major != plugin->abi_major || note->abi_minor != plugin->abi_minor) {
        differs = "ABI versions";
    } else if (!same(note->name, descriptor->name)) {
        differs = "names";
    } else if (!same(note->version, descriptor->version)) {
        differs = "versions";
    } else if (!same(note->licence, descriptor->licence)) {
        differs = "licences";
    } else if (!same(note->sources, descriptor->sources)) {
        differs = "sources";
    } else if (!measures_fit(note->measures, descriptor)) {
        differs = "measures";
    } else if (!path_fits(path, note->name)) {
        (void)staith_err_set(err, STAITH_ERR_VERIFY, "the file of plugin %s must be called %s.so",
                             note->name, note->name);
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "rename the file");
        return STAITH_ERR_VERIFY;
    } else {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_VERIFY,
                         "plugin %s gives two different %s in its note and in its descriptor",
                         note->name, differs);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
    return STAITH_ERR_VERIFY;
}

/* Copy what the symbol points to, as far as the plugin says it goes. */
static int copy_plugin(const char *path, const struct staith_plugin *from,
                       struct staith_loaded *loaded, struct staith_err *err)
{
    if (from->magic != STAITH_PLUGIN_MAGIC) {
        return fail(err, STAITH_ERR_INVAL, path, "the plugin's symbol is not a plugin's");
    }
    if (from->size < LEAST_SIZE(staith_plugin, extension) || from->size > sizeof *from ||
        from->descriptor == NULL) {
        return fail(err, STAITH_ERR_INVAL, path, "the plugin's struct does not fit the ABI");
    }
    memcpy(&loaded->plugin, from, from->size);
    const struct staith_descriptor *descriptor = from->descriptor;
    if (descriptor->size < LEAST_SIZE(staith_descriptor, elements) ||
        descriptor->size > sizeof *descriptor) {
        return fail(err, STAITH_ERR_INVAL, path, "the plugin's descriptor does not fit the ABI");
    }
    memcpy(&loaded->descriptor, descriptor, descriptor->size);
    loaded->plugin.descriptor = &loaded->descriptor;
    if (from->create == NULL || from->configure == NULL || from->collect == NULL ||
        from->destroy == NULL) {
        return fail(err, STAITH_ERR_INVAL, path, "the plugin lacks a callback");
    }
    return 0;
}

int staith_load_plugin(const char *path, struct staith_arena *arena,
                       struct staith_loaded **ret_loaded, struct staith_err *err)
{
    struct staith_loaded *loaded = staith_arena_alloc(arena, sizeof *loaded);
    if (loaded == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory to load a plugin");
    }
    int code = staith_note_read(path, arena, &loaded->note, err);
    if (code == 0) {
        code = staith_note_check_abi(&loaded->note, err);
    }
    if (code != 0) {
        return code;
    }
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        const char *why = dlerror();
        (void)staith_err_set(err, STAITH_ERR_IO, "plugin %s cannot be loaded: %s",
                             loaded->note.name, why != NULL ? why : "unknown reason");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "install the libraries it needs, or build it again on this machine");
        return STAITH_ERR_IO;
    }
    const struct staith_plugin *symbol = dlsym(library, "staith_plugin");
    if (symbol == NULL) {
        return fail(err, STAITH_ERR_INVAL, path, "the plugin exports no symbol staith_plugin");
    }
    code = copy_plugin(path, symbol, loaded, err);
    if (code == 0) {
        code = staith_load_compare(path, &loaded->note, &loaded->plugin, err);
    }
    if (code == 0) {
        *ret_loaded = loaded;
    }
    return code;
}
