/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/dynamic.h"

#include "authority/host/descriptor.h"

#include <stdbool.h>

const struct staith_plugin_catalogue *staith_dynamic_extension(const struct staith_plugin *plugin)
{
    if (plugin->extension == NULL) {
        return NULL;
    }
    const struct staith_plugin_catalogue *extension = plugin->extension(STAITH_EXT_CATALOGUE);
    return extension != NULL && STAITH_HAS(extension, catalogue) && extension->catalogue != NULL
               ? extension
               : NULL;
}

/* Copies texts; the first that there is no memory for ends all. */
struct copier {
    struct staith_arena *arena;
    bool failed;
};

static void copy(struct copier *copier, const char **text)
{
    *text = *text != NULL ? staith_arena_strdup(copier->arena, *text) : NULL;
    copier->failed = copier->failed || *text == NULL;
}

static void copy_dimensions(struct copier *copier, struct staith_catalogue *catalogue)
{
    for (uint32_t i = 0; i < catalogue->dimension_count; i++) {
        struct staith_dimension *dimension = &catalogue->dimensions[i];
        copy(copier, &dimension->code);
        copy(copier, &dimension->label);
        for (uint32_t j = 0; j < dimension->category_count; j++) {
            copy(copier, &dimension->categories[j].code);
            copy(copier, &dimension->categories[j].label);
        }
    }
}

static void copy_measures(struct copier *copier, struct staith_catalogue *catalogue)
{
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        copy(copier, &catalogue->measures[i].code);
        copy(copier, &catalogue->measures[i].label);
        copy(copier, &catalogue->measures[i].definition);
    }
    for (uint32_t i = 0; i < catalogue->table_count; i++) {
        copy(copier, &catalogue->tables[i].code);
        copy(copier, &catalogue->tables[i].label);
    }
    for (uint32_t i = 0; i < catalogue->indicator_count; i++) {
        struct staith_indicator *indicator = &catalogue->indicators[i];
        copy(copier, &indicator->code);
        copy(copier, &indicator->label);
        copy(copier, &indicator->unit_label);
        copy(copier, &indicator->definition);
        copy(copier, &indicator->source);
    }
}

static int copy_all(struct staith_catalogue *catalogue, struct staith_arena *arena)
{
    struct copier copier = {arena, false};
    copy(&copier, &catalogue->dataset);
    copy_dimensions(&copier, catalogue);
    copy_measures(&copier, catalogue);
    for (uint32_t i = 0; i < catalogue->check_count; i++) {
        copy(&copier, &catalogue->checks[i].code);
        copy(&copier, &catalogue->checks[i].message);
        copy(&copier, &catalogue->checks[i].advice);
    }
    for (uint32_t i = 0; i < catalogue->element_count; i++) {
        copy(&copier, &catalogue->elements[i]);
    }
    return copier.failed ? STAITH_ERR_NOMEM : 0;
}

int staith_dynamic_catalogue(const struct staith_loaded *loaded, struct staith_run *run,
                             struct staith_arena *arena, struct staith_catalogue **ret_catalogue,
                             struct staith_err *err)
{
    struct staith_catalogue *catalogue = NULL;
    const struct staith_descriptor *descriptor =
        staith_dynamic_extension(&loaded->plugin)->catalogue(run);
    if (descriptor == NULL) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "plugin %s gives no catalogue",
                             loaded->descriptor.name);
        staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
        return STAITH_ERR_INVAL;
    }
    int code = staith_descriptor_catalogue(descriptor, arena, &catalogue, err);
    if (code != 0) {
        staith_err_remedy(err, "correct the plugin's options, or report it to its makers");
        return code;
    }
    /* Who it is stands in the file; options do not change it. */
    catalogue->plugin = loaded->descriptor.name;
    catalogue->plugin_version = loaded->descriptor.version;
    if (copy_all(catalogue, arena) != 0) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a plugin's catalogue");
    }
    *ret_catalogue = catalogue;
    return 0;
}
