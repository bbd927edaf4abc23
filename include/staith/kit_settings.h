/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_SETTINGS_H
#define STAITH_KIT_SETTINGS_H
/*
 * Tables that belong to a council's configuration rather than to its data: caps, rules, maps of job
 * titles, the council's own words for codes. CSV in an option of type FILE, read by the reader of
 * sources. What is wrong with one is said in words: nobody's record is in it.
 */
#include <staith/kit_table.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { STAITH_KIT_COMPLAINT_BYTES = 160, STAITH_KIT_WORDS_MAX = 4096 };

/** What is wrong with such a table. */
struct staith_kit_complaint {
    uint64_t line; /**< 0: not known */
    char what[STAITH_KIT_COMPLAINT_BYTES];
};

/** One table: its columns, all of which must be there, and who takes the rows. */
struct staith_kit_settings {
    const struct staith_kit_column *columns; /**< a blank cell of a required one is refused */
    uint32_t count;                          /**< at most STAITH_KIT_TABLE_MAX_COLUMNS */
    uint32_t max_rows;
    void *ctx;
    /** Return STAITH_OK, or STAITH_EINVAL with `what` (one line) filled, or STAITH_ENOMEM. */
    int (*on_row)(void *ctx, const struct staith_kit_cell *cells,
                  char what[STAITH_KIT_COMPLAINT_BYTES]);
};

/** Read the text of a FILE option through. STAITH_OK; STAITH_EINVAL with *ret_complaint;
 *  STAITH_ENOMEM, STAITH_ELIMIT. An empty text is an empty table. */
int staith_kit_settings_read(const char *text, size_t len, const struct staith_kit_settings *table,
                             struct staith_kit_complaint *ret_complaint);

/** In configure: say through staith.explain/1 what is wrong with the option of this index, and
 * return STAITH_EINVAL, which configure returns then. */
int staith_kit_settings_refuse(const struct staith_host *host, uint32_t option,
                               const struct staith_kit_complaint *complaint);

/** The same with words alone. */
int staith_kit_settings_say(const struct staith_host *host, uint32_t option, const char *what);

/** Columns with a council's own words among their codes. Caller's storage, zero-initialised; end
 *  with staith_kit_words_deinit, also after a failure. */
struct staith_kit_words {
    struct staith_kit_column *columns; /**< copies; synonyms and names stay the plugin's */
    uint32_t count;
    struct staith_kit_code *codes; /**< all columns' */
    char *text;                    /**< the council's words, each with its NUL */
};

/** Read CSV with the columns `column`, `word` and `code`: in that column the word stands for that
 *  code. An empty text gives the columns as they are. Results as staith_kit_settings_read. */
int staith_kit_words_read(const char *text, size_t len, const struct staith_kit_column *columns,
                          uint32_t count, struct staith_kit_words *words,
                          struct staith_kit_complaint *ret_complaint);
void staith_kit_words_deinit(struct staith_kit_words *words);

/* ---- what plugins over a table of a period have in common ----------------------------------- */

/** Its first options, in this order: STAITH_KIT_SETUP_OPTIONS declares them. */
enum {
    STAITH_KIT_SETUP_PERIOD = 0,
    STAITH_KIT_SETUP_COLUMNS,
    STAITH_KIT_SETUP_SHEET,
    STAITH_KIT_SETUP_QUERY,
    STAITH_KIT_SETUP_WORDS,
    STAITH_KIT_SETUP_OPTION_COUNT
};

