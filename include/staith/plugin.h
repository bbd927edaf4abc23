/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_PLUGIN_H
#define STAITH_PLUGIN_H
/*
 * The plugin ABI, version 1.1.
 *
 * A plugin is a shared object that exports one constant, `staith_plugin`. It declares a catalogue
 * (dimensions, measures, tables, indicators, checks, options) and observes: it reads its source
 * and calls `observe` once for every fact about a person or a council. Deduplication of people,
 * totals, medians, disclosure control and sending are the framework's. A plugin has no way to
 * output a person's record: it hands over numbers, indices into its own constant tables, and an
 * opaque key by which the framework tells people apart and which ends in the host process.
 *
 * Life, once per run, in a process of its own:
 *     create -> configure -> collect -> destroy        [all on one thread, "run thread"]
 * The host owns all timing. It may end the process at any moment; a plugin keeps nothing between
 * runs and has no pause or resume. Each callback has a deadline, configured by the operator
 * (default: create, configure and destroy 5 s; collect 600 s).
 *
 * Compatibility. Every struct that crosses begins with `size` and grows at its end only; read a
 * field that is newer than 1.0 through STAITH_HAS. Equal major, plugin minor <= host minor.
 * Everything else grows by extensions, looked up by id "staith.<name>/<revision>", both ways.
 *
 * Ownership. Everything a plugin exports is constant and lives as long as the process. Pointers
 * passed to a callback live until it returns unless said otherwise; on failure inputs stay the
 * caller's. Strings are UTF-8, NUL-terminated. Codes match [a-z][a-z0-9_]{0,62}.
 *
 * A plugin links to no host symbol: all it may call is in `struct staith_host`.
 */
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define STAITH_ABI_MAJOR 1
#define STAITH_ABI_MINOR 1
/** "STTH", read as a little-endian 32-bit number. */
#define STAITH_PLUGIN_MAGIC 0x48545453u

#if defined(__GNUC__)
#define STAITH_EXPORT __attribute__((visibility("default")))
#else
#define STAITH_EXPORT
#endif

/** True when the struct that `ptr` points to is large enough to hold `field`. */
#define STAITH_HAS(ptr, field)                                                                     \
    ((ptr)->size >= offsetof(__typeof__(*(ptr)), field) + sizeof((ptr)->field))

/** A category that does not apply to an observation: it enters totals only. */
#define STAITH_NO_CATEGORY 0xFFFFu

/** Result of every callback and host function: 0, or one of these. */
enum staith_result {
    STAITH_OK = 0,
    STAITH_EINVAL = -1,  /**< An argument is outside its range; nothing was done. */
    STAITH_ELIMIT = -2,  /**< A limit of the run (time, cells, people, bytes) is reached. */
    STAITH_EIO = -3,     /**< The source could not be read. */
    STAITH_ESOURCE = -4, /**< The source is not what it should be; findings say where. */
    STAITH_ENOMEM = -5,  /**< No memory. */
    STAITH_ESTATE = -6,  /**< Called in the wrong state of the run. */
    STAITH_END = 1       /**< Not an error: there is no more. */
};

/* ---- catalogue: constants a plugin declares ------------------------------------------------ */

/** One category of a dimension. */
struct staith_category_def {
    const char *code;  /**< Unique in its dimension. */
    const char *label; /**< As people read it. */
    uint16_t parent;   /**< Index of the category this one is part of, or STAITH_NO_CATEGORY. */
    uint16_t reserved;
};

/** When a person is observed more than once for a STAITH_COUNT_PEOPLE measure. */
enum staith_precedence {
    STAITH_KEEP_FIRST_SEEN = 0, /**< The observation that came first is kept. */
    STAITH_KEEP_LEAST = 1       /**< The one with the least index in this dimension is kept. */
};

/** A dimension: a set of coded categories, in their natural order (most senior role first). */
struct staith_dimension_def {
    uint32_t size;
    uint32_t category_count; /**< 1..4096 */
    const char *code;
    const char *label;
    const struct staith_category_def *categories;
    uint32_t precedence; /**< enum staith_precedence */
    uint32_t sensitive;  /**< 1: special-category data (ethnicity, health); policy is stricter. */
};

