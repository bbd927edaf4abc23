/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message goes to its program through a file without a name: a program that never reads cannot
 * hold the gate up, and nothing stays on the disk. Programs are run by path with fixed arguments,
 * without a shell; address and URL were checked when the configuration was read.
 */
#include "authority/gate/tell.h"

#include "loop/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DATASET_BYTES = 64, PERIOD_BYTES = 16, DETAIL_BYTES = 160 };

/* One program under way. */
struct telling {
    struct staith_gate_teller *teller;
    struct telling *next;
    const char *way;
    uint64_t limit_seconds;
    char dataset[DATASET_BYTES];
    char period[PERIOD_BYTES];
};

struct staith_gate_teller {
    struct staith_loop *loop;
    struct staith_log *log;
    staith_gate_told_fn on_told;
    void *ctx;
    struct telling *under_way;
    uint32_t count;
};

struct staith_gate_teller *staith_gate_teller_new(struct staith_loop *loop, struct staith_log *log,
                                                  staith_gate_told_fn on_told, void *ctx)
{
    struct staith_gate_teller *teller = calloc(1, sizeof(*teller));
    if (teller != NULL) {
        teller->loop = loop;
        teller->log = log;
        teller->on_told = on_told;
        teller->ctx = ctx;
    }
    return teller;
}

void staith_gate_teller_free(struct staith_gate_teller *teller)
{
    while (teller != NULL && teller->under_way != NULL) {
        struct telling *next = teller->under_way->next;
        free(teller->under_way);
        teller->under_way = next;
    }
    free(teller);
}

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text == NULL ? "" : text;
}

static long long number_of(const json_t *object, const char *name)
{
    return (long long)json_integer_value(json_object_get(object, name));
}

/* ---- messages ---- */

