/* SPDX-License-Identifier: Apache-2.0 */
/* Real programs: shell scripts in the test's own folder, and curl against a listener of its own. */
#include "running.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>

#include <cmocka.h>

static void write_script(const struct running *running, const char *name, const char *text)
{
    char path[PLACE_PATH];
    assert_int_equal(place_write(&running->place, name, text), 0);
    assert_int_equal(chmod(place_path(&running->place, name, path), 0700), 0);
}

static void read_file(const struct running *running, const char *name, char *out, size_t cap)
{
    char path[PLACE_PATH];
    int fd = open(place_path(&running->place, name, path), O_RDONLY);
    assert_true(fd >= 0);
    ssize_t len = read(fd, out, cap - 1);
    assert_true(len >= 0);
    out[len] = '\0';
    assert_int_equal(close(fd), 0);
}

static size_t told_count(const struct running *running)
{
    json_t *list = staith_gate_alarms_list(running->service->datasets[0].alarms, false);
    size_t count = json_array_size(json_object_get(json_array_get(list, 0), "told"));
    json_decref(list);
    return count;
}

static bool all_told(struct running *running)
{
    return told_count(running) >= running->wanted;
}

/* Start with `alarms` as the keys under alarms; "./" in it is the test's folder, that of the file.
 */
static void start(struct running *running, const char *alarms)
{
    char more[1024];
    (void)snprintf(more, sizeof(more), "alarms:\n%s", alarms);
    assert_int_equal(running_start(running, "alarms", "staithd.yaml", more), 0);
}

static void test_mail_and_command(void **state)
{
    (void)state;
    struct running running;
    char text[4096];
    start(&running, "  mail: [lead@council.example, \"ig@council.example\"]\n"
                    "  mailer: ./mailer\n  command: ./command\n");
    write_script(&running, "mailer",
                 "#!/bin/sh\necho \"$@\" > \"${0%/*}/args\"\ncat > \"${0%/*}/mail\"\n");
    write_script(&running, "command", "#!/bin/sh\ncat > \"${0%/*}/json\"\nexit 3\n");
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    running.wanted = 2;
    assert_true(running_wait(&running, all_told));
    read_file(&running, "args", text, sizeof(text));
    assert_string_equal(text, "-t -i\n");
    read_file(&running, "mail", text, sizeof(text));
    assert_string_equal(text, "To: lead@council.example, ig@council.example\n"
                              "Subject: staithd: local alarms of csww, 2025\n"
                              "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n"
                              "Content-Type: text/plain; charset=utf-8\n"
                              "Content-Transfer-Encoding: 8bit\n\n"
                              "County Durham, dataset csww, period 2025. These counts stay in the "
                              "council.\n\n"
                              "2 (was 0) late_lines\n    Lines that came late.\n    Ask why.\n");
    read_file(&running, "json", text, sizeof(text));
    assert_string_equal(text,
                        "{\"authority\":\"840\",\"dataset\":\"csww\",\"period\":\"2025\","
                        "\"alarms\":[{\"code\":\"late_lines\",\"label\":\"Lines that came late.\","
                        "\"advice\":\"Ask why.\",\"count\":2,\"was\":0}]}");
    json_t *list = staith_gate_alarms_list(running.service->datasets[0].alarms, false);
    size_t i = 0;
    const json_t *told = NULL;
    json_array_foreach(json_object_get(json_array_get(list, 0), "told"), i, told)
    {
        bool mail = strcmp(json_string_value(json_object_get(told, "way")), "mail") == 0;
        assert_int_equal(json_is_true(json_object_get(told, "well")), mail);
        assert_string_equal(json_string_value(json_object_get(told, "detail")),
                            mail ? "" : "exit status 3");
    }
    json_decref(list);
    running_deinit(&running);
}

/* All that is in the ledger, which is all that can leave: the same bytes with an alarm as without.
 */