enum staith_unit {
    STAITH_UNIT_PEOPLE = 1,         /**< whole people */
    STAITH_UNIT_FTE_MILLIONTHS = 2, /**< full-time equivalents, 1 = 0.000001 FTE */
    STAITH_UNIT_DAY_HUNDREDTHS = 3, /**< working days, 1 = 0.01 day */
    STAITH_UNIT_CASES = 4,          /**< whole cases */
    STAITH_UNIT_PENCE = 5,          /**< pounds sterling, 1 = 0.01 */
    STAITH_UNIT_POSTS = 6,          /**< whole posts */
    STAITH_UNIT_DAYS = 7,           /**< since 1.1: whole calendar days */
    /** Since 1.1: a fact about the council and no statistic of anybody: a date as ccyymmdd, a
     *  version, a coded answer. For COUNCIL_VALUE alone. */
    STAITH_UNIT_CODE = 8,
    STAITH_UNIT_EVENTS = 9 /**< since 1.1: whole events: sessions, visits, interviews */
};

enum staith_aggregation {
    STAITH_SUM = 1,           /**< Values of all observations are added. */
    STAITH_COUNT_ROWS = 2,    /**< Observations are counted; the value is ignored. */
    STAITH_COUNT_PEOPLE = 3,  /**< Distinct person keys are counted; the value is ignored. */
    STAITH_COUNCIL_VALUE = 4, /**< One value for the whole council, observed at most once. */
    /* Since 1.1. Order statistics of the values of all observations of a cell, by the quantile of
     * type 7 (between the two nearest in proportion; R, NumPy and spreadsheets do the same),
     * rounded half up to a whole unit. They do not add: an indicator cannot be made of one. */
    STAITH_LOWER_QUARTILE = 5,
    STAITH_MEDIAN = 6,
    STAITH_UPPER_QUARTILE = 7
};

/** A measure: what is counted or added. Totals over every dimension are the framework's. */
struct staith_measure_def {
    uint32_t size;
    uint32_t unit;        /**< enum staith_unit */
    uint32_t aggregation; /**< enum staith_aggregation */
    uint32_t reserved;
    const char *code;
    const char *label;
    const char *definition; /**< One or two sentences, with the source of the rule. */
};

/** A table to be built: measures broken down by 0 to 4 dimensions, with all totals. */
struct staith_table_def {
    uint32_t size;
    uint32_t measure_count;
    uint32_t dimension_count; /**< 0: the headline totals alone */
    uint32_t reserved;
    const char *code;
    const char *label;
    const uint16_t *measures;   /**< indices into the plugin's measures */
    const uint16_t *dimensions; /**< indices into the plugin's dimensions */
};

enum staith_polarity { STAITH_NEUTRAL = 0, STAITH_LOW_IS_GOOD = 1, STAITH_HIGH_IS_GOOD = 2 };

enum staith_indicator_flags {
    /** A value above 100 % is published as `u` (low reliability). */
    STAITH_OVER_100_IS_UNRELIABLE = 1u,
    /** The denominator is multiplied by the working days of the year: 253, or 254 where the
     *  period holds 29 February. */
    STAITH_PER_WORKING_DAY = 2u,
    /** Since 1.1: what the numerator counts is among what the denominators count (those over a cap
     *  among those tested): the figure is a share of a whole, no chance takes it above 100 %, and
     *  its interval is that of a proportion. Without it, unless the numerator is itself one of the
     *  denominators, it is a rate (leavers over those in post) and may be above. */
    STAITH_SHARE_OF_WHOLE = 4u
};

/** An indicator: a ratio of sums. value = scale * sum(numerator) / sum(denominators), each in its
 *  natural unit (people, FTE, days, cases, pounds), rounded once, half up, to `decimals`. */
struct staith_indicator_def {
    uint32_t size;
    uint32_t scale;    /**< 100 for per cent, 1 for a plain ratio */
    uint32_t decimals; /**< 0..3 */
    uint32_t polarity; /**< enum staith_polarity */
    uint32_t flags;    /**< enum staith_indicator_flags */
    uint32_t denominator_count;
    const char *code;
    const char *label;
    const char *unit_label; /**< "%", "cases per FTE" */
    const char *definition;
    const char *source;
    uint16_t numerator; /**< index into the plugin's measures */
    uint16_t reserved;
    const uint16_t *denominators; /**< indices into the plugin's measures, added */
};

enum staith_severity {
    STAITH_ERROR = 1, /**< The row (or the file) cannot be counted. */
    STAITH_QUERY = 2  /**< Counted, but somebody should look. */
};

/** A check the plugin makes. Its words are constants: a finding can carry no person's value. */
struct staith_check_def {
    uint32_t size;
    uint32_t severity; /**< enum staith_severity */
    const char *code;
    const char *message; /**< What is wrong. */
    const char *advice;  /**< What to do. */
};

