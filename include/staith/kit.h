/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_H
#define STAITH_KIT_H
/*
 * The kit: plain functions that plugins are written with. A static library (staith_kit); nothing
 * of it is part of the ABI. Here: reading a source, numbers, dates, periods, code lists, person
 * keys. CSV is in <staith/kit_csv.h>, XML in <staith/kit_xml.h>.
 *
 * Every function returns 0 or a code of enum staith_result, leaves its ret_ outputs untouched on
 * failure, keeps no state of its own and may be called on the run thread at any time; those that
 * take a host only in collect. Text need not be NUL-terminated where a length is passed.
 */
#include <staith/plugin.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- problems of a whole source ------------------------------------------------------------ */

/** Why a source cannot be read to its end. A plugin turns it into a finding of its own check. */
enum staith_kit_problem_kind {
    STAITH_KIT_NO_PROBLEM = 0,
    STAITH_KIT_MALFORMED = 1,     /**< not well-formed XML, or a quote where none may be */
    STAITH_KIT_DOCTYPE = 2,       /**< a DOCTYPE: entities are refused */
    STAITH_KIT_TOO_DEEP = 3,      /**< elements nested deeper than the limit */
    STAITH_KIT_TOO_LONG = 4,      /**< a text, tag, field or row longer than the limit */
    STAITH_KIT_TOO_LARGE = 5,     /**< the source is larger than the limit */
    STAITH_KIT_NOT_UTF8 = 6,      /**< bytes that are not UTF-8 */
    STAITH_KIT_WINDOWS_1252 = 7,  /**< not UTF-8, but text as Windows writes it (Windows-1252) */
    STAITH_KIT_UTF16 = 8,         /**< text in UTF-16 */
    STAITH_KIT_NOT_TEXT = 9,      /**< a NUL byte: no text file */
    STAITH_KIT_OPEN_QUOTE = 10,   /**< a quote opened here is never closed */
    STAITH_KIT_NO_HEADER = 11,    /**< no first row with a column name that is known */
    STAITH_KIT_COLUMN_TWICE = 12, /**< two columns have the same known name */
    STAITH_KIT_TOO_MANY_COLUMNS = 13,
    STAITH_KIT_EMPTY = 14,         /**< no bytes but white space */
    STAITH_KIT_TOO_MANY_NAMES = 15 /**< hundreds of names that are not known: another file */
};

/** A problem and its place. Line and column are 1-based; 0: not known. */
struct staith_kit_problem {
    enum staith_kit_problem_kind kind;
    uint64_t line;
    uint64_t column;
};

/** Plain words for a problem ("a quote opened here is never closed"). Static, never NULL. */
const char *staith_kit_problem_words(enum staith_kit_problem_kind kind);

/* ---- reading a source ---------------------------------------------------------------------- */

enum { STAITH_KIT_READER_BYTES = 65536 };

/** A source, read from its start in pieces. Caller's storage; large: not on a small stack. */
struct staith_kit_reader {
    const struct staith_host *host;
    uint32_t source;
    bool at_end;     /**< no more is behind the bytes held */
    uint64_t offset; /**< of the next byte to be read from the host */
    size_t start;    /**< bytes held: data[start..end) */
    size_t end;
    unsigned char data[STAITH_KIT_READER_BYTES];
};

/** `host` is the caller's and must outlive the reader. Reads nothing yet. */
void staith_kit_reader_init(struct staith_kit_reader *reader, const struct staith_host *host,
                            uint32_t source);
/** Make at least `want` bytes available (at most STAITH_KIT_READER_BYTES; fewer only at the end of
 *  the source). *ret_data is the reader's until its next call. STAITH_OK, STAITH_END when no byte
 *  is left, STAITH_EINVAL, STAITH_EIO. */
int staith_kit_reader_peek(struct staith_kit_reader *reader, size_t want,
                           const unsigned char **ret_data, size_t *ret_len);
/** Go on by `len` bytes, at most those that peek made available. */
void staith_kit_reader_skip(struct staith_kit_reader *reader, size_t len);

