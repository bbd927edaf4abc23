/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Relative paths count from the folder of the file they stand in, not from where a daemon happens
 * to be started. Links are not followed: the folder is the one that the author sees.
 */
#include "config/schema.h"
#include "config/table.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The texts one behind the other, in `arena`, or NULL. */
static char *join(struct staith_arena *arena, const char *first, size_t first_len,
                  const char *second)
{
    size_t size = first_len + strlen(second) + 1;
    char *joined = staith_arena_alloc(arena, size);
    if (joined != NULL) {
        (void)snprintf(joined, size, "%.*s%s", (int)first_len, first, second);
    }
    return joined;
}

char *staith_config_resolve(struct staith_arena *arena, const char *base, const char *path)
{
    const char *slash = strrchr(base, '/');
    if (path[0] == '/' || slash == NULL) {
        return staith_arena_strdup(arena, path);
    }
    while (path[0] == '.' && path[1] == '/') {
        path += 2;
    }
    return join(arena, base, (size_t)(slash - base) + 1, path);
}

char *staith_config_absolute(struct staith_arena *arena, const char *path)
{
    char folder[4096];
    if (path[0] == '/') {
        return staith_arena_strdup(arena, path);
    }
    if (getcwd(folder, sizeof(folder) - 1) == NULL) {
        return NULL;
    }
    size_t len = strlen(folder);
    folder[len] = '/';
    folder[len + 1] = '\0';
    return staith_config_resolve(arena, folder, path);
}

const char *staith_config_handout(const char *value)
{
    static const char prefix[] = "region:";
    size_t len = sizeof(prefix) - 1;
    return strncmp(value, prefix, len) == 0 ? value + len : NULL;
}

int staith_config_finish(const char *path, struct staith_arena *arena, const char *state,
                         const char **ret_path, const char **control, struct staith_err *err)
{
    const char *copy = staith_arena_strdup(arena, path);
    const char *socket =
        *control != NULL ? *control : join(arena, state, strlen(state), "/control.sock");
    if (copy == NULL || socket == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    size_t room = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;
    if (strlen(socket) > room) {
        int rc = staith_err_set(err, STAITH_ERR_CONFIG,
                                "control: the path of the socket is longer than %zu bytes", room);
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "set `control:` to a shorter path, as in /run/staith/control.sock");
        return rc;
    }
    *ret_path = copy;
    *control = socket;
    return 0;
}
