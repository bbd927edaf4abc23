/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_TABLE_H
#define STAITH_KIT_TABLE_H
/*
 * Tables as councils have them, one row at a time and in constant memory: CSV (UTF-8, UTF-16 or
 * Windows-1252; comma, semicolon or tab), workbooks (XLSX and ODS) and SQLite files. A plugin
 * declares its columns with their types; the heading is found below title lines, its columns are
 * matched by the operator's mapping, then by name and synonyms without regard to case, spaces and
 * punctuation, and each cell arrives as what it was declared to be.
 *
 * What is wrong is reported to the host by the reader itself, as findings of the standard checks
 * below, with sheet, row and column: a plugin puts STAITH_KIT_TABLE_CHECKS into its list of checks
 * and says where they begin. A cell that is wrong still arrives, in the state BAD: the plugin
 * decides what it means for the row.
 *
 * Heading names never go into a finding: where a file has no heading its first row is somebody. A
 * column that nothing matches is reported by its place and, where its name is near to a declared
 * one, with that column as the finding's element.
 */
#include <staith/kit.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what is wanted ------------------------------------------------------------------------ */

/** What a column holds, and what its cells' `number` is. */
enum staith_kit_type {
    STAITH_KIT_TYPE_TEXT = 1,
    /** One of the column's codes, compared without regard to case, spaces and punctuation; the
     *  number is the code's value. */
    STAITH_KIT_TYPE_CODE = 2,
    /** Days since 1970-01-01. Read are 2025-09-30, 2025/09/30, 20250930, 30/09/2025, 30-Sep-2025,
     *  30.09.2025, each also with a time behind it, which is dropped; a workbook's own dates; and a
     *  number alone of five digits as a spreadsheet's serial date. The day stands before the month;
     * 09/30/2025 is no date, and neither is a year of two digits. */
    STAITH_KIT_TYPE_DATE = 3,
    STAITH_KIT_TYPE_INTEGER = 4, /**< 1,234 with or without its commas; 12.0 is 12 */
    STAITH_KIT_TYPE_DECIMAL = 5, /**< scaled by 10^digits */
    STAITH_KIT_TYPE_MONEY = 6,   /**< pence: 1234.5, £1,234.50 */
    STAITH_KIT_TYPE_YES_NO = 7   /**< 1 for yes, y, true, 1, x; 0 for no, n, false, 0 */
};

/** A column that a plugin reads. */
struct staith_kit_column {
    const char *name;            /**< a code: in mappings, and as element of findings */
    const char *const *synonyms; /**< headings it has in files, NULL-terminated; or NULL */
    enum staith_kit_type type;
    bool required;   /**< a source without it is refused */
    unsigned digits; /**< DECIMAL: 0 to 9 */
    /** INTEGER, DECIMAL, MONEY: range, scaled; DATE: in days. Both 0: 0 and more; any date. */
    int64_t minimum;
    int64_t maximum;
    const struct staith_kit_code *codes; /**< CODE: in any order */
    size_t code_count;
};

enum {
    STAITH_KIT_TABLE_MAX_COLUMNS = 64,          /**< declared */
    STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS = 1024, /**< in a source; more are passed over */
    STAITH_KIT_TABLE_HEADER_ROWS = 40           /**< in which the heading is looked for */
};

/* ---- what comes ---------------------------------------------------------------------------- */

enum staith_kit_cell_state {
    STAITH_KIT_CELL_ABSENT = 0, /**< the source has no such column */
    STAITH_KIT_CELL_BLANK = 1,  /**< nothing but white space, or a dash or N/A */
    STAITH_KIT_CELL_GOOD = 2,
    STAITH_KIT_CELL_BAD = 3 /**< not what it should be; a finding was made */
};

struct staith_kit_cell {
    enum staith_kit_cell_state state;
    uint32_t column;  /**< 1-based in the source; 0: absent */
    int64_t number;   /**< by type, when GOOD */
    const char *text; /**< trimmed, NUL-terminated; "" when absent or blank */
    size_t len;
};

