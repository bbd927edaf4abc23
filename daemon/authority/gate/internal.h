/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_INTERNAL_H
#define STAITH_AUTHORITY_GATE_INTERNAL_H
/*
 * The running service as the files of this folder see it. Private to this folder.
 */
#include "authority/gate/again.h"
#include "authority/gate/alarms.h"
#include "authority/gate/deciding.h"
#include "authority/gate/files.h"
#include "authority/gate/hashing.h"
#include "authority/gate/known.h"
#include "authority/gate/publisher.h"
#include "authority/gate/report.h"
#include "authority/gate/revision.h"
#include "authority/gate/run.h"
#include "authority/gate/runs.h"
#include "authority/gate/sandbox.h"
#include "authority/gate/service.h"
#include "authority/gate/source.h"
#include "authority/gate/tell.h"
#include "authority/gate/turns.h"
#include "base/schedule.h"
#include "control/control.h"
#include "ledger/followed.h"
#include "ledger/held.h"
#include "ledger/ledger.h"
#include "loop/watch.h"

enum {
    STAITH_GATE_QUEUE_MAX = 10000, /**< as many files as a watch reports */
    STAITH_GATE_FAILED_MAX = 256,  /**< failed files remembered by hash */
    STAITH_GATE_SIGHTS_MAX = 10000
};

/** When a dataset's files are taken, and tried again. Private to timing.c but for reading. */
struct staith_gate_timing {
    struct staith_timer *timer;
    struct staith_timer *retry_timer;
    struct staith_schedule schedule;
    bool scheduled;
    bool open;             /**< files are taken now */
    bool anew;             /**< also those whose bytes were released before */
    int64_t due_unix_ms;   /**< the next time of the schedule; 0: none */
    uint64_t retry_ms;     /**< the last wait; 0: nothing failed since */
    int64_t retry_unix_ms; /**< the next try; 0: none */
    char *retry_path;
};

/** A dataset while the configuration stands. */
struct staith_gate_dataset {
    struct staith_gate_service *service;
    const struct staith_config_dataset *config;
    struct staith_watch *watch;
    struct staith_watch *file_watches[STAITH_GATE_MAX_FILES];
    struct staith_gate_runs *runs;
    struct staith_gate_alarms *alarms;
    bool folder; /**< the source is a folder: links in it are not followed */
    /* files that wait, oldest first */
    char **queue;
    uint32_t queue_count;
    /* files that failed under this configuration, a ring */
    uint8_t failed[STAITH_GATE_FAILED_MAX][STAITH_HASH_BYTES];
    uint32_t failed_count;
    /* paths reported since the configuration was read, as hashes */
    uint64_t *sights;
    uint32_t sight_count;
    struct staith_gate_timing timing;
    bool asked;       /**< what its plugin says of itself, since the configuration was read */
    char fault[1088]; /**< what is wrong with that, until a run says more; "": nothing */
    /* the newest run */
    char outcome[16];
    char detail[512];
    int64_t last_run_unix_ms;
    uint64_t last_number;
    uint64_t last_held; /**< its number among the held, 0: it was not held */
    uint32_t errors;
    uint32_t queries;
};

/** The one file being worked on. */
struct staith_gate_job {
    struct staith_gate_dataset *dataset; /**< NULL: nothing under way */
    char *path;
    char label[STAITH_GATE_LABEL_BYTES];
    int fd;
    uint64_t bytes;
    bool first_sight;
    bool hashed;
    uint8_t hash[STAITH_HASH_BYTES];
    int64_t started_unix_ms;
    struct staith_gate_hashing *hashing;
    struct staith_gate_run *run;
    struct staith_gate_deciding *deciding; /**< the decision on it, beside the loop, or NULL */
    int64_t deciding_unix_ms;              /**< since when */
    struct staith_gate_known known;        /**< what was known when it began */
    uint32_t decided;                      /**< how often it was made */
    struct staith_gate_order order;
    struct staith_gate_files files;
    struct staith_arena arena; /**< of files and history in the order */
};

