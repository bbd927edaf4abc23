/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starting, killing and asking real processes. What was started is killed by its own process id.
 */
#include "processes.h"

#include "config/schema.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BACK_MS = 2000 };

int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pause_ms(int64_t ms)
{
    const struct timespec wait = {ms / 1000, (ms % 1000) * 1000000};
    (void)nanosleep(&wait, NULL);
}

uint64_t torture_dice(struct torture *torture, uint64_t bound)
{
    torture->dice = torture->dice * 6364136223846793005u + 1442695040888963407u;
    return (torture->dice >> 33) % bound;
}

static void die(const char *what)
{
    perror(what);
    exit(70);
}

/* ---- the writer: this program again ---- */

int torture_write(char **argv)
{
    const char *folder = argv[2];
    const char *key = argv[3];
    int64_t pace = strtoll(argv[4], NULL, 10);
    const char *code = argv[5] != NULL ? argv[5] : "800";
    int64_t count = argv[5] != NULL && argv[6] != NULL ? strtoll(argv[6], NULL, 10) : INT64_MAX;
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    const struct staith_ledger_note note = {.source_name = "return.xml",
                                            .approved_by = "at once",
                                            .cells_released = 1,
                                            .decision_json = "{}"};
    int rc = staith_config_read_key_hex(key, true, secret, sizeof(secret), &err);
    if (rc == 0) {
        rc = staith_ledger_open(folder, code, secret, staith_outside_machine(), &ledger, &err);
    }
    for (int64_t value = 1; rc == 0 && value <= count; value++) {
        uint64_t number = 0;
        struct staith_release *release = world_release(code, 2000 + (int)(value % 400), value);
        rc = staith_ledger_append(ledger, release, world_catalogue(), &note, &number, &err);
        staith_release_free(release);
        if (rc == 0 && write(STDOUT_FILENO, &number, sizeof(number)) != sizeof(number)) {
            return 0;
        }
        pause_ms(pace);
    }
    staith_ledger_close(ledger);
    if (rc != 0) {
        (void)fprintf(stderr, "writer: %s\n", err.what);
    }
    return rc != 0 ? 1 : 0;
}

/* ---- processes ---- */

/* What is started dies with whoever started it, however that ends: a test that is cut off by its
 * time leaves nothing running. */
static void become(char *const argv[], int input, int output, const char *log, pid_t parent)
{
    int said = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent && said >= 0 &&
        dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
        dup2(said, STDERR_FILENO) >= 0) {
        (void)execv(argv[0], argv);
    }
    _exit(127);
}

static pid_t start_program(char *const argv[], int input, int output, const char *log)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        die(argv[0]);
    }
    if (pid == 0) {
        become(argv, input, output, log, parent);
    }
    return pid;
}

/* Until the aggregator listens again. */
static void await_region(struct torture *torture, uint16_t port, int64_t since)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    bool up = false;
    while (!up && now_ms() - since < 5 * BACK_MS) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        up = connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0;
        (void)close(fd);
        if (!up) {
            pause_ms(2);
        }
    }
    int64_t took = now_ms() - since;
    torture->slowest_ms = took > torture->slowest_ms ? took : torture->slowest_ms;
}

/* The server's folder says how it is started, and which process it is. */
static void start_database(void)
{
    char program[PATH];
    int status = 0;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)snprintf(program, sizeof(program), "%s/start", getenv("STAITH_TEST_POSTGRESQL_FOLDER"));
    char *const argv[] = {program, NULL};
    if (waitpid(start_program(argv, null, null, "/dev/null"), &status, 0) < 0 || status != 0) {
        die("the database does not start");
    }
    (void)close(null);
}

static void kill_database(void)
{
    char path[PATH];
    char text[32] = "";
    (void)snprintf(path, sizeof(path), "%s/pid", getenv("STAITH_TEST_POSTGRESQL_FOLDER"));
    FILE *file = fopen(path, "re");
    if (file == NULL || fgets(text, sizeof(text), file) == NULL) {
        die(path);
    }
    (void)fclose(file);
    const long pid = strtol(text, NULL, 10);
    if (pid < 2) {
        die(path);
    }
    (void)kill((pid_t)pid, SIGKILL);
    for (int i = 0; i < 1000 && kill((pid_t)pid, 0) == 0; i++) {
        pause_ms(2);
    }
}

