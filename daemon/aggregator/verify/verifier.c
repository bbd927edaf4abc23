/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One lock over a list of jobs. A thread takes the first that nobody has; the loop's thread, when
 * it comes to one that nobody has, takes it itself, so that it waits for work under way alone.
 */
#include "aggregator/verify/verifier.h"

#include "codec/message.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { JOBS = STAITH_WIRE_BATCH, ARENA_BYTES = 1024 * 1024 };

enum state { WAITS, RUNS, DONE, NOBODYS /* nothing to verify, or the loop's thread has it */ };

struct job {
    struct staith_verifier_message message; /* bytes: heap, ours */
    uint8_t *bytes;
    uint8_t key[STAITH_PUBLIC_KEY_BYTES];
    enum state state;
    int result;
    uint8_t hash[STAITH_HASH_BYTES]; /* of the record that the result is about */
};

struct staith_verifier {
    pthread_mutex_t lock;
    pthread_cond_t work;
    pthread_cond_t done;
    pthread_t threads[STAITH_VERIFIER_MAX_THREADS];
    unsigned thread_count;
    bool stop;
    bool awaited; /* the loop's thread waits for a job that runs */
    struct job jobs[JOBS];
    size_t count;
    size_t looked; /* jobs before this one nobody has to take */
    size_t given;  /* by staith_verifier_next; only the loop's thread looks at it */
    size_t bytes;
};

/* ---- the threads ---- */

/* False: nothing was verified. What could not be read here, for want of memory, may well be read by
 * ingest, so it is no verdict. */
static bool work_on(struct job *job)
{
    struct staith_arena arena;
    struct staith_message message;
    bool verified = false;
    staith_arena_init(&arena, ARENA_BYTES);
    if (staith_message_unpack(job->bytes, job->message.len, &arena, &message, NULL) == 0 &&
        message.kind == STAITH_MESSAGE_RECORD) {
        memcpy(job->hash, message.as.record.hash, sizeof(job->hash));
        job->result = staith_record_verify(&message.as.record, job->key);
        verified = true;
    }
    staith_arena_deinit(&arena);
    return verified;
}

/* The first job that nobody has, or NULL. Under the lock. */
static struct job *take(struct staith_verifier *verifier)
{
    while (verifier->looked < verifier->count) {
        struct job *job = &verifier->jobs[verifier->looked++];
        if (job->state == WAITS) {
            job->state = RUNS;
            return job;
        }
    }
    return NULL;
}

static void *run(void *ctx)
{
    struct staith_verifier *verifier = ctx;
    (void)pthread_mutex_lock(&verifier->lock);
    while (!verifier->stop) {
        struct job *job = take(verifier);
        if (job == NULL) {
            (void)pthread_cond_wait(&verifier->work, &verifier->lock);
            continue;
        }
        (void)pthread_mutex_unlock(&verifier->lock);
        bool verified = work_on(job);
        (void)pthread_mutex_lock(&verifier->lock);
        job->state = verified ? DONE : NOBODYS;
        if (verifier->awaited) {
            (void)pthread_cond_signal(&verifier->done);
        }
    }
    (void)pthread_mutex_unlock(&verifier->lock);
    return NULL;
}

/* ---- the loop's thread ---- */

int staith_verifier_new(unsigned threads, struct staith_verifier **ret_verifier,
                        struct staith_err *err)
{
    struct staith_verifier *verifier = calloc(1, sizeof(*verifier));
    if (verifier == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory to verify signatures");
    }
    if (pthread_mutex_init(&verifier->lock, NULL) != 0 ||
        pthread_cond_init(&verifier->work, NULL) != 0 ||
        pthread_cond_init(&verifier->done, NULL) != 0) {
        free(verifier);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory to verify signatures");
    }
    for (unsigned i = 0; i < threads && i < STAITH_VERIFIER_MAX_THREADS; i++) {
        if (pthread_create(&verifier->threads[i], NULL, run, verifier) != 0) {
            break; /* fewer help, which is no failure */
        }
        verifier->thread_count++;
    }
    *ret_verifier = verifier;
    return 0;
}

