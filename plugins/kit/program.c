/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Input and output are served in turn, so that neither side can wait for the other for ever. The
 * child has an environment of its own and no descriptor but 0, 1 and 2.
 */
#include <staith/kit_program.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE_BYTES = 65536, HIGHEST_FD = 256, FOLDER_BYTES = 512, NOT_STARTED = 127 };

/* The pipes of a program: what we write to, and read from. */
struct pipes {
    int in[2];
    int out[2];
    int err[2];
};

/* What is under way. */
struct serving {
    struct staith_kit_program *program;
    struct pipes pipes;
    uint64_t offset; /* of the source */
    size_t held;     /* bytes that wait to be written */
    size_t written;
    int result;
    size_t error_len;
    unsigned char piece[PIECE_BYTES];
    char errors[STAITH_KIT_PROGRAM_ERROR_BYTES + 1];
};

/* ---- the output as a source ---- */

static int read_output(void *ctx, uint32_t source, uint64_t offset, void *buf, size_t len,
                       size_t *ret_read)
{
    const struct staith_kit_program *program = ctx;
    if (source != 0) {
        return STAITH_EINVAL;
    }
    if (offset >= program->len) {
        return STAITH_END;
    }
    size_t left = program->len - (size_t)offset;
    *ret_read = left < len ? left : len;
    memcpy(buf, program->output + offset, *ret_read);
    return STAITH_OK;
}

static int forward_finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    const struct staith_kit_program *program = ctx;
    return program->real->finding(program->real->ctx, check, where);
}

/* ---- pipes ---- */

static void close_one(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
        *fd = -1;
    }
}

static void close_pipes(struct pipes *pipes)
{
    int *const fds[] = {&pipes->in[0],  &pipes->in[1],  &pipes->out[0],
                        &pipes->out[1], &pipes->err[0], &pipes->err[1]};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        close_one(fds[i]);
    }
}

static bool make_pipes(struct pipes *pipes)
{
    *pipes = (struct pipes){{-1, -1}, {-1, -1}, {-1, -1}};
    if (pipe(pipes->in) != 0 || pipe(pipes->out) != 0 || pipe(pipes->err) != 0) {
        close_pipes(pipes);
        return false;
    }
    (void)fcntl(pipes->in[1], F_SETFL, O_NONBLOCK);
    return true;
}

/* ---- the child ---- */

/* Between fork and exec: calls that are safe there alone. */
static void become(char *const argv[], const char *folder, const char *const *variables,
                   const struct pipes *pipes)
{
    const char *environment[STAITH_KIT_PROGRAM_VARIABLES + 4] = {
        "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin"};
    size_t count = 2;
    if (folder[0] != '\0') {
        environment[count++] = folder;
    }
    for (size_t i = 0; variables != NULL && variables[i] != NULL; i++) {
        environment[count++] = variables[i];
    }
    struct sigaction plain;
    memset(&plain, 0, sizeof plain);
    plain.sa_handler = SIG_DFL;
    (void)sigaction(SIGPIPE, &plain, NULL);
    if (dup2(pipes->in[0], STDIN_FILENO) < 0 || dup2(pipes->out[1], STDOUT_FILENO) < 0 ||
        dup2(pipes->err[1], STDERR_FILENO) < 0) {
        _exit(NOT_STARTED);
    }
    for (int fd = STDERR_FILENO + 1; fd < HIGHEST_FD; fd++) {
        (void)close(fd);
    }
    (void)execve(argv[0], argv, (char *const *)(uintptr_t)environment);
    _exit(NOT_STARTED);
}

/* ---- serving ---- */

/* Hand on what is held of the source, reading more when all of it is gone. */
static void serve_input(struct serving *serving)
{
    const struct staith_host *host = serving->program->real;
    if (serving->written == serving->held) {
        size_t got = 0;
        int result = host == NULL ? STAITH_END
                                  : host->read_at(host->ctx, 0, serving->offset, serving->piece,
                                                  sizeof serving->piece, &got);
        if (result != STAITH_OK) {
            serving->result = result == STAITH_END ? STAITH_OK : result;
            close_one(&serving->pipes.in[1]);
            return;
        }
        serving->offset += got;
        serving->held = got;
        serving->written = 0;
    }
    ssize_t done = write(serving->pipes.in[1], serving->piece + serving->written,
                         serving->held - serving->written);
    if (done > 0) {
        serving->written += (size_t)done;
    } else if (done < 0 && errno != EAGAIN && errno != EINTR) {
        close_one(&serving->pipes.in[1]); /* it wants no more of it */
    }
}

static bool make_room(struct staith_kit_program *program)
{
    if (program->len < program->cap) {
        return true;
    }
    size_t cap = program->cap == 0 ? PIECE_BYTES : program->cap * 2;
    unsigned char *more = realloc(program->output, cap);
    if (more == NULL) {
        return false;
    }
    program->output = more;
    program->cap = cap;
    return true;
}