int torture_programs(const struct torture *torture)
{
    return torture->database != NULL ? PROGRAMS : SECOND;
}

void torture_start(struct torture *torture, int which)
{
    if (which == DATABASE) {
        start_database();
        return;
    }
    char program[PATH], config[PATH], log[PATH], state[PATH], key[PATH];
    char pace[16];
    int ends[2];
    static const char *const NAMES[] = {"writer", "staithd-publish", "staith-aggregator",
                                        "staith-aggregator"};
    static const char *const CONFIGS[] = {"council", "council", "region", "second"};
    const bool region = which == REGION || which == SECOND;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)snprintf(program, sizeof(program), "%s/%s", torture->programs, NAMES[which]);
    (void)snprintf(config, sizeof(config), "%s/%s.yaml", torture->root, CONFIGS[which]);
    (void)snprintf(log, sizeof(log), "%s/%s.log", torture->root, NAMES[which]);
    (void)snprintf(state, sizeof(state), "%s/council-state", torture->root);
    (void)snprintf(key, sizeof(key), "%s/council/signing.key", torture->root);
    (void)snprintf(pace, sizeof(pace), "%s", torture->pace);
    if (!region && pipe(ends) != 0) {
        die("pipe");
    }
    if (which == WRITER) {
        char *const argv[] = {torture->self, (char[]){"writer"}, state, key, pace, NULL};
        torture->pids[which] = start_program(argv, null, ends[1], log);
        (void)close(ends[1]);
        torture->accepted = ends[0];
        (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
        (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    } else if (which == PUBLISHER) {
        (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
        (void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
        char *const argv[] = {program, (char[]){"--config"}, config, NULL};
        torture->pids[which] = start_program(argv, ends[0], null, log);
        (void)close(ends[0]);
        torture->poke = ends[1];
    } else {
        int64_t since = now_ms();
        char *const argv[] = {program, (char[]){"--config"}, config, NULL};
        torture->pids[which] = start_program(argv, null, null, log);
        await_region(torture, which == REGION ? torture->port : torture->second_port, since);
    }
    (void)close(null);
}

/* What the writer was told since last time. It may die between the append and its word; the other
 * way round would be a lie. */
void torture_hear(struct torture *torture)
{
    uint64_t numbers[256];
    ssize_t got = 0;
    static const uint8_t poke[] = {0, 0, 0, 4, 'p', 'o', 'k', 'e'};
    while ((got = read(torture->accepted, numbers, sizeof(numbers))) > 0) {
        size_t count = (size_t)got / sizeof(numbers[0]);
        torture->told = count > 0 ? numbers[count - 1] : torture->told;
    }
    if (torture->poke >= 0) {
        (void)!write(torture->poke, poke, sizeof(poke));
    }
}

void torture_kill(struct torture *torture, int which)
{
    if (which == DATABASE) {
        kill_database();
        return;
    }
    (void)kill(torture->pids[which], SIGKILL);
    (void)waitpid(torture->pids[which], NULL, 0);
    if (which == WRITER) {
        torture_hear(torture);
        (void)close(torture->accepted);
    } else if (which == PUBLISHER) {
        (void)close(torture->poke);
        torture->poke = -1;
    }
}

/* ---- set-up ---- */

static void run(struct torture *torture, const char *folder)
{
    char program[PATH];
    char out[PATH];
    int status = 0;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)snprintf(program, sizeof(program), "%s/staith", torture->programs);
    (void)snprintf(out, sizeof(out), "%s/%s", torture->root, folder);
    char *const argv[] = {program, (char[]){"keys"}, (char[]){"new"}, (char[]){"--out"}, out, NULL};
    if (waitpid(start_program(argv, null, null, "/dev/null"), &status, 0) < 0 || status != 0) {
        die("staith keys new");
    }
    (void)close(null);
}

static void read_line(struct torture *torture, const char *name, char out[KEY_TEXT])
{
    char path[PATH];
    (void)snprintf(path, sizeof(path), "%s/%s", torture->root, name);
    FILE *file = fopen(path, "re");
    if (file == NULL || fgets(out, KEY_TEXT, file) == NULL) {
        die(path);
    }
    (void)fclose(file);
    out[strcspn(out, "\n")] = '\0';
}

static uint16_t free_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &len) != 0) {
        die("a free port");
    }
    (void)close(fd);
    return ntohs(at.sin_port);
}