enum staith_option_type {
    STAITH_OPTION_BOOL = 1,
    STAITH_OPTION_INTEGER = 2,
    STAITH_OPTION_STRING = 3,
    STAITH_OPTION_CHOICE = 4,
    /** Since 1.1: a group of `name: value`, as columns with the headings they have in the source.
     *  As text: a line `name TAB value` for each, in the order written. */
    STAITH_OPTION_MAP = 5,
    /** Since 1.1: several values. As text: a line for each. */
    STAITH_OPTION_LIST = 6,
    /** Since 1.1: a file that belongs to the configuration (a map of job titles, a definition, a
     *  script), named under `files:`. The framework opens it; the text is what is in it, UTF-8
     *  without a byte order mark. A change of it makes the source be run again. */
    STAITH_OPTION_FILE = 7
};

/** A typed option. The framework parses, checks and documents it; unknown keys are refused. */
struct staith_option_def {
    uint32_t size;
    uint32_t type; /**< enum staith_option_type */
    const char *name;
    const char *help;           /**< One sentence, with the unit. */
    const char *default_value;  /**< Text form; NULL: the option is required. */
    int64_t minimum;            /**< INTEGER: least value; STRING, FILE: least length in bytes;
                                     MAP, LIST: fewest items */
    int64_t maximum;            /**< INTEGER: greatest value; STRING, FILE: greatest length in
                                     bytes, of a FILE at most 262,144; MAP, LIST: most items, at
                                     most 256 */
    const char *const *choices; /**< NULL-terminated list. CHOICE: the values. MAP: the names that
                                     may stand in it, NULL: any code. LIST: the values that may
                                     stand in it, NULL: any text */
};

/** One option's value, after checking. Every declared option is present, in declared order. */
struct staith_setting {
    const char *name;
    const char *text; /**< the text form, for all but INTEGER and BOOL */
    int64_t integer;  /**< INTEGER; BOOL as 0 or 1; CHOICE: index into choices; MAP, LIST: how many
                           items; FILE: how many bytes */
};

/** What a plugin is and declares. Constant; lists may be NULL where their count is 0. */
struct staith_descriptor {
    uint32_t size;
    uint32_t dimension_count;
    uint32_t measure_count; /**< 1..512 */
    uint32_t table_count;
    uint32_t indicator_count;
    uint32_t check_count;
    uint32_t option_count;
    uint32_t element_count;
    const char *name;    /**< code; the file is called <name>.so */
    const char *version; /**< of the plugin, "1.0.0" */
    const char *licence; /**< SPDX expression */
    const char *title;
    const char *dataset; /**< code of the dataset it fills, "csww" */
    const char *sources; /**< kinds of source it reads, comma-separated, for people */
    const struct staith_dimension_def *dimensions;
    const struct staith_measure_def *measures;
    const struct staith_table_def *tables;
    const struct staith_indicator_def *indicators;
    const struct staith_check_def *checks;
    const struct staith_option_def *options;
    /** Names of the source's elements or columns, so that a finding can name one by index. */
    const char *const *elements;
};

/* ---- the host: what a plugin may call ------------------------------------------------------ */

/** No element, line or column to name in a finding. */
#define STAITH_NO_ELEMENT 0xFFFFFFFFu

/** Where a finding is. Numbers only. */
struct staith_location {
    uint64_t line;    /**< 1-based; 0: not known; in a workbook the number of the row */
    uint64_t column;  /**< 1-based; 0: not known; in a workbook the number of the column */
    uint64_t row;     /**< 1-based number of the person row; 0: council level or whole file */
    uint32_t element; /**< index into the descriptor's elements, or STAITH_NO_ELEMENT */
    uint32_t sheet;   /**< since 1.1, 0 before: 1-based number of a workbook's sheet; 0: none */
};

/** Where an observation falls: one category index for each of the plugin's dimensions, in the
 *  declared order (STAITH_NO_CATEGORY where one does not apply). Keys are opaque and end in the
 *  host: disclosure control asks how many people and how many owners are behind a number, and how
 *  many of them have changed since the last one, so a key is the same in every source and period
 *  for the same person or owner. */
struct staith_observation {
    uint32_t size;
    uint16_t measure; /**< index into the plugin's measures */
    uint16_t reserved;
    int64_t value;              /**< in the measure's unit; >= 0 */
    const uint16_t *categories; /**< dimension_count entries, or NULL where there are none */
    const void *person;         /**< key that tells people apart; NULL for COUNCIL_VALUE */
    size_t person_len;          /**< 1..256 bytes */
    /* Since 1.1. */
    const void *owner; /**< key of the business that the observation belongs to, such as the agency
                            of an assignment; NULL: none, and for COUNCIL_VALUE */
    size_t owner_len;  /**< 1..256 bytes */
};