static void serve_output(struct serving *serving)
{
    struct staith_kit_program *program = serving->program;
    if (!make_room(program)) {
        serving->result = STAITH_ENOMEM;
        return;
    }
    ssize_t got =
        read(serving->pipes.out[0], program->output + program->len, program->cap - program->len);
    if (got > 0) {
        program->len += (size_t)got;
    } else if (got == 0 || errno != EINTR) {
        close_one(&serving->pipes.out[0]);
    }
    if (program->len > STAITH_KIT_PROGRAM_OUTPUT_BYTES) {
        program->end = STAITH_KIT_PROGRAM_TOO_MUCH;
    }
}

static void serve_errors(struct serving *serving)
{
    char piece[1024];
    ssize_t got = read(serving->pipes.err[0], piece, sizeof piece);
    if (got > 0) {
        size_t room = STAITH_KIT_PROGRAM_ERROR_BYTES - serving->error_len;
        size_t kept = (size_t)got < room ? (size_t)got : room;
        memcpy(serving->errors + serving->error_len, piece, kept);
        serving->error_len += kept;
        serving->program->said = true;
    } else if (got == 0 || errno != EINTR) {
        close_one(&serving->pipes.err[0]);
    }
}

static void serve(struct serving *serving)
{
    struct pipes *pipes = &serving->pipes;
    while (serving->result == STAITH_OK && serving->program->end == STAITH_KIT_PROGRAM_WELL &&
           (pipes->out[0] >= 0 || pipes->err[0] >= 0)) {
        struct pollfd wait[] = {
            {pipes->in[1], POLLOUT, 0}, {pipes->out[0], POLLIN, 0}, {pipes->err[0], POLLIN, 0}};
        if (poll(wait, 3, -1) < 0) {
            if (errno == EINTR) {
                continue;
            }
            serving->result = STAITH_EIO;
            return;
        }
        if (wait[0].revents != 0) {
            serve_input(serving);
        }
        if (wait[1].revents != 0) {
            serve_output(serving);
        }
        if (wait[2].revents != 0) {
            serve_errors(serving);
        }
    }
}

/* ---- how it ended ---- */

/* "row 12 column 3" and nothing else in the line; numbers are all that is taken of it. */
static bool read_place(const char *line, size_t len, struct staith_location *ret_place)
{
    static const char *const words[] = {"row ", " column "};
    uint64_t numbers[2] = {0, 0};
    size_t at = 0;
    for (size_t i = 0; i < 2; i++) {
        size_t word = strlen(words[i]);
        size_t digits = 0;
        if (len - at < word || memcmp(line + at, words[i], word) != 0) {
            return false;
        }
        for (at += word; at < len && line[at] >= '0' && line[at] <= '9' && digits < 12; at++) {
            numbers[i] = numbers[i] * 10 + (uint64_t)(line[at] - '0');
            digits++;
        }
        if (digits == 0) {
            return false;
        }
    }
    *ret_place = (struct staith_location){numbers[0], numbers[1], 0, STAITH_NO_ELEMENT, 0};
    return at == len;
}

static void read_places(struct serving *serving)
{
    struct staith_kit_program *program = serving->program;
    const char *at = serving->errors;
    serving->errors[serving->error_len] = '\0';
    while (*at != '\0' && program->place_count < STAITH_KIT_PROGRAM_PLACES) {
        size_t len = strcspn(at, "\n");
        if (read_place(at, len, &program->places[program->place_count])) {
            program->place_count++;
        }
        at += len + (at[len] == '\n' ? 1 : 0);
    }
}

/* The statuses of sysexits.h that a program has reason for. */
static enum staith_kit_program_end meaning_of(int status)
{
    static const struct {
        int status;
        enum staith_kit_program_end end;
    } meanings[] = {{0, STAITH_KIT_PROGRAM_WELL},    {NOT_STARTED, STAITH_KIT_PROGRAM_NO_START},
                    {64, STAITH_KIT_PROGRAM_CONFIG}, {65, STAITH_KIT_PROGRAM_DATA},
                    {75, STAITH_KIT_PROGRAM_LATER},  {77, STAITH_KIT_PROGRAM_DENIED},
                    {78, STAITH_KIT_PROGRAM_CONFIG}};
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (WIFEXITED(status) && WEXITSTATUS(status) == meanings[i].status) {
            return meanings[i].end;
        }
    }
    return STAITH_KIT_PROGRAM_FAILED;
}

/* ---- the whole ---- */

/* The lines of a text as arguments, in place. */
static bool take_arguments(char *text, char *argv[STAITH_KIT_PROGRAM_ARGUMENTS + 1])
{
    size_t count = 0;
    while (*text != '\0' && count < STAITH_KIT_PROGRAM_ARGUMENTS) {
        argv[count++] = text;
        text += strcspn(text, "\n");
        if (*text == '\n') {
            *text++ = '\0';
        }
    }
    argv[count] = NULL;
    return count > 0 && argv[0][0] == '/' && *text == '\0';
}

