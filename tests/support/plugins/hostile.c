/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plugins that mean harm, one a build: HOSTILE_NAME says which. Each does its worst in collect
 * (ctor: when it is loaded) and goes on as an honest plugin would if nothing stops it, so that what
 * is not stopped ends in a run that went well.
 */
#define _GNU_SOURCE
#include "malice.h"

#ifdef HOSTILE_FORGES
#include "codec/hostpipe.h"
#include "loop/child.h"
#endif

#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

STAITH_PLUGIN_NOTE(HOSTILE_NAME, "1.0.0", "Apache-2.0", "any", "heads ");

enum {
    LAST_FD = 64,
    PIECE_BYTES = 1 << 20,
    MANY = 1000000000,
    FLOOD = 10000000,
    MILLION = 1000000
};

struct staith_run {
    const struct staith_host *host;
    const char *path; /* another plugin's source */
};

/* What is printed on an operator's terminal: turned round, forged, endless, no text at all. */
#ifdef HOSTILE_ENDLESS
static char endless[64 * MILLION]; /* filled when it is loaded */
#define HOSTILE_LABEL endless
#endif
#ifndef HOSTILE_LABEL
#define HOSTILE_LABEL "Heads"
#endif
static const struct staith_measure_def measures[] = {{sizeof(struct staith_measure_def),
                                                      STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE, 0,
                                                      "heads", HOSTILE_LABEL, "People."}};
static const uint16_t headline[] = {0};
static const struct staith_table_def tables[] = {
    {sizeof(struct staith_table_def), 1, 0, 0, "headline", "Headline", headline, NULL}};
static const struct staith_check_def checks[] = {
    {sizeof(struct staith_check_def), STAITH_ERROR, "nag", "It nags.", "Bear it."}};
static const struct staith_option_def options[] = {{sizeof(struct staith_option_def),
                                                    STAITH_OPTION_STRING, "path",
                                                    "A file of others.", "/", 1, 4096, NULL}};
#ifdef HOSTILE_WIDE
static const struct staith_category_def codes[MILLION];
static const struct staith_dimension_def wide[] = {{.size = sizeof(struct staith_dimension_def),
                                                    .category_count = MILLION,
                                                    .code = "wide",
                                                    .label = "Wide",
                                                    .categories = codes}};
#endif
static const struct staith_descriptor descriptor = {.size = sizeof(descriptor),
#ifdef HOSTILE_WIDE
                                                    .dimension_count = 1,
                                                    .dimensions = wide,
#endif
                                                    .measure_count = 1,
                                                    .table_count = 1,
                                                    .check_count = 1,
                                                    .option_count = 1,
                                                    .name = HOSTILE_NAME,
                                                    .version = "1.0.0",
                                                    .licence = "Apache-2.0",
                                                    .title = "Hostile",
                                                    .dataset = HOSTILE_NAME,
                                                    .sources = "any",
                                                    .measures = measures,
                                                    .tables = tables,
                                                    .checks = checks,
                                                    .options = options};

static int observe(const struct staith_run *run, const void *person, size_t len)
{
    const struct staith_observation observation = {
        .size = sizeof(observation), .person = person, .person_len = len};
    return run->host->observe(run->host->ctx, &observation);
}

/* ---- acts ---- */

static int crash(const struct staith_run *run)
{
    volatile int *nowhere = NULL;
    *nowhere = run != NULL;
    return STAITH_OK;
}

static int hang(const struct staith_run *run)
{
    for (volatile bool on = run != NULL; on;) {
    }
    return STAITH_OK;
}

static int deaf(const struct staith_run *run)
{
    sigset_t all;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, NULL);
    return hang(run);
}

static int flood(const struct staith_run *run)
{
    for (uint32_t i = 0; i < FLOOD; i++) {
        (void)observe(run, &i, sizeof(i));
    }
    return STAITH_OK;
}

static int nag(const struct staith_run *run)
{
    const struct staith_location where = {1, 0, 1, STAITH_NO_ELEMENT, 0};
    for (uint32_t i = 0; i < MANY; i++) {
        (void)run->host->finding(run->host->ctx, 0, &where);
    }
    return STAITH_OK;
}

static int forks(const struct staith_run *run)
{
    (void)run;
    if (fork() == 0) {
        _exit(0);
    }
    return STAITH_OK;
}

static int bomb(const struct staith_run *run)
{
    for (int i = 0; i < 64; i++) {
        (void)fork();
    }
    return hang(run);
}

static void *idle(void *unused)
{
    return unused;
}

