/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/confine.h"

#include "sandbox/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Where the loader finds libraries. */
static const struct staith_landlock_path loading[] = {
    {"/lib", STAITH_LANDLOCK_READ},           {"/lib64", STAITH_LANDLOCK_READ},
    {"/usr/lib", STAITH_LANDLOCK_READ},       {"/usr/lib64", STAITH_LANDLOCK_READ},
    {"/usr/local/lib", STAITH_LANDLOCK_READ}, {"/etc/ld.so.cache", STAITH_LANDLOCK_READ}};
/* What programs and drivers of the system need; nothing in it is a secret of this council. */
static const struct staith_landlock_path granted[] = {
    {"/lib", STAITH_LANDLOCK_READ | STAITH_LANDLOCK_EXECUTE},
    {"/lib64", STAITH_LANDLOCK_READ | STAITH_LANDLOCK_EXECUTE},
    {"/usr", STAITH_LANDLOCK_READ | STAITH_LANDLOCK_EXECUTE},
    {"/bin", STAITH_LANDLOCK_READ | STAITH_LANDLOCK_EXECUTE},
    {"/sbin", STAITH_LANDLOCK_READ | STAITH_LANDLOCK_EXECUTE},
    {"/etc/ld.so.cache", STAITH_LANDLOCK_READ},
    {"/etc/alternatives", STAITH_LANDLOCK_READ},
    {"/etc/localtime", STAITH_LANDLOCK_READ},
    {"/etc/R", STAITH_LANDLOCK_READ},
    {"/etc/python3", STAITH_LANDLOCK_READ},
    {"/etc/python3.11", STAITH_LANDLOCK_READ},
    {"/etc/odbc.ini", STAITH_LANDLOCK_READ},
    {"/etc/odbcinst.ini", STAITH_LANDLOCK_READ},
    {"/etc/freetds", STAITH_LANDLOCK_READ},
    {"/etc/ssl/certs", STAITH_LANDLOCK_READ},
    {"/etc/ssl/openssl.cnf", STAITH_LANDLOCK_READ},
    {"/etc/resolv.conf", STAITH_LANDLOCK_READ},
    {"/etc/hosts", STAITH_LANDLOCK_READ},
    {"/etc/nsswitch.conf", STAITH_LANDLOCK_READ},
    {"/etc/services", STAITH_LANDLOCK_READ},
    {"/dev/null", STAITH_LANDLOCK_READ | STAITH_LANDLOCK_WRITE},
    {"/dev/zero", STAITH_LANDLOCK_READ},
    {"/dev/urandom", STAITH_LANDLOCK_READ}};

static bool has_grants(const struct staith_order *order)
{
    return order->allow_programs || order->allow_network || order->read_path_count > 0;
}

/* The system's part, the plugin's file, and the paths that the operator grants. */
static int confine_files(const struct staith_order *order, const char *scratch,
                         struct staith_err *err)
{
    bool grants = has_grants(order);
    const struct staith_landlock_path *fixed = grants ? granted : loading;
    size_t fixed_count = grants ? COUNT(granted) : COUNT(loading);
    size_t count = fixed_count + 1 + order->read_path_count + (scratch != NULL ? 1 : 0);
    struct staith_landlock_path *paths = calloc(count, sizeof(*paths));
    if (paths == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the sandbox");
    }
    for (size_t i = 0; i < fixed_count; i++) {
        paths[i] = fixed[i];
    }
    paths[fixed_count] = (struct staith_landlock_path){order->plugin_path, STAITH_LANDLOCK_READ};
    unsigned rights = STAITH_LANDLOCK_READ;
    rights |= order->allow_programs ? (unsigned)STAITH_LANDLOCK_EXECUTE : 0;
    for (uint32_t i = 0; i < order->read_path_count; i++) {
        paths[fixed_count + 1 + i] = (struct staith_landlock_path){order->read_paths[i], rights};
    }
    if (scratch != NULL) {
        paths[count - 1] =
            (struct staith_landlock_path){scratch, STAITH_LANDLOCK_READ | STAITH_LANDLOCK_WRITE};
    }
    int code = staith_landlock_apply(paths, count, order->allow_network, err);
    free(paths);
    return code;
}

int staith_confine_load(const struct staith_order *order, const char *scratch, uint64_t pass,
                        struct staith_err *err)
{
    unsigned grants = 0;
    grants |= order->allow_programs ? (unsigned)STAITH_SANDBOX_PROGRAMS : 0;
    grants |= order->allow_network ? (unsigned)STAITH_SANDBOX_NETWORK : 0;
    int code = confine_files(order, scratch, err);
    if (code != 0) {
        return code;
    }
    return staith_seccomp_apply(has_grants(order) ? STAITH_SECCOMP_GRANTED : STAITH_SECCOMP_LOAD,
                                grants, pass, err);
}

int staith_confine_run(void *ctx, const struct staith_order *order, struct staith_err *err)
{
    const uint64_t *pass = ctx;
    if (has_grants(order)) {
        return 0;
    }
    int code = staith_landlock_apply(NULL, 0, false, err);
    return code != 0 ? code : staith_seccomp_apply(STAITH_SECCOMP_RUN, 0, *pass, err);
}

int staith_confine_answer(struct staith_err *err)
{
    int code = staith_landlock_apply(NULL, 0, false, err);
    return code != 0 ? code : staith_seccomp_apply(STAITH_SECCOMP_ANSWER, 0, 0, err);
}

size_t staith_confine_report(char out[STAITH_CONFINE_REPORT_BYTES])
{
    struct staith_sandbox_layer calls = staith_seccomp_probe();
    struct staith_sandbox_layer files = staith_landlock_probe();
    bool privileges = prctl(PR_GET_NO_NEW_PRIVS, 0UL, 0UL, 0UL, 0UL) == 1;
    char version[32] = "";
    if (files.on) {
        (void)snprintf(version, sizeof(version), ", version %d", files.version);
    }
    int len = snprintf(out, STAITH_CONFINE_REPORT_BYTES,
                       "no new privileges=%s\nseccomp=%s%s\nLandlock=%s%s%s\n",
                       privileges ? "on" : "off", calls.on ? "on" : "off: ", calls.why,
                       files.on ? "on" : "off: ", version, files.why);
    return len < 0 ? 0 : (size_t)len;
}
