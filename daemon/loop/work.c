/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread is libuv's. One job is with it at most: its pool is the whole process's, and two
 * hashes of passwords at once would take twice the memory.
 */
#include "loop/work.h"

#include "loop/internal.h"

#include <stdlib.h>

struct job {
    struct job *next;
    void (*run)(void *ctx);
    void (*done)(void *ctx, bool ran);
    void *ctx;
};

struct staith_work {
    uv_loop_t *uv;
    uv_work_t request;
    struct job *first;     /**< under way, where `active` */
    struct job *under_way; /**< the same for the thread, which reads nothing else of the queue */
    struct job **end;
    unsigned count;
    unsigned max;
    bool active;
    bool freed;
};

struct staith_work *staith_work_new(struct staith_loop *loop, unsigned max)
{
    struct staith_work *work = calloc(1, sizeof(*work));
    if (work != NULL) {
        work->uv = staith_loop_handle(loop);
        work->request.data = work;
        work->end = &work->first;
        work->max = max;
    }
    return work;
}

/* Take the first one off and tell whose it is. */
static void finish(struct staith_work *work, bool ran)
{
    struct job *job = work->first;
    work->first = job->next;
    work->end = work->first == NULL ? &work->first : work->end;
    work->count--;
    job->done(job->ctx, ran);
    free(job);
}

static void run_cb(uv_work_t *request)
{
    struct staith_work *work = request->data;
    work->under_way->run(work->under_way->ctx);
}

static void ended_cb(uv_work_t *request, int status);

static void begin(struct staith_work *work)
{
    work->under_way = work->first;
    work->active =
        work->first != NULL && uv_queue_work(work->uv, &work->request, run_cb, ended_cb) == 0;
}

static void ended_cb(uv_work_t *request, int status)
{
    struct staith_work *work = request->data;
    work->active = false;
    if (work->freed) {
        finish(work, false);
        free(work);
        return;
    }
    finish(work, status == 0);
    if (!work->active) { /* `done` may have added one */
        begin(work);
    }
}

int staith_work_add(struct staith_work *work, void (*run)(void *ctx),
                    void (*done)(void *ctx, bool ran), void *ctx)
{
    if (work->count >= work->max) {
        return STAITH_ERR_LIMIT;
    }
    struct job *job = calloc(1, sizeof(*job));
    if (job == NULL) {
        return STAITH_ERR_NOMEM;
    }
    *job = (struct job){.run = run, .done = done, .ctx = ctx};
    *work->end = job;
    work->end = &job->next;
    work->count++;
    if (!work->active) {
        begin(work);
    }
    return 0;
}

bool staith_work_is_busy(const struct staith_work *work)
{
    return work != NULL && work->active;
}

void staith_work_free(struct staith_work *work)
{
    if (work == NULL) {
        return;
    }
    work->freed = true;
    if (work->active) { /* the others now; the one under way frees the queue */
        struct job *under_way = work->first;
        work->first = under_way->next;
        work->end = work->first == NULL ? &work->first : work->end;
        while (work->first != NULL) {
            finish(work, false);
        }
        work->first = under_way;
        under_way->next = NULL;
        return;
    }
    while (work->first != NULL) {
        finish(work, false);
    }
    free(work);
}