static int threads(const struct staith_run *run)
{
    pthread_t id;
    (void)run;
    return pthread_create(&id, NULL, idle, NULL) == 0 ? STAITH_OK : STAITH_EIO;
}

static int leave(const struct staith_run *run)
{
    (void)run;
    exit(0);
}

static int garble(const struct staith_run *run)
{
    static const char frame[] = "\0\0\0\4oops";
    (void)run;
    for (int fd = 3; fd < LAST_FD; fd++) {
        (void)!write(fd, frame, sizeof(frame) - 1);
    }
    return STAITH_OK;
}

#ifdef HOSTILE_FORGES
/* A result as the host's own code would make it, on every descriptor there is; then the end. */
static int forge(const struct staith_run *run)
{
    struct staith_result_of_run result = {.code = 0};
    struct staith_buf packed;
    (void)run;
    staith_buf_init(&packed, PIECE_BYTES);
    if (staith_hostpipe_pack_result(&result, &packed) == 0) {
        for (int fd = 3; fd < LAST_FD; fd++) {
            (void)staith_frame_write(fd, packed.data, packed.len);
        }
    }
    _exit(0);
}
#endif

static int peek(const struct staith_run *run)
{
    int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    char bytes[64];
    (void)run;
    return fd < 0 || read(fd, bytes, sizeof(bytes)) < 0 ? STAITH_EIO : STAITH_OK;
}

static int steal(const struct staith_run *run)
{
    int fd = open(run->path, O_RDONLY | O_CLOEXEC);
    char bytes[64];
    if (fd >= 0 && read(fd, bytes, sizeof(bytes)) > 0) {
        (void)observe(run, bytes, sizeof(bytes));
    }
    return STAITH_OK;
}

static int sock(const struct staith_run *run)
{
    (void)run;
    (void)socket(AF_UNIX, SOCK_STREAM, 0);
    return STAITH_OK;
}

static int conn(const struct staith_run *run)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(80)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    (void)run;
    (void)inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    (void)connect(fd, (const struct sockaddr *)&to, sizeof(to));
    return STAITH_OK;
}

/* A hundred gigabytes. */
static void pour(int fd)
{
    static char piece[PIECE_BYTES];
    for (int i = 0; i < 100000; i++) {
        (void)!write(fd, piece, sizeof(piece));
    }
}

static int fill(const struct staith_run *run)
{
    (void)run;
    pour(open("/tmp/staith-hostile-fill", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    return STAITH_OK;
}

static int spew(const struct staith_run *run)
{
    pour(STDERR_FILENO);
    pour(STDOUT_FILENO);
    return hang(run);
}

static int hoard(const struct staith_run *run)
{
    (void)run;
    for (int i = 0; i < MANY; i++) {
        char *more = malloc(PIECE_BYTES);
        if (more == NULL) {
            return STAITH_ENOMEM;
        }
        memset(more, 1, PIECE_BYTES);
    }
    return STAITH_OK;
}

static int closer(const struct staith_run *run)
{
    (void)run;
    for (int fd = 0; fd < LAST_FD; fd++) {
        (void)close(fd);
    }
    return STAITH_OK;
}

static int tracer(const struct staith_run *run)
{
    (void)run;
    (void)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
    return STAITH_OK;
}

static int killer(const struct staith_run *run)
{
    (void)run;
    (void)kill(getppid(), SIGKILL);
    return STAITH_OK;
}

static int raiser(const struct staith_run *run)
{
    const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
    (void)run;
    (void)setrlimit(RLIMIT_AS, &none);
    return STAITH_OK;
}

/* Takes the handler of forbidden calls away first. */
static int sneak(const struct staith_run *run)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGSYS, &ignore, NULL);
    return sock(run);
}

/* Blocks the signal of forbidden calls first. */
static int mute(const struct staith_run *run)
{
    sigset_t all;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, NULL);
    return sock(run);
}

static int coder(const struct staith_run *run)
{
    (void)run;
    (void)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return STAITH_OK;
}

static int shell(const struct staith_run *run)
{
    char *const argv[] = {(char[]){"sh"}, (char[]){"-c"}, (char[]){"id"}, NULL};
    (void)run;
    (void)execv("/bin/sh", argv);
    return STAITH_OK;
}