struct staith_gate_service {
    struct staith_loop *loop;
    struct staith_log *log;
    const struct staith_outside *outside;
    char *config_path;
    const char *version;
    uint64_t settle_ms; /**< of files */
    struct staith_config_council *config;
    struct staith_ledger *ledger;
    struct staith_held *held;
    struct staith_followed *followed;
    struct staith_truth *truth;
    struct staith_timer *leave_timer;     /**< for what is approved and waits for its time */
    struct staith_work *work;             /**< decisions and audits beside the loop */
    struct staith_gate_again_job *again;  /**< the audit of one of them, beside the loop, or NULL */
    uint64_t again_held;                  /**< its number among the held */
    struct staith_gate_known again_known; /**< what was known when it began */
    struct staith_gate_turns turns;       /**< of those whose audit is a long one */
    struct staith_gate_publisher *publisher;
    uint64_t handout; /**< the region's last that datasets have seen */
    struct staith_gate_teller *teller;
    struct staith_control *control;
    struct staith_timer *work_timer; /**< takes the next file */
    struct staith_timer *stop_timer;
    struct staith_gate_sandbox sandbox;
    struct staith_gate_dataset *datasets;
    uint32_t dataset_count;
    uint32_t next_dataset; /**< whose turn it is */
    struct staith_gate_job job;
    int64_t started_unix_ms;
    bool ledger_failed;
    uint64_t again_ms;   /**< the last wait after a failed append; 0: none failed since */
    int64_t again_at_ms; /**< no file is taken before this time of the steady clock */
    bool reload_wanted;
    char config_error[1024]; /**< why the configuration on disk does not hold; "": it does */
    bool stopping;
};

/* service.c */
/** The job is over: reload when that was wanted, or take the next file soon. */
void staith_gate_service_job_over(struct staith_gate_service *service);
int64_t staith_gate_service_now(const struct staith_gate_service *service);

/* reload.c */
/** Read the configuration again and put it in force. What is wrong is logged, kept for `status`,
 * and in `err` (NULL is allowed); the old one then stands. */
int staith_gate_reload_now(struct staith_gate_service *service, struct staith_err *err);
/** The same, after the run under way (*ret_waits) where there is one; what is wrong with it is said
 *  in either case. */
int staith_gate_reload_ask(struct staith_gate_service *service, bool *ret_waits,
                           struct staith_err *err);

/* timing.c */
/** Begin the times of a dataset, whose newest run is known. */
int staith_gate_timing_start(struct staith_gate_dataset *dataset, struct staith_err *err);
void staith_gate_timing_stop(struct staith_gate_dataset *dataset);
/** A person wants it run: every file is looked at again now, also those that failed. */
void staith_gate_timing_run(struct staith_gate_dataset *dataset);
/** A file failed for a reason that may pass: it is tried again in a minute, doubling to an hour. */
void staith_gate_timing_failed(struct staith_gate_dataset *dataset, const char *path);
/** A run ended in another way: nothing is tried again. */
void staith_gate_timing_settled(struct staith_gate_dataset *dataset);
/** starting, ok, degraded (it is tried again), failed (it needs another file), stopped. Static. */
const char *staith_gate_timing_health(const struct staith_gate_dataset *dataset);

/* datasets.c */
/** Make and start the datasets of service->config. On an error none is started. */
int staith_gate_datasets_start(struct staith_gate_service *service, struct staith_err *err);
void staith_gate_datasets_stop(struct staith_gate_service *service);
/** Forget failures and report every file again. */
void staith_gate_datasets_rescan(struct staith_gate_service *service);
/** The region has handed out a table: datasets that are given one look at their files again. */
void staith_gate_datasets_handed_out(struct staith_gate_service *service);
/** By its name, NULL: the first; or NULL. */
struct staith_gate_dataset *staith_gate_datasets_find(struct staith_gate_service *service,
                                                      const char *name);
/** The oldest waiting file of a dataset in turn: *ret_path is the caller's to free. False: none. */
bool staith_gate_datasets_next(struct staith_gate_service *service,
                               struct staith_gate_dataset **ret_dataset, char **ret_path);
/** Add a file to those that wait, unless it waits already. `ctx`: the dataset. */
void staith_gate_dataset_wait(void *ctx, const char *path);
/** Whether a path is reported for the first time since the configuration was read. */
bool staith_gate_dataset_first_sight(struct staith_gate_dataset *dataset, const char *path);
void staith_gate_dataset_add_failed(struct staith_gate_dataset *dataset, const uint8_t *hash);
bool staith_gate_dataset_has_failed(const struct staith_gate_dataset *dataset, const uint8_t *hash);
/** Show what a run record says as the dataset's newest run. */
void staith_gate_dataset_show(struct staith_gate_dataset *dataset, const json_t *record);

/** Keep the local alarms of a run, and tell of what has changed. */
void staith_gate_dataset_alarm(struct staith_gate_dataset *dataset,
                               const struct staith_gate_outcome *outcome);
/** staith_gate_told_fn of the service's teller. ctx: the service. */
void staith_gate_datasets_told(void *ctx, const char *dataset, const char *period, const char *way,
                               bool well, const char *detail);