/** One row below the heading; the reader's until the callback returns. Rows without text, rows
 *  that repeat the heading, totals, and notes of one cell are passed over. */
struct staith_kit_table_row {
    uint64_t row;                        /**< 1-based, of the rows handed over */
    uint64_t line;                       /**< in the source: line of text, row of the sheet */
    uint32_t sheet;                      /**< 1-based; 0: the source has none */
    const struct staith_kit_cell *cells; /**< one for each declared column, in that order */
};

/** One column of the heading, for tools that show it to whoever has the file. */
struct staith_kit_heading {
    const char *text; /**< as it stands there, trimmed */
    uint32_t column;  /**< 1-based */
    uint32_t matched; /**< index of the declared column, or STAITH_NO_ELEMENT */
    uint32_t nearest; /**< when none matched: the declared one it was probably meant to be, or
                           STAITH_NO_ELEMENT */
};

/* ---- the standard checks ------------------------------------------------------------------- */

/* id, severity, code, message, advice. Errors down to EMPTY refuse the source. */
#define STAITH_KIT_TABLE_CHECK_LIST(X)                                                             \
    X(UNREADABLE, STAITH_ERROR, "table_unreadable",                                                \
      "The file is not a table that can be read: it is damaged, or of another kind than its name " \
      "says.",                                                                                     \
      "Open it, save it again as CSV (UTF-8) or as a workbook (.xlsx), and hand that in.")         \
    X(OLD_WORKBOOK, STAITH_ERROR, "table_old_workbook",                                            \
      "The workbook is in the format of before 2007 (.xls), or it is protected by a password.",    \
      "Save it as an Excel workbook (.xlsx) without a password.")                                  \
    X(TOO_LARGE, STAITH_ERROR, "table_too_large",                                                  \
      "The table is larger than the limit, packed or unpacked.",                                   \
      "Hand in only the rows and columns that are needed.")                                        \
    X(NOT_TEXT, STAITH_ERROR, "table_not_text", "The file holds bytes that no text file has.",     \
      "Save it as CSV (UTF-8).")                                                                   \
    X(OPEN_QUOTE, STAITH_ERROR, "table_open_quote",                                                \
      "A quotation mark opens here and is never closed, or stands inside a field.",                \
      "Close it, or write it twice where it belongs to the text.")                                 \
    X(NO_SHEET, STAITH_ERROR, "table_no_sheet",                                                    \
      "The workbook has no sheet, or the file no table, with the configured name.",                \
      "Correct the name in the dataset's options.")                                                \
    X(NO_HEADING, STAITH_ERROR, "table_no_heading",                                                \
      "No row with the names of the columns was found.",                                           \
      "Put the names into one row above the data, or map them in the dataset's options.")          \
    X(COLUMN_TWICE, STAITH_ERROR, "table_column_twice",                                            \
      "Two columns have names that mean the same.",                                                \
      "Rename one of them, or say in the dataset's options which is meant.")                       \
    X(COLUMN_MISSING, STAITH_ERROR, "table_column_missing", "A column that is needed is missing.", \
      "Add it to the file, or say in the dataset's options what it is called there.")              \
    X(MAPPED_MISSING, STAITH_ERROR, "table_mapped_missing",                                        \
      "The heading that the dataset's options give for this column is not in the file.",           \
      "Correct the option, letter by letter as in the file.")                                      \
    X(QUERY_REFUSED, STAITH_ERROR, "table_query_refused",                                          \
      "The query cannot be run: it is not one SELECT, or names what the file does not have.",      \
      "Correct the query in the dataset's options.")                                               \
    X(EMPTY, STAITH_ERROR, "table_empty", "There is no row below the names of the columns.",       \
      "See whether the right file was handed in.")                                                 \
    X(HEADING_NEAR, STAITH_QUERY, "table_heading_near",                                            \
      "A column is not known, but its name is near to this one, which is missing.",                \
      "Correct the name in the file, or map it in the dataset's options.")                         \
    X(CODE_PAGE, STAITH_QUERY, "table_code_page",                                                  \
      "The text is not UTF-8; it was read as Windows-1252.",                                       \
      "See whether names with accents look right, or save it as CSV (UTF-8).")                     \
    X(TOTAL_ROW, STAITH_QUERY, "table_total_row", "A row of totals was passed over.",              \
      "Nothing, if it is one.")                                                                    \
    X(HEADING_AGAIN, STAITH_QUERY, "table_heading_again",                                          \
      "The names of the columns stand again in the middle of the data; the row was passed over.",  \
      "Nothing, unless two lists were put together that should not be.")                           \
    X(NOTE_ROW, STAITH_QUERY, "table_note_row",                                                    \
      "A row has a text in one cell alone, as a note or a title has; it was passed over.",         \
      "Nothing, if it is one; if it is somebody, fill the other cells.")                           \
    X(OTHER_SHEET, STAITH_QUERY, "table_other_sheet",                                              \
      "Another sheet has the same columns; only the first that people see was read.",              \
      "Name the sheet that is meant in the dataset's options.")                                    \
    X(HIDDEN, STAITH_QUERY, "table_hidden",                                                        \
      "Rows, or the sheet, are hidden in the workbook; they were read like others.",               \
      "Show them and see whether they belong to it.")                                              \
    X(MERGED, STAITH_QUERY, "table_merged",                                                        \
      "Cells are merged; what stands in them belongs to the first row and column alone.",          \
      "Unmerge them and fill every cell.")                                                         \
    X(LONG_ROW, STAITH_ERROR, "table_long_row",                                                    \
      "The row has more fields than the heading: a comma in a text without quotation marks?",      \
      "Put the text into quotation marks.")                                                        \
    X(NOT_A_DATE, STAITH_ERROR, "table_not_a_date",                                                \
      "The cell holds no date, or an ambiguous one.",                                              \
      "Write it as 2025-09-30 or 30/09/2025, the day before the month and the year in full.")      \
    X(NOT_A_NUMBER, STAITH_ERROR, "table_not_a_number",                                            \
      "The cell holds no number, or one with more decimals than are counted.",                     \
      "Write digits and a decimal point.")                                                         \
    X(NOT_YES_OR_NO, STAITH_ERROR, "table_not_yes_or_no", "The cell says neither yes nor no.",     \
      "Write yes or no.")                                                                          \
    X(NOT_A_CODE, STAITH_ERROR, "table_not_a_code",                                                \
      "The cell holds a code or word that is not known.",                                          \
      "Correct it, or add it to the map in the dataset's options.")                                \
    X(OUT_OF_RANGE, STAITH_ERROR, "table_out_of_range",                                            \
      "The number or date is outside what it can be.", "Correct it in the source.")                \
    X(CELL_ERROR, STAITH_ERROR, "table_cell_error",                                                \
      "The cell shows an error of a formula, or a formula that was never calculated.",             \
      "Correct the formula, recalculate and save.")                                                \
    X(TOO_LONG, STAITH_ERROR, "table_too_long", "The text of a cell is too long.", "Shorten it.")