static void wait_for(struct staith_kit_program *program, pid_t pid, bool kill_it)
{
    int status = 0;
    if (kill_it) {
        (void)kill(pid, SIGKILL);
    }
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            program->end = STAITH_KIT_PROGRAM_FAILED;
            return;
        }
    }
    if (program->end == STAITH_KIT_PROGRAM_WELL) {
        program->end = meaning_of(status);
    }
}

static int run(struct serving *serving, char *const argv[])
{
    struct staith_kit_program *program = serving->program;
    struct sigaction ignore;
    struct sigaction before;
    char folder[FOLDER_BYTES] = "";
    const char *temporary = getenv("TMPDIR"); /* the run's own, where the host has one */
    if (temporary != NULL && strlen(temporary) < sizeof folder - sizeof "TMPDIR=") {
        (void)snprintf(folder, sizeof folder, "TMPDIR=%s", temporary);
    }
    if (!make_pipes(&serving->pipes)) {
        return STAITH_EIO;
    }
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &ignore, &before);
    pid_t pid = fork();
    if (pid == 0) {
        become(argv, folder, program->variables, &serving->pipes);
    }
    if (pid < 0) {
        program->end = STAITH_KIT_PROGRAM_NO_START;
    } else {
        close_one(&serving->pipes.in[0]);
        close_one(&serving->pipes.out[1]);
        close_one(&serving->pipes.err[1]);
        serve(serving);
        /* where it may not be killed, it ends of what it writes to nobody */
        close_one(&serving->pipes.in[1]);
        close_one(&serving->pipes.out[0]);
        close_one(&serving->pipes.err[0]);
        wait_for(program, pid,
                 serving->result != STAITH_OK || program->end != STAITH_KIT_PROGRAM_WELL);
        read_places(serving);
    }
    (void)sigaction(SIGPIPE, &before, NULL);
    close_pipes(&serving->pipes);
    return serving->result;
}

int staith_kit_program_run(const struct staith_host *host, const char *command,
                           struct staith_kit_program *program)
{
    char *argv[STAITH_KIT_PROGRAM_ARGUMENTS + 1];
    size_t len = strlen(command) + 1;
    int result = STAITH_ENOMEM;
    size_t variables = 0;
    while (program->variables != NULL && program->variables[variables] != NULL) {
        variables++;
    }
    if (variables > STAITH_KIT_PROGRAM_VARIABLES) {
        return STAITH_EINVAL;
    }
    char *text = malloc(len);
    struct serving *serving = calloc(1, sizeof *serving);
    if (text != NULL && serving != NULL) {
        memcpy(text, command, len);
        program->real = host;
        program->host = (struct staith_host){.size = sizeof program->host,
                                             .abi_major = STAITH_ABI_MAJOR,
                                             .abi_minor = STAITH_ABI_MINOR,
                                             .ctx = program,
                                             .read_at = read_output,
                                             .finding = forward_finding};
        serving->program = program;
        result = take_arguments(text, argv) ? run(serving, argv) : STAITH_EINVAL;
    }
    free(serving);
    free(text);
    return result;
}

void staith_kit_program_free(struct staith_kit_program *program)
{
    free(program->output);
    program->output = NULL;
}

int staith_kit_program_report(const struct staith_host *host, uint32_t first_check,
                              const struct staith_kit_program *program)
{
    static const uint32_t checks[] = {
        [STAITH_KIT_PROGRAM_WELL] = STAITH_KIT_PROGRAM_CHECK_SAID,
        [STAITH_KIT_PROGRAM_NO_START] = STAITH_KIT_PROGRAM_CHECK_NO_START,
        [STAITH_KIT_PROGRAM_FAILED] = STAITH_KIT_PROGRAM_CHECK_FAILED,
        [STAITH_KIT_PROGRAM_TOO_MUCH] = STAITH_KIT_PROGRAM_CHECK_TOO_MUCH,
        [STAITH_KIT_PROGRAM_DATA] = STAITH_KIT_PROGRAM_CHECK_DATA,
        [STAITH_KIT_PROGRAM_LATER] = STAITH_KIT_PROGRAM_CHECK_LATER,
        [STAITH_KIT_PROGRAM_DENIED] = STAITH_KIT_PROGRAM_CHECK_DENIED,
        [STAITH_KIT_PROGRAM_CONFIG] = STAITH_KIT_PROGRAM_CHECK_CONFIG};
    const struct staith_location whole = {0, 0, 0, STAITH_NO_ELEMENT, 0};
    uint32_t check = first_check + checks[program->end];
    bool well = program->end == STAITH_KIT_PROGRAM_WELL;
    bool placed = program->end == STAITH_KIT_PROGRAM_DATA && program->place_count > 0;
    int result = STAITH_OK;
    if (!placed && (!well || program->said)) {
        result = host->finding(host->ctx, check, &whole);
    }
    for (uint32_t i = 0; result == STAITH_OK && placed && i < program->place_count; i++) {
        result = host->finding(host->ctx, check, &program->places[i]);
    }
    if (result != STAITH_OK || well) {
        return result;
    }
    return program->end == STAITH_KIT_PROGRAM_LATER ? STAITH_EIO : STAITH_ESOURCE;
}
