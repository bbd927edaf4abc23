/* SPDX-License-Identifier: Apache-2.0 */
/* Asking the daemon that runs with a configuration, and reading its reply. */
#include "cli/daemon.h"

#include "control/control.h"

enum { ASK_TIMEOUT_MS = 5000 };

static int ask_region(const char *config_path, const json_t *request, json_t **ret_reply,
                      struct staith_err *err)
{
    struct staith_config_region *config = NULL;
    int rc = staith_config_region_read(config_path, &config, err);
    if (rc == 0) {
        rc = staith_control_ask(config->control_socket, request, ASK_TIMEOUT_MS, ret_reply, err);
    }
    staith_config_region_free(config);
    return rc;
}

static int ask_council(const char *config_path, const json_t *request, json_t **ret_reply,
                       struct staith_err *err)
{
    struct staith_config_council *config = NULL;
    int rc = staith_config_council_read(config_path, &config, err);
    if (rc == 0) {
        rc = staith_control_ask(config->control_socket, request, ASK_TIMEOUT_MS, ret_reply, err);
    }
    staith_config_council_free(config);
    return rc;
}

int staith_cli_ask(const char *config_path, json_t *request, bool *ret_region, json_t **ret_reply,
                   struct staith_err *err)
{
    if (request == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    bool region = false;
    int rc = staith_config_is_region(config_path, &region, err);
    if (rc == 0) {
        rc = region ? ask_region(config_path, request, ret_reply, err)
                    : ask_council(config_path, request, ret_reply, err);
    }
    json_decref(request);
    if (rc == 0) {
        *ret_region = region;
    }
    return rc;
}

int staith_cli_council(const char *config_path, struct staith_config_council **ret_config,
                       struct staith_err *err)
{
    bool region = false;
    int rc = staith_config_is_region(config_path, &region, err);
    if (rc == 0 && region) {
        rc = staith_err_set(err, STAITH_ERR_CONFIG, "this is a region's configuration");
        staith_err_at(err, config_path, 0, 0);
        staith_err_remedy(err, "name a council's");
    }
    return rc != 0 ? rc : staith_config_council_read(config_path, ret_config, err);
}

const char *staith_cli_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

int64_t staith_cli_number(const json_t *object, const char *name)
{
    return (int64_t)json_integer_value(json_object_get(object, name));
}

const char *staith_cli_count_of(const json_t *object, const char *name, char out[32])
{
    int64_t number = staith_cli_number(object, name);
    return staith_cli_count(number > 0 ? (uint64_t)number : 0, out);
}