/** `names`: the columns' names, NULL-terminated. */
#define STAITH_KIT_SETUP_OPTIONS(period_help, names, name_count)                                   \
    {sizeof(struct staith_option_def),                                                             \
     STAITH_OPTION_STRING,                                                                         \
     "period",                                                                                     \
     period_help,                                                                                  \
     "",                                                                                           \
     0,                                                                                            \
     16,                                                                                           \
     NULL},                                                                                        \
        {sizeof(struct staith_option_def),                                                         \
         STAITH_OPTION_MAP,                                                                        \
         "columns",                                                                                \
         "What the plugin's columns are called in the file, where it is not their name.",          \
         "",                                                                                       \
         0,                                                                                        \
         name_count,                                                                               \
         names},                                                                                   \
        {sizeof(struct staith_option_def),                                                         \
         STAITH_OPTION_STRING,                                                                     \
         "sheet",                                                                                  \
         "Name of the sheet, or of the table of a SQLite file.",                                   \
         "",                                                                                       \
         0,                                                                                        \
         200,                                                                                      \
         NULL},                                                                                    \
        {sizeof(struct staith_option_def),                                                         \
         STAITH_OPTION_STRING,                                                                     \
         "query",                                                                                  \
         "SQLite: one SELECT in place of a table.",                                                \
         "",                                                                                       \
         0,                                                                                        \
         8000,                                                                                     \
         NULL},                                                                                    \
    {                                                                                              \
        sizeof(struct staith_option_def), STAITH_OPTION_FILE, "words",                             \
            "The council's own words for codes: column, word, code.", "", 0, 262144, NULL          \
    }

/** What they say. Caller's storage, zero-initialised; texts are the settings'. */
struct staith_kit_setup {
    const char *period; /**< "" where the file's name says it */
    const char *mapping;
    const char *sheet;
    const char *query;
    bool months;  /**< months are taken too, not quarters alone */
    uint64_t has; /**< STAITH_KIT_COLUMN_BIT of each declared column that the source has */
    struct staith_kit_words words;
};

/** In configure: take and check these options. What is wrong is said to the host. STAITH_EINVAL,
 *  STAITH_ENOMEM, STAITH_ELIMIT. */
int staith_kit_setup_take(struct staith_kit_setup *setup, const struct staith_host *host,
                          const struct staith_setting *settings,
                          const struct staith_kit_column *columns, uint32_t count, bool months);
void staith_kit_setup_deinit(struct staith_kit_setup *setup);
/** In collect: the quarter (or month) that option or file name say. STAITH_EINVAL: neither does. */
int staith_kit_setup_period(const struct staith_kit_setup *setup, const struct staith_host *host,
                            struct staith_period_def *ret_period);
/** The job of reading the table; its checks and elements come first in the plugin's lists. */
struct staith_kit_table_job
staith_kit_setup_job(const struct staith_kit_setup *setup, uint64_t max_rows, void *ctx,
                     int (*on_row)(void *ctx, const struct staith_kit_table_row *row));

/* ---- what a source without a column cannot give --------------------------------------------- */

#define STAITH_KIT_COLUMN_BIT(column) (UINT64_C(1) << (column))

/** Measures `first` to `last` cannot be given by a source that has neither this column nor one of
 *  those that would do in its place: they are no 0, but not known. `check` says so. */
struct staith_kit_need {
    uint32_t column; /**< index among the declared columns */
    uint32_t check;
    uint64_t others; /**< STAITH_KIT_COLUMN_BIT of each that would do */
    uint16_t first;
    uint16_t last;
};

/** What a plugin's on_heading calls, so that setup->has is known. STAITH_OK. */
int staith_kit_setup_heading(struct staith_kit_setup *setup,
                             const struct staith_kit_heading *headings, uint32_t count);
/** Behind the rows: a query once for each check and column that is not there, and `unavailable`
 *  for the measures. What the host returned. */
int staith_kit_setup_give_up(const struct staith_kit_setup *setup, const struct staith_host *host,
                             const struct staith_kit_need *needs, size_t count);

/** A finding about the whole source. What the host returned. */
int staith_kit_setup_query(const struct staith_host *host, uint32_t check);
/** The same, and STAITH_ESOURCE: the source is refused. */
int staith_kit_setup_refuse(const struct staith_host *host, uint32_t check);

/** Whether a cell holds what its column is declared to hold. */
static inline bool staith_kit_has(const struct staith_kit_cell *cell)
{
    return cell->state == STAITH_KIT_CELL_GOOD;
}

#ifdef __cplusplus
}
#endif
#endif
