/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What takes its time is done by a thread while pages go on: a password's hash takes a tenth of a
 * second, and the aggregator may be busy. Lines are bounded; whoever does not find room is told to
 * come again.
 */
#include "aggregator/web/internal.h"

#include "control/control.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* All questions of a request together, and the wait before them. */
enum { ASK_MS = 20000, WAIT_MS = 20000, BUSY_S = 3 };

static void drop(void *ctx)
{
    struct staith_web_job *job = ctx;
    if (job != NULL) {
        json_decref(job->questions);
        json_decref(job->replies);
        sodium_memzero(job, sizeof(*job));
        free(job);
    }
}

static void run(void *ctx)
{
    struct staith_web_job *job = ctx;
    job->run(job);
}

static void done(void *ctx, bool ran)
{
    struct staith_web_job *job = ctx;
    if (ran) {
        staith_http_resume(job->wait, job, drop);
    } else {
        drop(job); /* the server ends, and with it the request */
    }
}

struct staith_web_job *staith_web_job_new(struct staith_web_turn *turn,
                                          void (*run_it)(struct staith_web_job *job))
{
    struct staith_web_job *job = calloc(1, sizeof(*job));
    if (job == NULL) {
        staith_web_say(turn, 503, "Not available now", "There is no memory for this now.");
        return NULL;
    }
    job->wait = turn->request->wait;
    job->run = run_it;
    (void)snprintf(job->who, sizeof(job->who), "%s", turn->visitor.user.name);
    return job;
}

static int64_t now_ms(const struct staith_outside *outside)
{
    return outside->monotonic_ms(outside->ctx);
}

void staith_web_job_begin(struct staith_web_turn *turn, enum staith_web_line line,
                          struct staith_web_job *job)
{
    job->outside = turn->web->options.outside;
    job->begun_ms = now_ms(job->outside);
    int code = staith_web_queue_add(turn->web->options.queue, line, job->who, run, done, job);
    if (code == 0) {
        turn->answer->later = true;
        return;
    }
    drop(job);
    turn->answer->retry_after_s = BUSY_S;
    if (code == STAITH_ERR_EXISTS) {
        staith_web_say(turn, 429, "One at a time",
                       "What you asked before is not answered yet. Nothing was done.");
    } else {
        staith_web_say(turn, 503, "Too much at once", "Many ask for this just now: try again.");
    }
}

struct staith_web_job *staith_web_job_done(const struct staith_web_turn *turn)
{
    return turn->request->result;
}

void staith_web_job_ask(struct staith_web_job *job)
{
    size_t i = 0;
    const json_t *question = NULL;
    int64_t begun = now_ms(job->outside);
    job->replies = json_array();
    if (begun - job->begun_ms > WAIT_MS) {
        job->code = staith_err_set(&job->err, STAITH_ERR_AGAIN, "others wait for the aggregator");
        staith_err_at(&job->err, job->socket, 0, 0);
        return;
    }
    json_array_foreach(job->questions, i, question)
    {
        json_t *reply = NULL;
        int64_t left = begun + ASK_MS - now_ms(job->outside);
        job->code =
            staith_control_ask(job->socket, question, left > 1 ? (int)left : 1, &reply, &job->err);
        if (job->code != 0 || json_array_append_new(job->replies, reply) != 0) {
            job->code = job->code != 0 ? job->code : STAITH_ERR_NOMEM;
            return;
        }
    }
}

bool staith_web_may(const struct staith_web_visitor *visitor, enum staith_access_role role)
{
    return !visitor->by_token && visitor->user.role >= role && visitor->user.council[0] == '\0';
}