/* intake.c */
/** Take the next waiting file when nothing is under way. */
void staith_gate_intake_next(void *ctx);
/** Put the file under way back among the waiting ones, for a later time: 5 s, doubling to 5 min. */
void staith_gate_intake_again(struct staith_gate_service *service);
/** Drop the job under way; a run or a decision still comes to its end. */
void staith_gate_intake_cancel(struct staith_gate_service *service);
/** The job is done with, however it ended. */
void staith_gate_intake_over(struct staith_gate_service *service);

/* ask.c */
/** Begin to ask a plugin that is a program what it says of itself, where one was not asked yet:
 *  the job is under way then. False: all were. */
bool staith_gate_ask_next(struct staith_gate_service *service);

/* append.c */
/** Release from a run that ended well: decide beside the loop, then append, record, poke, and the
 *  job is over. Takes the outcome. */
void staith_gate_append_release(struct staith_gate_service *service,
                                struct staith_gate_outcome *outcome);
/** Record the job as `outcome` ("unchanged", "refused", "failed") for the reason in `err`;
 *  `run` and `decision` may be NULL. */
void staith_gate_append_record(struct staith_gate_service *service, const char *outcome,
                               uint64_t number, const struct staith_err *err,
                               const struct staith_gate_outcome *run,
                               const struct staith_decision *decision);

/* signoff.c */
/** Open what is held, and let leave what was approved and whose time has come. */
int staith_gate_signoff_start(struct staith_gate_service *service, struct staith_err *err);
/** Whether all releases of a dataset wait for an officer: by its configuration or by the switch. */
int staith_gate_signoff_holds(struct staith_gate_service *service,
                              const struct staith_config_dataset *dataset, bool *ret_holds,
                              struct staith_err *err);
/** Why one release does not leave at once. */
struct staith_gate_hold {
    bool officer; /**< it waits for one: its dataset is held, its period was withdrawn, or it is a
                       revision that one must approve */
    struct staith_gate_revision revision;
};
/** `joint_audit`: as staith_gate_revision_of has it. */
int staith_gate_signoff_hold_of(struct staith_gate_service *service,
                                const struct staith_config_dataset *dataset,
                                const struct staith_release *release, bool joint_audit,
                                struct staith_gate_hold *ret_hold, struct staith_err *err);
/** Audit a held release again (authority/gate/again.h), for a second at most. */
int staith_gate_signoff_again(struct staith_gate_service *service, uint64_t number,
                              enum staith_again *ret_again,
                              char ret_why[STAITH_DISCLOSURE_WHY_BYTES], struct staith_err *err);
/** A held revision that no officer need approve leaves on its date; without one ahead it waits. */
int staith_gate_signoff_on_date(struct staith_gate_service *service, uint64_t number,
                                const struct staith_gate_revision *revision,
                                struct staith_err *err);
/** A held release as a dataset's newest outcome: the word for it ("held", or "released" once it has
 *  left), what has become of it in words, and its number in the ledger, 0: none. */
const char *staith_gate_signoff_words(struct staith_gate_service *service, uint64_t number,
                                      char *ret_words, size_t cap, uint64_t *ret_ledger_number);
/** Append to the ledger what is approved and due, now and at its time. ctx: the service. */
void staith_gate_signoff_leave_due(void *ctx);

/* answer.c */
/** Answers what officers ask and say: held, approve, refuse, hold, release. STAITH_ERR_INVAL: the
 *  command is another one. */
int staith_gate_answer_handle(struct staith_gate_service *service, const char *command,
                              const json_t *request, json_t **ret_reply, struct staith_err *err);

/* notice.c */
/** Whether `command` is withdraw, revise or embargo. */
bool staith_gate_notice_knows(const char *command);
/** Say it: a notice in the ledger. STAITH_ERR_DENIED: no officer; STAITH_ERR_NOTFOUND: nothing of
 *  the period has left; STAITH_ERR_STATE: it is withdrawn already; STAITH_ERR_INVAL. */
int staith_gate_notice_handle(struct staith_gate_service *service, const char *command,
                              const json_t *request, json_t **ret_reply, struct staith_err *err);

/* status.c */
/** Answers the control socket. ctx: the service. */
int staith_gate_status_handle(void *ctx, const char *command, const json_t *request,
                              json_t **ret_reply, struct staith_err *err);
/** The health in one word, and why in words (static or the service's). */
const char *staith_gate_status_health(const struct staith_gate_service *service,
                                      const char **ret_why);

#endif
