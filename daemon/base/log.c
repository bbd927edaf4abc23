/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line is put together in one buffer and written by one write, so that lines of several
 * processes on one stream do not mix. A log that cannot be written stops nothing.
 */
#include "base/log.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/outside.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 32 * 1024, FIELDS_MAX_BYTES = 4096 };

struct staith_log {
    char *program;
    int fd;
    enum staith_log_level level;
    bool journal;
};

/* systemd sets JOURNAL_STREAM to "device:inode" of the stream; a child whose stderr was redirected
 * inherits the variable all the same, so the numbers are compared. */
static bool is_journal(int fd)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat facts;
    if (stream == NULL || fstat(fd, &facts) != 0) {
        return false;
    }
    char own[64];
    (void)snprintf(own, sizeof(own), "%llu:%llu", (unsigned long long)facts.st_dev,
                   (unsigned long long)facts.st_ino);
    return strcmp(own, stream) == 0;
}

struct staith_log *staith_log_new(const char *program, int fd, enum staith_log_level level)
{
    struct staith_log *log = calloc(1, sizeof(*log));
    if (log == NULL) {
        return NULL;
    }
    log->program = strdup(program);
    if (log->program == NULL) {
        free(log);
        return NULL;
    }
    log->fd = fd;
    log->level = level;
    log->journal = is_journal(fd);
    return log;
}

void staith_log_free(struct staith_log *log)
{
    if (log == NULL) {
        return;
    }
    free(log->program);
    free(log);
}

static const char *level_name(enum staith_log_level level)
{
    switch (level) {
    case STAITH_LOG_ERROR:
        return "error";
    case STAITH_LOG_WARNING:
        return "warning";
    case STAITH_LOG_NOTICE:
        return "notice";
    case STAITH_LOG_INFO:
        return "info";
    case STAITH_LOG_DEBUG:
        return "debug";
    }
    return "error";
}

int staith_log_level_parse(const char *text, enum staith_log_level *ret_level)
{
    for (int level = STAITH_LOG_ERROR; level <= STAITH_LOG_DEBUG; level++) {
        if (strcmp(text, level_name((enum staith_log_level)level)) == 0) {
            *ret_level = (enum staith_log_level)level;
            return 0;
        }
    }
    return STAITH_ERR_INVAL;
}

/* JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD: the line stays JSON. */
static void put_string(struct staith_buf *line, const char *text, size_t len)
{
    (void)staith_buf_text(line, "\"");
    for (size_t at = 0; at < len;) {
        unsigned char c = (unsigned char)text[at];
        size_t step = staith_utf8_step(text + at, len - at);
        if (step == 0) {
            (void)staith_buf_text(line, "\\ufffd");
            step = 1;
        } else if (c == '"' || c == '\\') {
            (void)staith_buf_printf(line, "\\%c", c);
        } else if (c < 0x20 || c == 0x7F) {
            (void)staith_buf_printf(line, "\\u%04x", c);
        } else {
            (void)staith_buf_append(line, text + at, step);
        }
        at += step;
    }
    (void)staith_buf_text(line, "\"");
}

static void put_field(struct staith_buf *line, const char *name, const char *value)
{
    (void)staith_buf_printf(line, ",\"%s\":", name);
    put_string(line, value, strlen(value));
}

static void begin(const struct staith_log *log, enum staith_log_level level, const char *event,
                  struct staith_buf *line)
{
    char now[32];
    const struct staith_outside *machine = staith_outside_machine();
    staith_time_format(machine->unix_ms(machine->ctx), now, sizeof(now));
    if (log->journal) {
        (void)staith_buf_printf(line, "<%d>", (int)level);
    }
    (void)staith_buf_printf(line, "{\"at\":\"%s\",\"level\":\"%s\"", now, level_name(level));
    put_field(line, "program", log->program);
    (void)staith_buf_printf(line, ",\"pid\":%ld", (long)getpid());
    put_field(line, "event", event);
}

static void finish(const struct staith_log *log, struct staith_buf *line)
{
    (void)staith_buf_text(line, "}\n");
    size_t at = 0;
    while (at < line->len) {
        ssize_t written = write(log->fd, line->data + at, line->len - at);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            break;
        }
        at += (size_t)written;
    }
    staith_buf_deinit(line);
}

static bool is_name(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] != '_' && !(text[i] >= 'a' && text[i] <= 'z')) {
            return false;
        }
    }
    return len > 0;
}

/* "name=value" pairs between tabs. What is not a pair is kept under the name "note". */
static void put_pairs(struct staith_buf *line, const char *pairs)
{
    while (*pairs != '\0') {
        size_t len = strcspn(pairs, "\t");
        const char *equals = memchr(pairs, '=', len);
        size_t name_len = equals == NULL ? 0 : (size_t)(equals - pairs);
        if (is_name(pairs, name_len)) {
            (void)staith_buf_printf(line, ",\"%.*s\":", (int)name_len, pairs);
            put_string(line, equals + 1, len - name_len - 1);
        } else if (len > 0) {
            (void)staith_buf_text(line, ",\"note\":");
            put_string(line, pairs, len);
        }
        pairs += len;
        pairs += *pairs == '\t' ? 1 : 0;
    }
}

void staith_log_write(struct staith_log *log, enum staith_log_level level, const char *event,
                      const char *fields, ...)
{
    if (level > log->level) {
        return;
    }
    struct staith_buf line;
    staith_buf_init(&line, LINE_MAX_BYTES);
    begin(log, level, event, &line);
    if (fields != NULL) {
        /* Escaping makes a byte into six at the most: the whole always fits the line. */
        char pairs[FIELDS_MAX_BYTES];
        va_list args;
        va_start(args, fields);
        (void)vsnprintf(pairs, sizeof(pairs), fields, args);
        va_end(args);
        put_pairs(&line, pairs);
    }
    finish(log, &line);
}

void staith_log_err(struct staith_log *log, enum staith_log_level level, const char *event,
                    const struct staith_err *err)
{
    if (level > log->level) {
        return;
    }
    struct staith_buf line;
    staith_buf_init(&line, LINE_MAX_BYTES);
    begin(log, level, event, &line);
    put_field(&line, "what", err->what[0] != '\0' ? err->what : staith_err_words(err->code));
    if (err->where[0] != '\0') {
        put_field(&line, "where", err->where);
    }
    if (err->remedy[0] != '\0') {
        put_field(&line, "remedy", err->remedy);
    }
    (void)staith_buf_printf(&line, ",\"code\":%d", err->code);
    finish(log, &line);
}