/** Index of a standard check behind the plugin's `first_check`. */
enum staith_kit_table_check {
#define STAITH_KIT_X(id, severity, code, message, advice) STAITH_KIT_TABLE_##id,
    STAITH_KIT_TABLE_CHECK_LIST(STAITH_KIT_X)
#undef STAITH_KIT_X
        STAITH_KIT_TABLE_CHECK_COUNT
};

/** Items for a plugin's list of checks. */
#define STAITH_KIT_TABLE_CHECK_ITEM(id, severity, code, message, advice)                           \
    {sizeof(struct staith_check_def), severity, code, message, advice},
#define STAITH_KIT_TABLE_CHECKS STAITH_KIT_TABLE_CHECK_LIST(STAITH_KIT_TABLE_CHECK_ITEM)

/* ---- reading ------------------------------------------------------------------------------- */

struct staith_kit_table_limits {
    size_t cell_bytes;       /**< 0: 4096; at most 65535 */
    uint64_t max_bytes;      /**< 0: 256 MiB; the source as it is handed in */
    uint64_t unpacked_bytes; /**< 0: 1 GiB; all parts of a workbook that are read */
    uint64_t max_rows;       /**< 0: 2,000,000 */
};

/** What is wanted and who takes it. Zero-initialise. Callbacks return 0 to go on; any other value
 *  ends the reading and is what staith_kit_table_read returns. */
