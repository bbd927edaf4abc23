/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_H
#define STAITH_TEST_H
/*
 * For tests of plugins, with cmocka: a host in this process that runs a plugin over sources and
 * options in memory and keeps what it observed. A static library (staith_test; `staith::test` in
 * CMake, `staith-test` in pkg-config); nothing of it is part of the ABI.
 *
 * Breaking a rule of <staith/plugin.h> fails the test with a message where the real host would
 * answer with an error: a function called in the wrong state or on another thread than the run's,
 * an index out of range, a person without a key, a second set_period, ...
 */
#include <staith/plugin.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A source; the bytes are the caller's. */
struct staith_fake_source {
    const char *name;
    const void *bytes;
    size_t len;
};

/** An option as an operator writes it; a MAP, LIST or FILE in its text form. Options not given have
 *  their default. */
struct staith_fake_option {
    const char *name;
    const char *value;
};

/** A headline total of an earlier release. */
struct staith_fake_history {
    const char *measure;
    struct staith_period_def period;
    int64_t value;
};

/** What to run with. Zero-initialise; everything is the caller's and outlives the fake host. */
struct staith_fake_setup {
    const char *authority; /**< NULL: "840" */
    const struct staith_fake_source *sources;
    uint32_t source_count;
    const struct staith_fake_option *options;
    uint32_t option_count;
    const struct staith_fake_history *history;
    uint32_t history_count;
    size_t read_bytes;         /**< greatest number of bytes a read gives; 0: no limit */
    uint64_t fail_read;        /**< the nth read fails with STAITH_EIO; 0: none */
    uint64_t max_observations; /**< observe answers STAITH_ELIMIT behind these; 0: 1,000,000 */
};

/** One observation, copied. */
struct staith_fake_observation {
    uint16_t measure;
    int64_t value;
    uint16_t *categories; /**< one a dimension */
    unsigned char *person;
    size_t person_len;
    unsigned char *owner; /**< NULL: none */
    size_t owner_len;
};

struct staith_fake_finding {
    uint32_t check;
    struct staith_location where;
};

/** The run and what came of it. Fields are for reading. */
struct staith_fake_host {
    const struct staith_plugin *plugin;
    /** The plugin's, or the one that it made of its options: then it lives until deinit. */
    const struct staith_descriptor *descriptor;
    struct staith_run *run; /**< private */
    const struct staith_fake_setup *setup;
    int state;                /**< private */
    unsigned char thread[16]; /**< private: the run thread */
    struct staith_host table;
    struct staith_source *sources;
    uint64_t reads;
    bool has_period;
    struct staith_period_def period;
    size_t observation_count;
    size_t observation_cap;
    struct staith_fake_observation *observations;
    size_t finding_count;
    size_t finding_cap;
    struct staith_fake_finding *findings;
    bool *unavailable; /**< one a measure */
    bool alarm_counted[STAITH_LOCAL_MAX_ALARMS];
    uint64_t alarm_count[STAITH_LOCAL_MAX_ALARMS];
    /** What the plugin said is wrong with an option; "": nothing. */
    char explained[256];
    uint32_t explained_option;
    uint64_t explained_line;
    uint64_t explained_column;
};

/** Read a file into a source: *ret_source has the file's name without folders and its bytes, which
 *  staith_fake_unload frees. Fails the test when it cannot be read. */
void staith_fake_load(const char *path, struct staith_fake_source *ret_source);
void staith_fake_unload(struct staith_fake_source *source);

/** Run create, configure, collect, destroy. Returns what the first failing callback returned, or
 *  STAITH_OK. `host` is the caller's storage, filled; staith_fake_deinit it in any case. */
int staith_fake_run(struct staith_fake_host *host, const struct staith_plugin *plugin,
                    const struct staith_fake_setup *setup);
void staith_fake_deinit(struct staith_fake_host *host);

/**
 * What was observed for a measure, by code. `where` chooses observations: "role=case_holder" or
 * "role=case_holder,reason=resigned" (dimension=category by code; a category stands for those it
 * is the parent of, too; "-" is STAITH_NO_CATEGORY); NULL or "" takes all. An unknown code fails
 * the test.
 */
uint64_t staith_fake_rows(const struct staith_fake_host *host, const char *measure,
                          const char *where);
int64_t staith_fake_sum(const struct staith_fake_host *host, const char *measure,
                        const char *where);
/** Distinct person keys. */
uint64_t staith_fake_people(const struct staith_fake_host *host, const char *measure,
                            const char *where);
/** Distinct owners. */
uint64_t staith_fake_owners(const struct staith_fake_host *host, const char *measure,
                            const char *where);
/** How often a local alarm, by code, was said to stand; -1: nothing was said of it. */
int64_t staith_fake_alarm(const struct staith_fake_host *host, const char *alarm);
bool staith_fake_unavailable(const struct staith_fake_host *host, const char *measure);
/** How often a check, by code, was found; and its nth finding (from 0), failing if there is none.
 */
uint64_t staith_fake_findings(const struct staith_fake_host *host, const char *check);
const struct staith_fake_finding *staith_fake_finding(const struct staith_fake_host *host,
                                                      const char *check, uint64_t nth);

/**
 * What every plugin must stand, tried with this setup, in which it must run well: the same run
 * twice observes and finds the same; so does one that reads a few bytes at a time; a read that
 * fails, early or late, ends the run with an error; so does a host that takes no more observations;
 * destroy takes NULL. Fails the test with a message otherwise.
 */
void staith_fake_conform(const struct staith_plugin *plugin, const struct staith_fake_setup *setup);

#ifdef __cplusplus
}
#endif
#endif