static void clear(struct staith_verifier *verifier)
{
    (void)pthread_mutex_lock(&verifier->lock);
    for (size_t i = 0; i < verifier->count; i++) {
        while (verifier->jobs[i].state == RUNS) { /* it reads the bytes that go */
            verifier->awaited = true;
            (void)pthread_cond_wait(&verifier->done, &verifier->lock);
        }
        verifier->jobs[i].state = NOBODYS;
    }
    verifier->awaited = false;
    for (size_t i = 0; i < verifier->count; i++) {
        free(verifier->jobs[i].bytes);
    }
    verifier->count = 0;
    verifier->looked = 0;
    verifier->given = 0;
    verifier->bytes = 0;
    (void)pthread_mutex_unlock(&verifier->lock);
}

void staith_verifier_free(struct staith_verifier *verifier)
{
    if (verifier == NULL) {
        return;
    }
    clear(verifier);
    (void)pthread_mutex_lock(&verifier->lock);
    verifier->stop = true;
    (void)pthread_cond_broadcast(&verifier->work);
    (void)pthread_mutex_unlock(&verifier->lock);
    for (unsigned i = 0; i < verifier->thread_count; i++) {
        (void)pthread_join(verifier->threads[i], NULL);
    }
    (void)pthread_cond_destroy(&verifier->done);
    (void)pthread_cond_destroy(&verifier->work);
    (void)pthread_mutex_destroy(&verifier->lock);
    free(verifier);
}

bool staith_verifier_add(struct staith_verifier *verifier,
                         const struct staith_verifier_message *message,
                         const uint8_t key[STAITH_PUBLIC_KEY_BYTES])
{
    if (verifier->count == JOBS || message->len > STAITH_VERIFIER_MAX_BYTES - verifier->bytes) {
        return false;
    }
    uint8_t *bytes = malloc(message->len > 0 ? message->len : 1);
    if (bytes == NULL) {
        return false;
    }
    if (message->len > 0) {
        memcpy(bytes, message->bytes, message->len);
    }
    (void)pthread_mutex_lock(&verifier->lock);
    struct job *job = &verifier->jobs[verifier->count];
    job->message = *message;
    job->message.bytes = bytes;
    job->bytes = bytes;
    job->state = key != NULL && verifier->thread_count > 0 ? WAITS : NOBODYS;
    if (key != NULL) {
        memcpy(job->key, key, sizeof(job->key));
    }
    verifier->bytes += message->len;
    verifier->count++;
    if (verifier->count > 1) { /* a single one is the loop's thread's own in a moment */
        (void)pthread_cond_signal(&verifier->work);
    }
    (void)pthread_mutex_unlock(&verifier->lock);
    return true;
}

bool staith_verifier_next(struct staith_verifier *verifier,
                          struct staith_verifier_message *ret_message)
{
    if (verifier->given == verifier->count) {
        clear(verifier);
        return false;
    }
    *ret_message = verifier->jobs[verifier->given++].message;
    return true;
}

/* Whether a thread has looked, or looks, at the record under the key; waits for it. */
static bool is_done(struct staith_verifier *verifier, struct job *job, const uint8_t *key)
{
    (void)pthread_mutex_lock(&verifier->lock);
    if (job->state == WAITS) {
        job->state = NOBODYS;
    }
    while (job->state == RUNS) {
        verifier->awaited = true;
        (void)pthread_cond_wait(&verifier->done, &verifier->lock);
    }
    verifier->awaited = false;
    bool done = job->state == DONE && memcmp(job->key, key, sizeof(job->key)) == 0;
    (void)pthread_mutex_unlock(&verifier->lock);
    return done;
}

int staith_verifier_verify(struct staith_verifier *verifier, const struct staith_record *record,
                           const uint8_t key[STAITH_PUBLIC_KEY_BYTES])
{
    struct job *job = verifier->given > 0 ? &verifier->jobs[verifier->given - 1] : NULL;
    if (job == NULL || !is_done(verifier, job, key) ||
        memcmp(job->hash, record->hash, sizeof(job->hash)) != 0) {
        return staith_record_verify(record, key);
    }
    return job->result;
}