enum staith_period_kind {
    STAITH_PERIOD_CENSUS_YEAR = 1, /**< 1 October of year-1 to 30 September of year */
    STAITH_PERIOD_QUARTER = 2,     /**< part 1..4 of a calendar year */
    STAITH_PERIOD_MONTH = 3        /**< part 1..12 of a calendar year */
};

struct staith_period_def {
    uint32_t kind; /**< enum staith_period_kind */
    int32_t year;  /**< 1900..2999 */
    int32_t part;  /**< 0 for a census year */
    uint32_t reserved;
};

/** A source handed to the run: one file or stream, opened by the host, read by position. */
struct staith_source {
    const char *name; /**< file name without folders, for choosing a format by its ending */
    uint64_t size_bytes;
};

/**
 * Functions of the host. Thread: the run thread only, in all cases.
 * `state` names the callbacks in which a function may be called; elsewhere STAITH_ESTATE.
 */
struct staith_host {
    uint32_t size;
    uint16_t abi_major;
    uint16_t abi_minor;
    void *ctx; /**< pass to every function */

    /** Code of the council this run is for ("840"). [run-thread; state: any] Host's, for the run.
     */
    const char *(*authority)(void *ctx);

    /** The sources of this run. [run-thread; state: collect] Host's, for the run. */
    uint32_t (*source_count)(void *ctx);
    const struct staith_source *(*source)(void *ctx, uint32_t index);

    /** Read up to `len` bytes at `offset` into `buf` (the caller's). STAITH_OK with *ret_read >= 1,
     *  STAITH_END at the end of the source, STAITH_EIO. [run-thread; state: collect] */
    int (*read_at)(void *ctx, uint32_t source, uint64_t offset, void *buf, size_t len,
                   size_t *ret_read);

    /** Say which period the source is for. Once, before the first observe.
     *  [run-thread; state: collect] */
    int (*set_period)(void *ctx, const struct staith_period_def *period);

    /** Hand over one observation. Copied. [run-thread; state: collect, after set_period]
     *  STAITH_EINVAL: index or category out of range, value < 0; STAITH_ELIMIT. */
    int (*observe)(void *ctx, const struct staith_observation *observation);

    /** Say that a measure cannot be given from this source (status `x`).
     *  [run-thread; state: collect, after set_period] */
    int (*unavailable)(void *ctx, uint16_t measure);

    /** Report a finding of a declared check. [run-thread; state: configure, collect] */
    int (*finding)(void *ctx, uint32_t check, const struct staith_location *where);

    /** A headline total released earlier by this council. STAITH_END when there is none.
     *  [run-thread; state: collect] */
    int (*history)(void *ctx, uint16_t measure, const struct staith_period_def *period,
                   int64_t *ret_value);

    /** Look up an extension of the host, or NULL. [run-thread; state: any] */
    const void *(*extension)(void *ctx, const char *id);
};

/* ---- extension "staith.local/1": local alarms ----------------------------------------------- */

/** Something that the council's own people must hear of at once and that is no statistic: it is
 *  counted in the host, told by the gate as the council configured it, and is in no table, release
 *  or message. The plugin declares its alarms (plugin's `extension`, struct staith_local_alarms)
 *  and counts them (host's `extension`, struct staith_host_local). */
#define STAITH_EXT_LOCAL "staith.local/1"

enum { STAITH_LOCAL_MAX_ALARMS = 32, STAITH_LOCAL_MAX_COUNT = 1000000000 };

/** One alarm. Its words are constants: an alarm carries a code and a count, no person's value. */
struct staith_alarm_def {
    uint32_t size;
    uint32_t reserved;
    const char *code;   /**< unique in the plugin */
    const char *label;  /**< What is counted. */
    const char *advice; /**< What to do when there are any. */
};

/** What the plugin's `extension` gives for STAITH_EXT_LOCAL. Constant. */
struct staith_local_alarms {
    uint32_t size;
    uint32_t alarm_count; /**< 1..STAITH_LOCAL_MAX_ALARMS */
    const struct staith_alarm_def *alarms;
};

/** What the host's `extension` gives for STAITH_EXT_LOCAL. */
struct staith_host_local {
    uint32_t size;
    uint32_t reserved;
    /** Say how often alarm `alarm` (index into the declared ones) stands in this source; 0: it was
     *  looked for and there is none. The last call counts. `ctx`: the host table's.
     *  [run-thread; state: collect] STAITH_EINVAL: not declared, or over the maximum. */
    int (*alarm)(void *ctx, uint32_t alarm, uint64_t count);
};

/* ---- extension "staith.explain/1": what is wrong with an option ----------------------------- */