static void write_file(struct torture *torture, const char *name, const char *text)
{
    char path[PATH];
    (void)snprintf(path, sizeof(path), "%s/%s", torture->root, name);
    FILE *file = fopen(path, "we");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        die(path);
    }
}

static void write_region(struct torture *torture, const char *name, uint16_t port,
                         const char *transport, const char *signing)
{
    char text[2048], file[32], store[PATH + 16] = "";
    if (torture->database != NULL) {
        (void)snprintf(store, sizeof(store), "store: %s\n", torture->database);
    }
    (void)snprintf(file, sizeof(file), "%s.yaml", name);
    (void)snprintf(text, sizeof(text),
                   "region:\n  code: E12000001\n  name: North East\nstate: region-state\n"
                   "%scontrol: %s.sock\nkeys:\n  transport: region/transport.key\n"
                   "listen:\n  - tcp://127.0.0.1:%u\nlog: error\ncouncils:\n  - code: \"800\"\n"
                   "    name: Test\n    short: Test\n    slug: test\n    ons: E06000001\n"
                   "    transport-key: '%s'\n    signing-key: \"%s\"\n    neighbours: []\n",
                   store, name, (unsigned)port, transport, signing);
    write_file(torture, file, text);
}

void torture_set_up(struct torture *torture)
{
    char transport[KEY_TEXT], signing[KEY_TEXT], text[2048], folder[PATH], more[64] = "";
    ssize_t len = readlink("/proc/self/exe", torture->self, sizeof(torture->self) - 1);
    (void)signal(SIGPIPE, SIG_IGN);
    if (len <= 0) {
        die("/proc/self/exe");
    }
    (void)snprintf(torture->root, sizeof(torture->root), "/tmp/staith-kill-XXXXXX");
    if (mkdtemp(torture->root) == NULL) {
        die("a folder");
    }
    run(torture, "council");
    run(torture, "region");
    read_line(torture, "council/transport.pub", transport);
    read_line(torture, "council/signing.pub", signing);
    read_line(torture, "region/transport.pub", torture->region_key);
    torture->port = free_port();
    torture->second_port = free_port();
    if (torture->database != NULL) {
        (void)snprintf(more, sizeof(more), "    - tcp://127.0.0.1:%u\n",
                       (unsigned)torture->second_port);
    }
    write_region(torture, "region", torture->port, transport, signing);
    write_region(torture, "second", torture->second_port, transport, signing);
    (void)snprintf(text, sizeof(text),
                   "authority:\n  code: \"800\"\n  name: Test\nstate: council-state\n"
                   "control: council.sock\nkeys:\n  signing: council/signing.key\n"
                   "  transport: council/transport.key\nregion:\n  public-key: '%s'\n"
                   "  endpoints:\n    - tcp://127.0.0.1:%u\n%s"
                   "datasets:\n  - name: csww\n    plugin: workforce\n    source: .\nlog: error\n",
                   torture->region_key, (unsigned)torture->port, more);
    write_file(torture, "council.yaml", text);
    (void)snprintf(folder, sizeof(folder), "%s/council-state", torture->root);
    (void)mkdir(folder, 0700);
    (void)snprintf(folder, sizeof(folder), "%s/region-state", torture->root);
    (void)mkdir(folder, 0700);
}

/* ---- the end ---- */

void torture_broken(struct torture *torture, uint64_t number, const char *what)
{
    torture->broken++;
    (void)printf("record %llu: %s\n", (unsigned long long)number, what);
}

struct staith_ledger *torture_ledger(const struct torture *torture)
{
    char folder[PATH];
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    (void)snprintf(folder, sizeof(folder), "%s/council-state", torture->root);
    if (staith_ledger_open_reader(folder, &ledger, &err) != 0) {
        (void)fprintf(stderr, "%s\n", err.what);
        exit(70);
    }
    return ledger;
}

void torture_clear(struct torture *torture)
{
    if (torture->broken > 0) {
        (void)printf("left in %s\n", torture->root);
        return;
    }
    char *const remove[] = {(char[]){"/bin/rm"}, (char[]){"-rf"}, torture->root, NULL};
    (void)waitpid(start_program(remove, STDIN_FILENO, STDOUT_FILENO, "/dev/null"), NULL, 0);
}