static void test_alarms_are_in_no_release(void **state)
{
    (void)state;
    static const char *const plugins[] = {"well", "alarms"};
    struct staith_ledger_entry entry;
    uint8_t payloads[2][4096];
    size_t lens[2] = {0, 0};
    for (size_t i = 0; i < 2; i++) {
        struct running running;
        uint64_t last = 0;
        assert_int_equal(running_start(&running, plugins[i], "staithd.yaml", ""), 0);
        assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
        assert_true(running_wait_runs(&running, 1));
        assert_int_equal(staith_gate_alarms_standing(running.service->datasets[0].alarms), i);
        assert_int_equal(staith_ledger_last(running.service->ledger, &last), 0);
        assert_int_equal(last, 2);
        for (uint64_t number = 1; number <= last; number++) {
            assert_int_equal(staith_ledger_read(running.service->ledger, number, &entry, NULL), 0);
            assert_true(lens[i] + entry.record.payload_len <= sizeof(payloads[i]));
            memcpy(payloads[i] + lens[i], entry.record.payload, entry.record.payload_len);
            lens[i] += entry.record.payload_len;
        }
        running_deinit(&running);
    }
    assert_int_equal(lens[0], lens[1]);
    assert_memory_equal(payloads[0], payloads[1], lens[0]);
}

/* One that hangs is ended at its limit, one that is not there is said; the daemon goes on. */
static void test_programs_that_fail(void **state)
{
    (void)state;
    struct running running;
    start(&running, "  command: ./command\n  mail: [a@b]\n  mailer: ./nowhere\n"
                    "  limit-seconds: 1\n");
    write_script(&running, "command", "#!/bin/sh\nexec sleep 600\n");
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "released");
    running.wanted = 2;
    assert_true(running_wait(&running, all_told));
    json_t *list = staith_gate_alarms_list(running.service->datasets[0].alarms, false);
    const json_t *told = json_object_get(json_array_get(list, 0), "told");
    assert_string_equal(json_string_value(json_object_get(json_array_get(told, 0), "detail")),
                        "the program does not start");
    assert_string_equal(json_string_value(json_object_get(json_array_get(told, 1), "detail")),
                        "took longer than 1 s and was ended");
    json_decref(list);
    running_deinit(&running);
}

/* A stop does not wait for a program that hangs. */
static void test_stop_while_telling(void **state)
{
    (void)state;
    struct running running;
    start(&running, "  command: ./command\n");
    write_script(&running, "command", "#!/bin/sh\nexec sleep 600\n");
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(told_count(&running), 0);
    running_deinit(&running);
}

static int listen_anywhere(uint16_t *ret_port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 4), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    *ret_port = ntohs(address.sin_port);
    return fd;
}

/* Answers one request and writes what it got to `path`. */
static void serve_once(int fd, const char *path)
{
    char request[8192];
    size_t len = 0;
    static const char reply[] = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    int peer = accept(fd, NULL, NULL);
    while (len < sizeof(request) - 1) {
        ssize_t some = read(peer, request + len, sizeof(request) - 1 - len);
        if (some <= 0) {
            break;
        }
        len += (size_t)some;
        request[len] = '\0';
        if (strstr(request, "\"was\":0}]}") != NULL) {
            break;
        }
    }
    int out = open(path, O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR);
    _exit(write(out, request, len) == (ssize_t)len &&
                  write(peer, reply, sizeof(reply) - 1) == (ssize_t)sizeof(reply) - 1
              ? 0
              : 1);
}

static void test_webhook(void **state)
{
    (void)state;
    struct running running;
    uint16_t port = 0;
    char line[128];
    char path[PLACE_PATH];
    char text[8192];
    int fd = listen_anywhere(&port);
    (void)snprintf(line, sizeof(line), "  webhook: http://localhost:%u/hook\n", (unsigned)port);
    start(&running, line);
    (void)place_path(&running.place, "request", path);
    pid_t server = fork();
    if (server == 0) {
        (void)alarm(60);
        serve_once(fd, path);
    }
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    running.wanted = 1;
    assert_true(running_wait(&running, all_told));
    assert_int_equal(waitpid(server, NULL, 0), server);
    assert_int_equal(close(fd), 0);
    read_file(&running, "request", text, sizeof(text));
    assert_memory_equal(text, "POST /hook HTTP/1.1\r\n", 21);
    assert_non_null(strstr(text, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(text, "\"code\":\"late_lines\""));
    assert_non_null(strstr(text, "\"count\":3,\"was\":0}]}"));
    json_t *list = staith_gate_alarms_list(running.service->datasets[0].alarms, false);
    const json_t *told = json_object_get(json_array_get(list, 0), "told");
    assert_true(json_is_true(json_object_get(json_array_get(told, 0), "well")));
    json_decref(list);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mail_and_command),
        cmocka_unit_test(test_alarms_are_in_no_release),
        cmocka_unit_test(test_programs_that_fail),
        cmocka_unit_test(test_stop_while_telling),
        cmocka_unit_test(test_webhook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