/* One of malice.c; some act when the file is loaded and are honest after it. */
static void act_of_malice(bool loading)
{
    static const char *const at_loading[] = {"unfilter", "outlive", "seen"};
    bool early = false;
    for (size_t i = 0; i < sizeof(at_loading) / sizeof(at_loading[0]); i++) {
        early = early || strcmp(HOSTILE_NAME, at_loading[i]) == 0;
    }
    for (size_t i = 0; early == loading && i < malice_count; i++) {
        if (strcmp(HOSTILE_NAME, malices[i].name) == 0) {
            malices[i].act();
        }
    }
}

static int ctor(const struct staith_run *run)
{
    (void)run;
    return STAITH_OK;
}

__attribute__((constructor)) static void on_load(void)
{
    if (strcmp(HOSTILE_NAME, "ctor") == 0) {
        (void)socket(AF_INET, SOCK_STREAM, 0);
    }
    while (strcmp(HOSTILE_NAME, "lull") == 0) {
        (void)sleep(1);
    }
    act_of_malice(true);
#ifdef HOSTILE_ENDLESS
    memset(endless, 'x', sizeof(endless)); /* without an end */
#endif
}

/* Ends a thread that the host waits for. */
static int vanish(const struct staith_run *run)
{
    (void)run;
    pthread_exit(NULL);
}

/* A file that is nowhere, to write a program into. */
static int memfd(const struct staith_run *run)
{
    char *const argv[] = {(char[]){"x"}, NULL};
    int fd = (int)syscall(SYS_memfd_create, "x", 0);
    (void)run;
    (void)!write(fd, "#!/bin/sh\n", 10);
    (void)fexecve(fd, argv, argv + 1);
    return STAITH_OK;
}

/* Calls that are made without calling. */
static int uring(const struct staith_run *run)
{
    char parameters[256] = {0};
    (void)run;
    (void)syscall(SYS_io_uring_setup, 8, parameters);
    return STAITH_OK;
}

/* Its constructor never ends; its catalogue has a million codes. */
static int nothing(const struct staith_run *run)
{
    (void)run;
    return STAITH_OK;
}

/* Needs more stack than there is. */
static int deep(const struct staith_run *run)
{
    volatile char frame[65536];
    frame[0] = (char)(run->host != NULL);
    return frame[0] != 0 ? deep(run) + frame[0] : STAITH_OK;
}

static const struct {
    const char *name;
    int (*act)(const struct staith_run *run);
} acts[] = {{"crash", crash},   {"hang", hang},     {"deaf", deaf},     {"flood", flood},
            {"nag", nag},       {"forks", forks},   {"bomb", bomb},     {"threads", threads},
            {"leave", leave},   {"garble", garble}, {"peek", peek},     {"steal", steal},
            {"sock", sock},     {"conn", conn},     {"fill", fill},     {"spew", spew},
            {"hoard", hoard},   {"closer", closer}, {"tracer", tracer}, {"killer", killer},
            {"raiser", raiser}, {"sneak", sneak},   {"mute", mute},     {"coder", coder},
            {"shell", shell},   {"ctor", ctor},     {"vanish", vanish}, {"memfd", memfd},
            {"uring", uring},   {"lull", nothing},  {"wide", nothing},  {"deep", deep},
#ifdef HOSTILE_FORGES
            {"forge", forge}
#endif
};

/* ---- an honest plugin around them ---- */

static int create(const struct staith_host *host, struct staith_run **ret_run)
{
    struct staith_run *run = calloc(1, sizeof(*run));
    if (run == NULL) {
        return STAITH_ENOMEM;
    }
    run->host = host;
    *ret_run = run;
    return STAITH_OK;
}

static int configure(struct staith_run *run, const struct staith_setting *settings,
                     uint32_t setting_count)
{
    run->path = settings[0].text;
    return setting_count == 1 ? STAITH_OK : STAITH_EINVAL;
}

static int collect(struct staith_run *run)
{
    const struct staith_period_def period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0, 0};
    int code = run->host->set_period(run->host->ctx, &period);
    act_of_malice(false);
    for (size_t i = 0; code == STAITH_OK && i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(acts[i].name, HOSTILE_NAME) == 0) {
            code = acts[i].act(run);
        }
    }
    return code;
}

static void destroy(struct staith_run *run)
{
    free(run);
}

STAITH_EXPORT const struct staith_plugin staith_plugin = {.magic = STAITH_PLUGIN_MAGIC,
                                                          .size = sizeof(struct staith_plugin),
                                                          .abi_major = STAITH_ABI_MAJOR,
                                                          .abi_minor = STAITH_ABI_MINOR,
                                                          .descriptor = &descriptor,
                                                          .create = create,
                                                          .configure = configure,
                                                          .collect = collect,
                                                          .destroy = destroy};
