/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What takes its time is done by a thread, one thing at a time, while pages go on: a password's
 * hash takes a tenth of a second, and the aggregator may be busy. The queue is bounded; whoever
 * does not find room is told to come again.
 */
#include "aggregator/web/internal.h"

#include "control/control.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { ASK_MS = 20000, BUSY_S = 3 };

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

void staith_web_job_begin(struct staith_web_turn *turn, struct staith_web_job *job)
{
    if (staith_work_add(turn->web->options.work, run, done, job) == 0) {
        turn->answer->later = true;
        return;
    }
    drop(job);
    turn->answer->retry_after_s = BUSY_S;
    staith_web_say(turn, 503, "Too much at once", "Many ask for this just now: try again.");
}

struct staith_web_job *staith_web_job_done(const struct staith_web_turn *turn)
{
    return turn->request->result;
}

void staith_web_job_ask(struct staith_web_job *job)
{
    size_t i = 0;
    const json_t *question = NULL;
    job->replies = json_array();
    json_array_foreach(job->questions, i, question)
    {
        json_t *reply = NULL;
        job->code = staith_control_ask(job->socket, question, ASK_MS, &reply, &job->err);
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