/** Say what is wrong with an option, in words and with a place in it. */
#define STAITH_EXT_EXPLAIN "staith.explain/1"

struct staith_host_explain {
    uint32_t size;
    uint32_t reserved;
    /** Called in configure, before it returns STAITH_EINVAL: the run is refused with these words.
     *  A run that has not begun has read nobody's record, so words may be free here and nowhere
     *  else. `option`: index into the options; `line` and `column`: in an option that is a FILE,
     *  0: not known; `what`: one line, cut at 200 bytes. Copied; the first call counts.
     *  [run-thread; state: configure] */
    int (*explain)(void *ctx, uint32_t option, uint64_t line, uint64_t column, const char *what);
};

/* ---- extension "staith.catalogue/1": a catalogue made of the options ------------------------ */

/** A plugin whose measures an operator declares gives its catalogue after configure. Its constant
 *  descriptor then has no measures and tables, and its note says STAITH_NOTE_DYNAMIC. */
#define STAITH_EXT_CATALOGUE "staith.catalogue/1"

struct staith_run;

/** What the plugin's `extension` gives for STAITH_EXT_CATALOGUE. Constant. */
struct staith_plugin_catalogue {
    uint32_t size;
    uint32_t reserved;
    /** The catalogue of this run: dataset, dimensions, measures, tables, indicators, checks and
     *  elements count, the rest is as in the constant descriptor. It is checked and copied at
     *  once; it and all it points to are the run's, until destroy. Calls no host function.
     *  [run-thread; once, after a configure that went well] NULL: there is none, a fault. */
    const struct staith_descriptor *(*catalogue)(struct staith_run *run);
};

/* ---- the plugin: what the host calls ------------------------------------------------------- */

struct staith_run; /**< the plugin's own state for one run; opaque to the host */

/** The one exported symbol: `STAITH_EXPORT const struct staith_plugin staith_plugin`. */
struct staith_plugin {
    uint32_t magic; /**< STAITH_PLUGIN_MAGIC */
    uint32_t size;
    uint16_t abi_major;
    uint16_t abi_minor;
    uint32_t reserved;
    const struct staith_descriptor *descriptor;

    /** Make the state of one run. Calls no host function; keeps `host` for the run.
     *  [run-thread; state: start] STAITH_OK with *ret_run the plugin's, or an error. */
    int (*create)(const struct staith_host *host, struct staith_run **ret_run);
    /** Take the options: all of them, checked, in declared order. [run-thread; after create] */
    int (*configure)(struct staith_run *run, const struct staith_setting *settings,
                     uint32_t setting_count);
    /** Read the sources and observe. [run-thread; after configure, once]
     *  STAITH_ESOURCE when the whole source is refused; the findings say why. */
    int (*collect)(struct staith_run *run);
    /** Free the run. NULL is allowed. [run-thread; last, also after a failure] */
    void (*destroy)(struct staith_run *run);
    /** Look up an extension of the plugin by id; NULL where unknown. May be NULL itself. */
    const void *(*extension)(const char *id);
};

extern STAITH_EXPORT const struct staith_plugin staith_plugin;

/* ---- facts that are read without running the plugin ---------------------------------------- */

/** The ELF section in which STAITH_PLUGIN_NOTE stands. */
#define STAITH_NOTE_SECTION ".staith.plugin"
#define STAITH_STR_(x) #x
#define STAITH_STR(x) STAITH_STR_(x)

/** In place of the codes of measures in STAITH_PLUGIN_NOTE: they are made of the options. */
#define STAITH_NOTE_DYNAMIC "dynamic "

/**
 * Put the plugin's facts into a section of the file, as "key=value" lines, so that the host reads
 * them from the file without loading it. They must equal the descriptor's; the host refuses a
 * plugin whose two accounts differ.
 * `measure_list`: codes, each followed by a space, made with string literals.
 */
#define STAITH_PLUGIN_NOTE(note_name, note_version, note_licence, note_sources, measure_list)      \
    __attribute__((section(STAITH_NOTE_SECTION), used,                                             \
                   aligned(1))) static const char staith_plugin_note[] =                           \
        "staith-plugin\n"                                                                          \
        "abi=" STAITH_STR(STAITH_ABI_MAJOR) "." STAITH_STR(                                        \
            STAITH_ABI_MINOR) "\n"                                                                 \
                              "name=" note_name "\n"                                               \
                              "version=" note_version "\n"                                         \
                              "licence=" note_licence "\n"                                         \
                              "sources=" note_sources "\n"                                         \
                              "measures=" measure_list "\n"

#ifdef __cplusplus
}
#endif
#endif