struct staith_kit_table_job {
    const struct staith_kit_column *columns;
    uint32_t column_count; /**< 1 to STAITH_KIT_TABLE_MAX_COLUMNS */
    /** Text of a setting of type MAP: what columns are called in the source. NULL: nothing. */
    const char *mapping;
    /** Name of the sheet, or of the table in a SQLite file. NULL or "": the first sheet with the
     *  heading, the only table. */
    const char *sheet;
    /** SQLite: one SELECT in place of a table. NULL or "": none. */
    const char *query;
    struct staith_kit_table_limits limits;
    uint32_t first_check;   /**< index of the standard checks in the plugin's list */
    uint32_t first_element; /**< index of the first declared column in the plugin's elements */
    void *ctx;
    /** The heading was found. Absent columns have no heading in the list. May be NULL. */
    int (*on_heading)(void *ctx, const struct staith_kit_heading *headings, uint32_t count);
    int (*on_row)(void *ctx, const struct staith_kit_table_row *row);
};

/** Read a source through. STAITH_OK; STAITH_ESOURCE with a finding made; STAITH_EINVAL for a job
 *  that makes no sense; STAITH_EIO, STAITH_ENOMEM, STAITH_ELIMIT; or what a callback or the host
 *  returned. Rows in front of what refused the source have been handed over. */
int staith_kit_table_read(const struct staith_host *host, uint32_t source,
                          const struct staith_kit_table_job *job);

/** A finding at a cell or, with STAITH_NO_ELEMENT as `column`, at a row that a callback was given,
 *  for a plugin's own checks. `check` and `column` are the plugin's check and the declared column.
 *  What the host returned. */
int staith_kit_table_finding(const struct staith_host *host, const struct staith_kit_table_job *job,
                             const struct staith_kit_table_row *row, uint32_t check,
                             uint32_t column);

/* ---- single values, as the reader reads them ----------------------------------------------- */

/** A date in any of the styles of STAITH_KIT_TYPE_DATE. STAITH_EINVAL: none, or ambiguous. */
int staith_kit_date_any(const char *text, size_t len, int32_t *ret_day);
/** "£1,234.50" and the like as pence. STAITH_EINVAL, STAITH_ELIMIT as staith_kit_decimal. */
int staith_kit_money(const char *text, size_t len, int64_t minimum, int64_t maximum,
                     int64_t *ret_pence);
/** "1,234.5" with its thousands separators or without, scaled by 10^digits. */
int staith_kit_number(const char *text, size_t len, unsigned digits, int64_t minimum,
                      int64_t maximum, int64_t *ret_scaled);
/** A word for yes or no. STAITH_EINVAL otherwise. */
int staith_kit_yes_no(const char *text, size_t len, bool *ret_yes);
/** Whether two names are the same without regard to case, spaces and punctuation. */
bool staith_kit_same_name(const char *a, size_t a_len, const char *b, size_t b_len);
/** The declared column that a heading was probably meant to be, or STAITH_NO_ELEMENT. */
uint32_t staith_kit_nearest_column(const struct staith_kit_column *columns, uint32_t count,
                                   const char *heading, size_t len);

/** The next line of the text of a MAP or LIST: *at moves on. The name ends at the TAB, of a LIST
 *  it is the value and ret_value is "". STAITH_OK, or STAITH_END. */
int staith_kit_item_next(const char **at, const char **ret_name, size_t *ret_name_len,
                         const char **ret_value, size_t *ret_value_len);

#ifdef __cplusplus
}
#endif
#endif