/* ---- numbers ------------------------------------------------------------------------------- */

/** Read "12.50" as an integer scaled by 10^digits (digits 0..9; 2: 1250). An optional sign, at
 *  least one digit; digits behind the last that fits must be 0; no spaces, no exponent.
 *  STAITH_EINVAL: no such number; STAITH_ELIMIT: outside minimum..maximum (both scaled). */
int staith_kit_decimal(const char *text, size_t len, unsigned digits, int64_t minimum,
                       int64_t maximum, int64_t *ret_scaled);

/* ---- dates and periods --------------------------------------------------------------------- */

/** Read "ccyy-mm-dd", a date that exists, years 1800..2999, as days since 1970-01-01.
 *  STAITH_EINVAL otherwise. */
int staith_kit_date(const char *text, size_t len, int32_t *ret_day);
/** The same for "dd/mm/ccyy", as spreadsheets here write dates. */
int staith_kit_date_dmy(const char *text, size_t len, int32_t *ret_day);
/** Days since 1970-01-01 of a date that exists, or STAITH_EINVAL. */
int staith_kit_date_from(int year, int month, int day, int32_t *ret_day);
/** The other way. */
void staith_kit_date_split(int32_t day, int *ret_year, int *ret_month, int *ret_day);
/** Whole years between two dates, as an age is counted; `on` >= `born`. */
int staith_kit_years(int32_t born, int32_t on);
/** Census year of a date: 2025 from 1 October 2024 to 30 September 2025. */
int staith_kit_census_year(int32_t day);
/** First and last day of a period; STAITH_EINVAL for a period that is none. */
int staith_kit_period_days(const struct staith_period_def *period, int32_t *ret_first,
                           int32_t *ret_last);
/** Read "2025" (a census year), "2025Q3" or "2025-07". STAITH_EINVAL otherwise. */
int staith_kit_period_read(const char *text, size_t len, struct staith_period_def *ret_period);
/** Find a quarter or a month in a file name: "agency-2025Q3.csv", "2025-q3.xlsx", "posts 2025-07".
 *  STAITH_EINVAL: there is none, or there are two different ones. */
int staith_kit_period_find(const char *name, struct staith_period_def *ret_period);
/** What an option says ("2025Q3") or, where it is empty, what the file's name says. */
int staith_kit_period_choose(const char *option, const char *name,
                             struct staith_period_def *ret_period);
/** The period of the same kind that ends the day before this one begins. */
struct staith_period_def staith_kit_period_before(const struct staith_period_def *period);

/* ---- code lists ---------------------------------------------------------------------------- */

/** One code of a source and what it stands for (an index of a category, for instance). */
struct staith_kit_code {
    const char *code;
    uint16_t value;
};

/** Find `text` in `codes`, sorted by strcmp. STAITH_EINVAL when it is not there. */
int staith_kit_code_find(const struct staith_kit_code *codes, size_t count, const char *text,
                         size_t len, uint16_t *ret_value);
/** Whether a list is sorted without repeats; for a plugin's tests. */
bool staith_kit_code_sorted(const struct staith_kit_code *codes, size_t count);

/* ---- person keys --------------------------------------------------------------------------- */

enum { STAITH_KIT_KEY_BYTES = 256 };

/** Builds the key of a person from fields: each goes in with its length before it, so that no two
 *  lists of fields give the same key. Caller's storage. */
struct staith_kit_key {
    size_t len;
    bool too_long; /**< a field did not fit: do not use the key */
    unsigned char bytes[STAITH_KIT_KEY_BYTES];
};

void staith_kit_key_start(struct staith_kit_key *key);
/** Add a field of at most 255 bytes as it stands. */
void staith_kit_key_text(struct staith_kit_key *key, const char *text, size_t len);
/** Add a field in capitals (ASCII) and without spaces, as registration numbers are compared. */
void staith_kit_key_fold(struct staith_kit_key *key, const char *text, size_t len);
void staith_kit_key_number(struct staith_kit_key *key, int64_t number);

#ifdef __cplusplus
}
#endif
#endif
