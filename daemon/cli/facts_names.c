/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names are those of the catalogues in the ledger: what has left, and so what others can speak of.
 * A figure that somebody printed wrongly stays printed, and is kept; no audit takes it for known
 * while it does not fit (disclosure/timeline_fact.c).
 */
#include "cli/facts_names.h"

#include "authority/gate/past.h"
#include "disclosure/place.h"
#include "ledger/ledger.h"
#include "ledger/truth.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ALIKE = 64, WORK_BYTES = 256 << 20, MAX_CATALOGUES = 256 };

static int no_memory(struct staith_err *err)
{
    return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory for the public figures");
}

/* ---- figures that stand twice ---- */

struct figure {
    const char *name; /* dataset, period, day and cell, dimensions in one order */
    uint32_t at;
};

static int by_name(const void *a, const void *b)
{
    const struct figure *left = a;
    const struct figure *right = b;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->at > right->at) - (left->at < right->at);
}

static const char *name_of(const struct staith_public_fact *fact, struct staith_arena *arena)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    char cell[STAITH_SYSTEM_NAME_BYTES];
    char name[2 * STAITH_SYSTEM_NAME_BYTES];
    staith_period_format(&fact->period, period);
    (void)snprintf(cell, sizeof(cell), "%s", fact->cell);
    staith_place_sort(cell);
    (void)snprintf(name, sizeof(name), "%s %s %ld %s", fact->dataset, period, (long)fact->day,
                   cell);
    return staith_arena_strdup(arena, name);
}

static int refuse(const struct staith_cli_facts_file *file, uint32_t at, uint32_t column,
                  const char *what, const char *remedy, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_SYNTAX, "%s", what);
    staith_err_at(err, file->path, file->rows[at], column);
    staith_err_remedy(err, "%s", remedy);
    return STAITH_ERR_SYNTAX;
}

/* figures[first .. at] have one name. */
static int compare_with_those_before(const struct staith_cli_facts_file *file,
                                     const struct figure *figures, uint32_t first, uint32_t at,
                                     struct staith_err *err)
{
    char what[128];
    const struct staith_public_fact *its = &file->list[figures[at].at];
    if (at - first >= MAX_ALIKE) {
        return refuse(file, figures[at].at, file->cell_column, "this figure stands too often",
                      "keep each number of it once", err);
    }
    for (uint32_t k = first; k < at; k++) {
        if (staith_public_fact_contradicts(&file->list[figures[k].at], its)) {
            (void)snprintf(what, sizeof(what),
                           "this figure has another number than in row %lu, of the same day",
                           file->rows[figures[k].at]);
            return refuse(file, figures[at].at, file->value_column, what,
                          "keep the one that was printed, or say what each was rounded to", err);
        }
    }
    return 0;
}

int staith_cli_facts_compare(const struct staith_cli_facts_file *file, struct staith_arena *arena,
                             struct staith_err *err)
{
    struct figure *figures = staith_arena_array(arena, (size_t)file->count + 1, sizeof(*figures));
    if (figures == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < file->count; i++) {
        figures[i] = (struct figure){name_of(&file->list[i], arena), i};
        if (figures[i].name == NULL) {
            return no_memory(err);
        }
    }
    if (file->count > 0) {
        qsort(figures, file->count, sizeof(*figures), by_name);
    }
    int code = 0;
    uint32_t first = 0;
    for (uint32_t i = 1; code == 0 && i < file->count; i++) {
        first = strcmp(figures[first].name, figures[i].name) == 0 ? first : i;
        code = compare_with_those_before(file, figures, first, i, err);
    }
    return code;
}

/* ---- names and counts ---- */

struct look {
    const struct staith_cli_facts_file *file;
    struct staith_cli_facts_found *found;
    bool *counted; /* the newest counts of a figure's period were looked at */
    struct staith_ledger *ledger;
    struct staith_truth *truth;
    struct staith_arena arena;
    uint32_t count;
    struct staith_catalogue *catalogues[MAX_CATALOGUES]; /* newest first */
    uint8_t hashes[MAX_CATALOGUES][STAITH_HASH_BYTES];
    struct staith_err *err;
};

static int take_catalogues(struct look *look)
{
    uint64_t number = 0;
    int rc = staith_ledger_last(look->ledger, &number);
    for (; rc == 0 && number > 0 && look->count < MAX_CATALOGUES; number--) {
        struct staith_ledger_entry entry;
        rc = staith_ledger_read(look->ledger, number, &entry, look->err);
        if (rc == 0 && entry.record.kind == STAITH_RECORD_CATALOGUE) {
            staith_codec_hash(entry.record.payload, entry.record.payload_len,
                              look->hashes[look->count]);
            rc = staith_codec_unpack_catalogue(entry.record.payload, entry.record.payload_len,
                                               &look->arena, &look->catalogues[look->count],
                                               look->err);
            look->count += rc == 0 ? 1 : 0;
        }
    }
    return rc;
}

