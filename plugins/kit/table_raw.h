/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_TABLE_RAW_H
#define STAITH_KIT_TABLE_RAW_H
/*
 * Inside the kit: rows as the formats give them, before anybody knows which row is the heading.
 * Every format is an object with the same three functions; table.c reads it twice, first the
 * beginnings of its sheets for the heading, then one sheet through.
 */
#include <staith/kit_table.h>

enum staith_kit_raw_kind {
    STAITH_KIT_RAW_BLANK = 0,
    STAITH_KIT_RAW_TEXT = 1,
    STAITH_KIT_RAW_NUMBER = 2, /**< text: decimal digits */
    STAITH_KIT_RAW_DATE = 3,   /**< day is set; text: ccyy-mm-dd */
    STAITH_KIT_RAW_BOOL = 4,   /**< text: "1" or "0" */
    STAITH_KIT_RAW_ERROR = 5   /**< the error of a formula, or one never calculated */
};

struct staith_kit_raw_cell {
    enum staith_kit_raw_kind kind;
    int32_t day;
    const char *text; /**< NUL-terminated, trimmed; "" for a blank */
    size_t len;
};

struct staith_kit_raw_row {
    uint32_t sheet; /**< 1-based; 0: none */
    uint64_t line;
    bool hidden;
    bool sheet_hidden;
    bool epoch_1904; /**< serial dates count from 1904 */
    uint32_t count;  /**< cells, at most STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS */
    const struct staith_kit_raw_cell *cells;
};

/** What a callback returns to leave this sheet for the next. */
enum { STAITH_KIT_RAW_NEXT_SHEET = 1000 };

/** Who takes the rows. Any other value but 0 and NEXT_SHEET ends the reading. */
struct staith_kit_raw_sink {
    void *ctx;
    int (*on_row)(void *ctx, const struct staith_kit_raw_row *row);
    /** The sheet is at its end. */
    int (*on_end)(void *ctx, uint32_t sheet);
    /** Something to report; a check of enum staith_kit_table_check. */
    int (*on_notice)(void *ctx, uint32_t check, uint32_t sheet, uint64_t line, uint64_t column);
};

/** What a format is opened with. */
struct staith_kit_raw_input {
    const struct staith_host *host;
    uint32_t source;
    const char *sheet; /**< name wanted, or NULL */
    const char *query; /**< SQLite, or NULL */
    size_t cell_bytes;
    uint64_t max_bytes;
    uint64_t unpacked_bytes;
};

/** A format. A refusal: on_notice and STAITH_ESOURCE. */
struct staith_kit_raw_format {
    /** *ret_state is the caller's to close, also after a failure where it is not NULL. */
    int (*open)(const struct staith_kit_raw_input *input, const struct staith_kit_raw_sink *sink,
                void **ret_state);
    /** Read the sheets in their order; `only`: the one sheet that is wanted, 0: all. May be called
     *  again. */
    int (*read)(void *state, uint32_t only, const struct staith_kit_raw_sink *sink);
    void (*close)(void *state);
};

extern const struct staith_kit_raw_format staith_kit_raw_csv;
extern const struct staith_kit_raw_format staith_kit_raw_xlsx;
extern const struct staith_kit_raw_format staith_kit_raw_ods;
extern const struct staith_kit_raw_format staith_kit_raw_sqlite;

/** Whether a zip file is an OpenDocument workbook. */
bool staith_kit_raw_is_ods(const struct staith_host *host, uint32_t source,
                           uint64_t unpacked_bytes);

/** Cells of one row while a format gathers them, with their texts. */
struct staith_kit_raw_build {
    uint32_t count;
    bool failed; /**< no memory */
    size_t text_len;
    size_t text_cap;
    char *text;
    size_t offsets[STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS];
    struct staith_kit_raw_cell cells[STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS];
};

void staith_kit_raw_start(struct staith_kit_raw_build *build);
/** Put a cell at `column` (0-based), blanks before it; columns behind the last are passed over. The
 *  text is copied and trimmed, also of an apostrophe before a digit; one without text is a blank,
 *  unless it is an error. */
void staith_kit_raw_put(struct staith_kit_raw_build *build, uint32_t column,
                        enum staith_kit_raw_kind kind, const char *text, size_t len, int32_t day);
/** Fill the pointers of `row`, which live until the next start; false without memory. */
bool staith_kit_raw_finish(struct staith_kit_raw_build *build, struct staith_kit_raw_row *row);
void staith_kit_raw_free(struct staith_kit_raw_build *build);
/** A spreadsheet's serial number as a day; STAITH_EINVAL: no day between 1900 and 9999. */
int staith_kit_raw_serial(double serial, bool epoch_1904, int32_t *ret_day);
/** A number of a workbook (binary, in text) as plain decimal digits of at most 15 that count.
 *  False: no number. `cap` at least 64. */
bool staith_kit_raw_decimal(const char *text, char *ret_text, size_t cap);
/** "ccyy-mm-dd" of a day. */
void staith_kit_raw_day_text(int32_t day, char ret_text[16]);

#endif
