/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/service.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
    char folder[64];
    char config[96];
    char key[96];
};

static void write_file(const char *path, const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void write_config(const struct scene *scene, const char *state, const char *listen)
{
    char text[1024];
    (void)snprintf(
        text, sizeof(text),
        "region: {code: E12000001, name: North East}\nstate: %s\n"
        "keys: {transport: transport.key}\nlisten: [\"%s\"]\ncouncils:\n"
        "  - {code: \"840\", name: County Durham, short: Durham, slug: durham, ons: E06000047,\n"
        "     transport-key: \"Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID\",\n"
        "     signing-key: \"%s\"}\n",
        state, listen, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    write_file(scene->config, text, 0600);
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    assert_non_null(scene);
    (void)snprintf(scene->folder, sizeof(scene->folder), "/tmp/staith-check-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    (void)snprintf(scene->config, sizeof(scene->config), "%s/region.yaml", scene->folder);
    (void)snprintf(scene->key, sizeof(scene->key), "%s/transport.key", scene->folder);
    write_file(scene->key, "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs\n", 0600);
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    (void)unlink(scene->config);
    (void)unlink(scene->key);
    assert_int_equal(rmdir(scene->folder), 0);
    free(scene);
    return 0;
}

/* Run the check; `wrong`: the checks that failed, as "a,b". */
static int run(const struct scene *scene, char wrong[256])
{
    json_t *checks = NULL;
    int rc = staith_ingest_check_config(scene->config, &checks);
    size_t i = 0;
    const json_t *item = NULL;
    wrong[0] = '\0';
    json_array_foreach(checks, i, item)
    {
        size_t len = strlen(wrong);
        if (!json_is_true(json_object_get(item, "ok"))) {
            const json_t *error = json_object_get(item, "error");
            assert_true(json_string_length(json_object_get(error, "what")) > 0);
            (void)snprintf(wrong + len, 256 - len, "%s%s", len > 0 ? "," : "",
                           json_string_value(json_object_get(item, "check")));
        }
    }
    json_decref(checks);
    return rc;
}

static void test_good_configuration(void **state)
{
    struct scene *scene = *state;
    char wrong[256];
    write_config(scene, scene->folder, "tcp://127.0.0.1:*");
    assert_int_equal(run(scene, wrong), 0);
    assert_string_equal(wrong, "");
}

static void test_every_fault_is_named_at_once(void **state)
{
    struct scene *scene = *state;
    char wrong[256];
    char listen_at[64];
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof(address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    (void)snprintf(listen_at, sizeof(listen_at), "tcp://127.0.0.1:%u",
                   (unsigned)ntohs(address.sin_port));
    write_config(scene, "/nonexistent/state", listen_at);
    assert_int_equal(run(scene, wrong), STAITH_ERR_NOTFOUND);
    assert_string_equal(wrong, "state folder,control socket's folder,endpoints");
    (void)close(fd);
}

static void test_key_that_others_can_read(void **state)
{
    struct scene *scene = *state;
    char wrong[256];
    write_config(scene, scene->folder, "tcp://127.0.0.1:*");
    assert_int_equal(chmod(scene->key, 0644), 0);
    assert_true(run(scene, wrong) != 0);
    assert_string_equal(wrong, "transport key");
}

static void test_file_that_is_no_configuration(void **state)
{
    struct scene *scene = *state;
    char wrong[256];
    write_file(scene->config, "region: 5\n", 0600);
    assert_true(run(scene, wrong) != 0);
    assert_string_equal(wrong, "configuration");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_good_configuration),
        CASE(test_every_fault_is_named_at_once),
        CASE(test_key_that_others_can_read),
        CASE(test_file_that_is_no_configuration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