static struct staith_cli_facts_found unknown(const struct look *look, enum staith_place_lack lack)
{
    static const struct {
        const char *what, *remedy;
    } words[] = {
        [STAITH_PLACE_LACKS_MEASURE] = {"the dataset has no such measure",
                                        "`staith plugin list` and `staith explain` name what "
                                        "it has, as leavers_headcount"},
        [STAITH_PLACE_LACKS_DIMENSION] = {"the dataset is not broken down so, or a part stands "
                                          "twice",
                                          "write what it is broken down by and a category of it, "
                                          "as role=case_holder"},
        [STAITH_PLACE_LACKS_CATEGORY] = {"the breakdown has no such category",
                                         "write its code, as role=case_holder"},
        [STAITH_PLACE_LACKS_TABLE] = {"no table has the measure by all of these at once",
                                      "leave out what this council does not break it down by"},
    };
    return (struct staith_cli_facts_found){STAITH_CLI_FACTS_UNKNOWN, words[lack].what,
                                           words[lack].remedy, look->file->cell_column};
}

static bool is_configured(const struct staith_config_council *config, const char *dataset)
{
    for (uint32_t i = 0; i < config->dataset_count; i++) {
        if (strcmp(config->datasets[i].name, dataset) == 0) {
            return true;
        }
    }
    return false;
}

/* Known is what any catalogue of the dataset knows; what is missing is said by the newest. */
static struct staith_cli_facts_found find_name(const struct look *look,
                                               const struct staith_config_council *config,
                                               const struct staith_public_fact *fact)
{
    enum staith_place_lack newest = STAITH_PLACE_LACKS_NOTHING;
    bool any = false;
    for (uint32_t i = 0; i < look->count; i++) {
        struct staith_place place;
        if (strcmp(look->catalogues[i]->dataset, fact->dataset) == 0) {
            enum staith_place_lack lack =
                staith_place_read(look->catalogues[i], fact->cell, &place);
            if (lack == STAITH_PLACE_LACKS_NOTHING) {
                return (struct staith_cli_facts_found){STAITH_CLI_FACTS_FINE, NULL, NULL, 0};
            }
            newest = any ? newest : lack;
            any = true;
        }
    }
    if (any) {
        return unknown(look, newest);
    }
    if (is_configured(config, fact->dataset)) {
        return (struct staith_cli_facts_found){
            STAITH_CLI_FACTS_LATER, "nothing of this dataset has left, so its names are not known",
            "run `staith facts check` after the first release", look->file->cell_column};
    }
    return (struct staith_cli_facts_found){
        STAITH_CLI_FACTS_UNKNOWN, "this council has no such dataset",
        "write the name that it has in the configuration", look->file->dataset_column};
}

/* Figures of one release against the counts behind it; the newest release of a period speaks. */
static int compare_counts(struct look *look, const struct staith_release *release,
                          const struct staith_system *truth)
{
    const struct staith_catalogue *catalogue = NULL;
    for (uint32_t i = 0; catalogue == NULL && i < look->count; i++) {
        if (memcmp(look->hashes[i], staith_release_catalogue_hash(release), STAITH_HASH_BYTES) ==
            0) {
            catalogue = look->catalogues[i];
        }
    }
    for (uint32_t i = 0; catalogue != NULL && i < look->file->count; i++) {
        const struct staith_public_fact *fact = &look->file->list[i];
        if (look->found[i].kind != STAITH_CLI_FACTS_FINE || look->counted[i] ||
            strcmp(fact->dataset, staith_release_dataset(release)) != 0 ||
            staith_period_compare(&fact->period, staith_release_period(release)) != 0) {
            continue;
        }
        look->counted[i] = true;
        if (staith_public_fact_fit(fact, catalogue, truth) == STAITH_PUBLIC_FACT_WRONG) {
            look->found[i] = (struct staith_cli_facts_found){
                STAITH_CLI_FACTS_WRONG,
                "the figure does not fit what this council counted, and no audit takes it for "
                "known",
                "look at number, period and cell; where it was rounded, say to what in the column "
                "nearest",
                look->file->value_column};
        }
    }
    return 0;
}

static bool is_asked(const struct look *look, const struct staith_release *release)
{
    for (uint32_t i = 0; i < look->file->count; i++) {
        const struct staith_public_fact *fact = &look->file->list[i];
        if (!look->counted[i] && look->found[i].kind == STAITH_CLI_FACTS_FINE &&
            strcmp(fact->dataset, staith_release_dataset(release)) == 0 &&
            staith_period_compare(&fact->period, staith_release_period(release)) == 0) {
            return true;
        }
    }
    return false;
}

static int take_counts(struct look *look)
{
    uint64_t number = 0;
    int rc = staith_ledger_last(look->ledger, &number);
    for (; rc == 0 && number > 0; number--) {
        struct staith_ledger_entry entry;
        struct staith_release *release = NULL;
        struct staith_system truth = {0};
        struct staith_arena arena;
        uint8_t hash[STAITH_HASH_BYTES];
        rc = staith_ledger_read(look->ledger, number, &entry, look->err);
        if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
            continue;
        }
        staith_arena_init(&arena, WORK_BYTES);
        staith_codec_hash(entry.record.payload, entry.record.payload_len, hash);
        rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release,
                                         look->err);
        if (rc == 0 && is_asked(look, release)) {
            int64_t counts = entry.has_note ? staith_gate_past_counts(entry.note.decision_json) : 0;
            rc = staith_truth_read(look->truth, hash, counts, &arena, &truth, look->err);
            rc = rc == 0                     ? compare_counts(look, release, &truth)
                 : rc == STAITH_ERR_NOTFOUND ? 0
                                             : rc;
        }
        staith_release_free(release);
        staith_arena_deinit(&arena);
    }
    return rc;
}