char *staith_gate_tell_mail(const struct staith_config_council *config, const json_t *change)
{
    char *text = NULL;
    size_t len = 0;
    size_t i = 0;
    const json_t *alarm = NULL;
    FILE *out = open_memstream(&text, &len);
    if (out == NULL) {
        return NULL;
    }
    (void)fputs("To: ", out);
    for (uint32_t to = 0; to < config->alarms.mail_count; to++) {
        (void)fprintf(out, "%s%s", to == 0 ? "" : ", ", config->alarms.mail[to]);
    }
    (void)fprintf(out,
                  "\nSubject: staithd: local alarms of %s, %s\n"
                  "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n"
                  "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                  "%s, dataset %s, period %s. These counts stay in the council.\n",
                  text_of(change, "dataset"), text_of(change, "period"), config->authority_name,
                  text_of(change, "dataset"), text_of(change, "period"));
    json_array_foreach(json_object_get(change, "alarms"), i, alarm)
    {
        (void)fprintf(out, "\n%lld (was %lld) %s\n    %s\n    %s\n", number_of(alarm, "count"),
                      number_of(alarm, "was"), text_of(alarm, "code"), text_of(alarm, "label"),
                      text_of(alarm, "advice"));
    }
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

static char *json_message(const struct staith_config_council *config, const json_t *change)
{
    json_t *message = json_pack("{s:s}", "authority", config->authority_code);
    json_t *rest = json_deep_copy(change);
    char *text = message == NULL || rest == NULL || json_object_update(message, rest) != 0
                     ? NULL
                     : json_dumps(message, JSON_COMPACT);
    json_decref(message);
    json_decref(rest);
    return text;
}

/* A file without a name that holds `text`, or -1. */
static int hold(const char *text)
{
    size_t len = strlen(text);
    FILE *file = tmpfile();
    if (file == NULL) {
        return -1;
    }
    int fd = -1;
    if (fwrite(text, 1, len, file) == len && fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0) {
        fd = dup(fileno(file));
    }
    (void)fclose(file);
    return fd;
}

/* ---- programs ---- */

static void report(struct telling *telling, bool well, const char *detail)
{
    struct staith_gate_teller *teller = telling->teller;
    staith_log_write(teller->log, well ? STAITH_LOG_INFO : STAITH_LOG_ERROR,
                     well ? "alarm told" : "alarm not told", "dataset=%s\tperiod=%s\tby=%s\twhy=%s",
                     telling->dataset, telling->period, telling->way, detail);
    teller->on_told(teller->ctx, telling->dataset, telling->period, telling->way, well, detail);
}

static void forget(struct telling *telling)
{
    struct telling **at = &telling->teller->under_way;
    while (*at != telling) {
        at = &(*at)->next;
    }
    *at = telling->next;
    telling->teller->count--;
    free(telling);
}

static void on_end(void *ctx, const struct staith_child_end *end)
{
    struct telling *telling = ctx;
    char detail[DETAIL_BYTES] = "";
    if (end->deadline) {
        (void)snprintf(detail, sizeof(detail), "took longer than %llu s and was ended",
                       (unsigned long long)telling->limit_seconds);
    } else if (!end->exited) {
        (void)snprintf(detail, sizeof(detail), "killed by signal %d", end->signal);
    } else if (end->exit_status != 0) {
        (void)snprintf(detail, sizeof(detail), "exit status %d", end->exit_status);
    }
    report(telling, detail[0] == '\0', detail);
    forget(telling);
}

static void on_frame(void *ctx, const uint8_t *bytes, size_t len)
{
    (void)ctx; /* a plain child has none */
    (void)bytes;
    (void)len;
}

static void start(struct telling *telling, const char *const *argv, const char *text)
{
    struct staith_err err = {0};
    struct staith_child *child = NULL;
    int fd = text == NULL ? -1 : hold(text);
    if (fd < 0) {
        report(telling, false, "no memory or no room for the message");
        forget(telling);
        return;
    }
    const struct staith_child_options options = {
        .argv = argv,
        .plain = true,
        .stdin_fd = fd,
        .deadline_ms = telling->limit_seconds * 1000,
        .frame_max_bytes = 1,
        .on_frame = on_frame,
        .on_end = on_end,
        .ctx = telling,
    };
    int rc = staith_child_start(telling->teller->loop, &options, &child, &err);
    (void)close(fd);
    if (rc != 0) {
        report(telling, false, "the program does not start");
        forget(telling);
    }
}

static void tell_by(struct staith_gate_teller *teller, const char *way, const json_t *change,
                    uint64_t limit_seconds, const char *const *argv, char *text)
{
    struct telling *telling =
        teller->count < STAITH_GATE_TELL_MAX ? calloc(1, sizeof(*telling)) : NULL;
    if (telling == NULL) {
        staith_log_write(teller->log, STAITH_LOG_ERROR, "alarm not told",
                         "by=%s\twhy=too many are being told", way);
        free(text);
        return;
    }
    telling->teller = teller;
    telling->way = way;
    telling->limit_seconds = limit_seconds;
    (void)snprintf(telling->dataset, sizeof(telling->dataset), "%s", text_of(change, "dataset"));
    (void)snprintf(telling->period, sizeof(telling->period), "%s", text_of(change, "period"));
    telling->next = teller->under_way;
    teller->under_way = telling;
    teller->count++;
    start(telling, argv, text);
    free(text);
}

static void write_log(struct staith_gate_teller *teller, const json_t *change)
{
    size_t i = 0;
    const json_t *alarm = NULL;
    json_array_foreach(json_object_get(change, "alarms"), i, alarm)
    {
        bool stands = number_of(alarm, "count") > 0;
        staith_log_write(teller->log, stands ? STAITH_LOG_WARNING : STAITH_LOG_NOTICE,
                         "local alarm", "dataset=%s\tperiod=%s\talarm=%s\tcount=%lld\twas=%lld",
                         text_of(change, "dataset"), text_of(change, "period"),
                         text_of(alarm, "code"), number_of(alarm, "count"),
                         number_of(alarm, "was"));
    }
}

void staith_gate_tell(struct staith_gate_teller *teller, const struct staith_config_council *config,
                      const json_t *change)
{
    const struct staith_config_alarms *how = &config->alarms;
    char seconds[24];
    write_log(teller, change);
    (void)snprintf(seconds, sizeof(seconds), "%llu", (unsigned long long)how->limit_seconds);
    if (how->mail_count > 0) {
        const char *const argv[] = {how->mailer, "-t", "-i", NULL};
        tell_by(teller, "mail", change, how->limit_seconds, argv,
                staith_gate_tell_mail(config, change));
    }
    if (how->webhook != NULL) {
        const char *const argv[] = {how->curl,
                                    "--disable",
                                    "--silent",
                                    "--fail",
                                    "--globoff",
                                    "--proto",
                                    "=http,https",
                                    "--max-time",
                                    seconds,
                                    "--header",
                                    "Content-Type: application/json",
                                    "--data-binary",
                                    "@-",
                                    "--output",
                                    "/dev/null",
                                    "--url",
                                    how->webhook,
                                    NULL};
        tell_by(teller, "webhook", change, how->limit_seconds, argv, json_message(config, change));
    }
    if (how->command != NULL) {
        const char *const argv[] = {how->command, NULL};
        tell_by(teller, "command", change, how->limit_seconds, argv, json_message(config, change));
    }
}
