/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "aggregator/web/confine.h"
#include "base/instrumented.h"
#include "in_child.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void *answer(void *ctx)
{
    return ctx;
}

static bool can_open(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);
    return fd >= 0 && close(fd) == 0;
}

/* What a server needs: a client, a thread, its folders. */
static int serves(int listening, const char *folder)
{
    char path[128];
    struct sockaddr_in to = {.sin_family = AF_INET};
    socklen_t len = sizeof(to);
    pthread_t thread;
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (getsockname(listening, (struct sockaddr *)&to, &len) != 0 ||
        connect(client, (struct sockaddr *)&to, len) != 0 || accept(listening, NULL, NULL) < 0) {
        return 2;
    }
    if (pthread_create(&thread, NULL, answer, NULL) != 0 || pthread_join(thread, NULL) != 0) {
        return 3;
    }
    (void)snprintf(path, sizeof(path), "%s/access.db", folder);
    if (!can_open(path, O_RDWR | O_CREAT) || unlink(path) != 0 ||
        !can_open("/etc/hosts", O_RDONLY)) {
        return 4;
    }
    return 0;
}

static int gives_up_calls(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    return execv("/bin/true", argv) == 0 || errno != EPERM || fork() >= 0 ||
                   kill(getppid(), 0) == 0 || listen(socket(AF_INET, SOCK_STREAM, 0), 1) == 0
               ? 6
               : 0;
}

static int gives_up_files(void)
{
    return can_open("/etc/shadow", O_RDONLY) || can_open("/etc/machine-id", O_RDONLY) ||
                   can_open("/tmp/staith-confine-other", O_RDWR | O_CREAT) ||
                   can_open("/usr/share/staith-confine-other", O_RDWR | O_CREAT)
               ? 7
               : 0;
}

static int confined(void)
{
    char folder[] = "/tmp/staith-confine-XXXXXX";
    char words[STAITH_WEB_CONFINE_BYTES];
    struct staith_config_region config = {
        .path = "/usr/share/region.yaml", .store = "store.db", .http = {.listen = "tcp://*:1"}};
    struct sockaddr_in any = {.sin_family = AF_INET,
                              .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    config.state_folder = mkdtemp(folder);
    if (config.state_folder == NULL || bind(listening, (struct sockaddr *)&any, sizeof(any)) != 0 ||
        listen(listening, 4) != 0 || staith_web_confine(&config, words, NULL) != 0) {
        return 1;
    }
    int code = serves(listening, folder);
    bool calls = strstr(words, "seccomp on") != NULL;
    bool files = strstr(words, "Landlock on") != NULL;
    if (code == 0 && strcmp(getenv("TMPDIR"), folder) != 0) {
        code = 8;
    }
    if (code == 0 && calls != !STAITH_INSTRUMENTED) {
        code = 5;
    }
    code = code == 0 && calls ? gives_up_calls() : code;
    code = code == 0 && files ? gives_up_files() : code;
    (void)rmdir(folder);
    return code;
}

static void gives_up(void **state)
{
    (void)state;
    assert_int_equal(staith_in_child(confined), 0);
}

/* A configuration that is a link is read again from where it leads. */
static int linked(void)
{
    char folder[] = "/tmp/staith-confine-XXXXXX";
    char link[64];
    char words[STAITH_WEB_CONFINE_BYTES];
    struct staith_config_region config = {
        .path = "/usr/share/region.yaml", .store = "store.db", .http = {.listen = "tcp://*:1"}};
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    (void)snprintf(link, sizeof(link), "%s/region.yaml", folder);
    config.state_folder = folder;
    config.path = link;
    if (symlink("/etc/group", link) != 0 || staith_web_confine(&config, words, NULL) != 0) {
        return 1;
    }
    int code = can_open(link, O_RDONLY) ? 0 : 9;
    (void)unlink(link);
    (void)rmdir(folder);
    return code;
}

static void follows_a_link(void **state)
{
    (void)state;
    assert_int_equal(staith_in_child(linked), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(gives_up),
                                       cmocka_unit_test(follows_a_link)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