static int look_at_all(struct look *look, const struct staith_config_council *config)
{
    struct staith_err failure = {0};
    int rc = staith_ledger_open_reader(config->state_folder, &look->ledger, &failure);
    if (rc == 0) {
        rc = take_catalogues(look);
    } else if (rc == STAITH_ERR_NOTFOUND) {
        rc = 0;
    } else {
        *look->err = failure;
    }
    for (uint32_t i = 0; rc == 0 && i < look->file->count; i++) {
        look->found[i] = find_name(look, config, &look->file->list[i]);
    }
    if (rc != 0 || look->ledger == NULL) {
        return rc;
    }
    rc = staith_truth_open(config->state_folder, NULL, &look->truth, &failure);
    if (rc == 0) {
        return take_counts(look);
    }
    if (rc != STAITH_ERR_NOTFOUND) {
        *look->err = failure;
        return rc;
    }
    return 0;
}

int staith_cli_facts_look(const struct staith_config_council *config,
                          const struct staith_cli_facts_file *file, struct staith_arena *arena,
                          const struct staith_cli_facts_found **ret_found, struct staith_err *err)
{
    struct staith_err ignored = {0};
    struct look *look = calloc(1, sizeof(*look));
    if (look == NULL) {
        return no_memory(err);
    }
    *look = (struct look){.file = file, .err = err != NULL ? err : &ignored};
    look->found = staith_arena_array(arena, (size_t)file->count + 1, sizeof(*look->found));
    look->counted = staith_arena_array(arena, (size_t)file->count + 1, sizeof(*look->counted));
    staith_arena_init(&look->arena, WORK_BYTES);
    int rc = look->found == NULL || look->counted == NULL ? no_memory(look->err)
                                                          : look_at_all(look, config);
    if (rc == 0) {
        *ret_found = look->found;
    }
    staith_truth_close(look->truth);
    staith_ledger_close(look->ledger);
    staith_arena_deinit(&look->arena);
    free(look);
    return rc;
}

/* ---- printing ---- */

/* "file:row:column", or the figure where it comes from no file. */
static void where_of(const struct staith_cli_facts_file *file, uint32_t at, uint32_t column,
                     char *out, size_t cap)
{
    const struct staith_public_fact *fact = &file->list[at];
    char period[STAITH_PERIOD_CODE_BYTES];
    if (file->path != NULL && column > 0) {
        (void)snprintf(out, cap, "%s:%lu:%" PRIu32, file->path, file->rows[at], column);
    } else if (file->path != NULL) {
        (void)snprintf(out, cap, "%s:%lu", file->path, file->rows[at]);
    } else {
        staith_period_format(&fact->period, period);
        (void)snprintf(out, cap, "%s %s %s (%s)", fact->dataset, period, fact->cell, fact->source);
    }
}

void staith_cli_facts_print(const struct staith_cli *cli, const struct staith_cli_facts_file *file,
                            const struct staith_cli_facts_found *found, uint32_t *ret_unknown,
                            uint32_t *ret_wrong)
{
    *ret_unknown = 0;
    *ret_wrong = 0;
    for (uint32_t i = 0; i < file->count; i++) {
        char where[1024];
        if (found[i].kind == STAITH_CLI_FACTS_FINE) {
            continue;
        }
        *ret_unknown += found[i].kind == STAITH_CLI_FACTS_UNKNOWN ? 1 : 0;
        *ret_wrong += found[i].kind == STAITH_CLI_FACTS_WRONG ? 1 : 0;
        where_of(file, i, found[i].column, where, sizeof(where));
        (void)fprintf(cli->err, "%s: %s; %s\n", where, found[i].what, found[i].remedy);
    }
}

json_t *staith_cli_facts_json(const struct staith_cli_facts_file *file,
                              const struct staith_cli_facts_found *found)
{
    static const char *const kinds[] = {"fine", "later", "unknown", "wrong"};
    json_t *array = json_array();
    for (uint32_t i = 0; array != NULL && i < file->count; i++) {
        char where[1024];
        if (found[i].kind == STAITH_CLI_FACTS_FINE) {
            continue;
        }
        where_of(file, i, found[i].column, where, sizeof(where));
        if (json_array_append_new(array, json_pack("{s:s, s:s, s:s, s:s, s:s}", "kind",
                                                   kinds[found[i].kind], "where", where, "cell",
                                                   file->list[i].cell, "what", found[i].what,
                                                   "remedy", found[i].remedy)) != 0) {
            json_decref(array);
            array = NULL;
        }
    }
    return array;
}
