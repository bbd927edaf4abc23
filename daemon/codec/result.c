/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a host answers. A host runs a plugin and so is trusted no more than a peer: its catalogue
 * and its raw table are checked like anything else from outside.
 */
#include "codec/hostpipe.h"
#include "codec/pb.h"

#include <staith/plugin.h>
#include <staith/v1/host.pb-c.h>
#include <string.h>

enum { RESULT_MEMORY_BYTES = 256 * 1024 * 1024, HASH_BYTES = 32 };

/* ---- packing ---- */

static void put_cells(struct staith_pb_pen *pen, const struct staith_rawtable_part *from,
                      uint32_t dimensions, Staith__V1__RawPart *to)
{
    size_t count = from->cell_count;
    to->cell_count = from->cell_count;
    to->n_measures = count;
    to->n_categories = count * dimensions;
    to->n_statuses = count;
    to->n_values = count;
    to->n_largest = count;
    to->n_second = count;
    to->n_contributors = count;
    to->n_owners = count;
    to->n_owned = count;
    to->n_owner_largest = count;
    to->n_owner_second = count;
    to->n_counts_of_values = count;
    to->measures = staith_pb_array(pen, count, sizeof(*to->measures));
    to->categories = staith_pb_array(pen, to->n_categories, sizeof(*to->categories));
    to->statuses = staith_pb_array(pen, count, sizeof(*to->statuses));
    to->values = staith_pb_array(pen, count, sizeof(*to->values));
    to->largest = staith_pb_array(pen, count, sizeof(*to->largest));
    to->second = staith_pb_array(pen, count, sizeof(*to->second));
    to->contributors = staith_pb_array(pen, count, sizeof(*to->contributors));
    to->owners = staith_pb_array(pen, count, sizeof(*to->owners));
    to->owned = staith_pb_array(pen, count, sizeof(*to->owned));
    to->owner_largest = staith_pb_array(pen, count, sizeof(*to->owner_largest));
    to->owner_second = staith_pb_array(pen, count, sizeof(*to->owner_second));
    to->counts_of_values = staith_pb_array(pen, count, sizeof(*to->counts_of_values));
    for (size_t i = 0; !pen->failed && i < count; i++) {
        const struct staith_cell *cell = &from->cells[i];
        to->measures[i] = cell->measure;
        for (uint32_t d = 0; d < dimensions; d++) {
            uint16_t category = cell->categories[d];
            to->categories[i * dimensions + d] = category == STAITH_TOTAL ? 0 : category + 1u;
        }
        to->statuses[i] = (Staith__V1__Status)cell->status;
        to->values[i] = cell->value;
        to->largest[i] = cell->largest;
        to->second[i] = cell->second;
        to->contributors[i] = cell->contributors;
        to->owners[i] = cell->owners;
        to->owned[i] = cell->owned;
        to->owner_largest[i] = cell->owner_largest;
        to->owner_second[i] = cell->owner_second;
        to->counts_of_values[i] = cell->values;
    }
}

/* Sketches of the cells that have one, in the order of the cells. */
static void put_sketches(struct staith_pb_pen *pen, const struct staith_rawtable_part *from,
                         const struct staith_catalogue *catalogue, Staith__V1__RawPart *to)
{
    size_t words = (size_t)from->cell_count * STAITH_SKETCH_WORDS;
    to->sketches = staith_pb_array(pen, words, sizeof(*to->sketches));
    for (size_t i = 0; !pen->failed && i < from->cell_count; i++) {
        const struct staith_cell *cell = &from->cells[i];
        if (staith_measure_followed(&catalogue->measures[cell->measure])) {
            memcpy(&to->sketches[to->n_sketches], &cell->changes, sizeof(cell->changes));
            to->n_sketches += STAITH_SKETCH_WORDS;
        }
    }
}

static void put_parts(struct staith_pb_pen *pen, const struct staith_rawtable *raw,
                      Staith__V1__RawTable *to)
{
    Staith__V1__RawPart *parts = staith_pb_array(pen, raw->part_count, sizeof(*parts));
    to->n_parts = raw->part_count;
    to->parts = staith_pb_array(pen, raw->part_count, sizeof(*to->parts));
    for (uint32_t i = 0; !pen->failed && i < raw->part_count; i++) {
        staith__v1__raw_part__init(&parts[i]);
        parts[i].table = raw->parts[i].table;
        put_cells(pen, &raw->parts[i], raw->catalogue->tables[i].dimension_count, &parts[i]);
        put_sketches(pen, &raw->parts[i], raw->catalogue, &parts[i]);
        to->parts[i] = &parts[i];
    }
}

static void put_findings(struct staith_pb_pen *pen, const struct staith_rawtable *raw,
                         Staith__V1__RawTable *to)
{
    size_t checks = raw->catalogue->check_count;
    size_t count = raw->finding_count;
    to->n_finding_totals = checks;
    to->n_finding_checks = count;
    to->n_finding_sources = count;
    to->n_finding_lines = count;
    to->n_finding_columns = count;
    to->n_finding_rows = count;
    to->n_finding_elements = count;
    to->n_finding_sheets = count;
    to->finding_totals = staith_pb_array(pen, checks, sizeof(*to->finding_totals));
    to->finding_checks = staith_pb_array(pen, count, sizeof(*to->finding_checks));
    to->finding_sources = staith_pb_array(pen, count, sizeof(*to->finding_sources));
    to->finding_lines = staith_pb_array(pen, count, sizeof(*to->finding_lines));
    to->finding_columns = staith_pb_array(pen, count, sizeof(*to->finding_columns));
    to->finding_rows = staith_pb_array(pen, count, sizeof(*to->finding_rows));
    to->finding_elements = staith_pb_array(pen, count, sizeof(*to->finding_elements));
    to->finding_sheets = staith_pb_array(pen, count, sizeof(*to->finding_sheets));
    for (size_t i = 0; !pen->failed && i < checks; i++) {
        to->finding_totals[i] = raw->finding_totals[i];
    }
    for (size_t i = 0; !pen->failed && i < count; i++) {
        const struct staith_finding *finding = &raw->findings[i];
        to->finding_checks[i] = finding->check;
        to->finding_sources[i] = finding->source;
        to->finding_lines[i] = finding->line;
        to->finding_columns[i] = finding->column;
        to->finding_rows[i] = finding->row;
        to->finding_sheets[i] = finding->sheet;
        to->finding_elements[i] = finding->element == STAITH_NO_ELEMENT ? 0 : finding->element + 1;
    }
}

static Staith__V1__RawTable *put_raw(struct staith_pb_pen *pen, const struct staith_rawtable *raw)
{
    Staith__V1__RawTable *to = staith_pb_array(pen, 1, sizeof(*to));
    if (to == NULL) {
        return NULL;
    }
    staith__v1__raw_table__init(to);
    to->authority = staith_pb_text(pen, raw->authority);
    to->period_kind = (Staith__V1__PeriodKind)raw->period.kind;
    to->period_year = raw->period.year;
    to->period_part = raw->period.part;
    to->source_hash = staith_pb_bytes(pen, raw->source_hash, HASH_BYTES);
    to->source_bytes = raw->source_bytes;
    to->observed = raw->observed;
    to->people = raw->people;
    to->followed = raw->followed;
    put_parts(pen, raw, to);
    put_findings(pen, raw, to);
    return to;
}

static void put_alarms(struct staith_pb_pen *pen, const struct staith_result_of_run *result,
                       Staith__V1__Result *to)
{
    size_t count = result->alarm_count;
    to->n_alarm_codes = count;
    to->n_alarm_labels = count;
    to->n_alarm_advices = count;
    to->n_alarm_counts = count;
    to->alarm_codes = staith_pb_array(pen, count, sizeof(*to->alarm_codes));
    to->alarm_labels = staith_pb_array(pen, count, sizeof(*to->alarm_labels));
    to->alarm_advices = staith_pb_array(pen, count, sizeof(*to->alarm_advices));
    to->alarm_counts = staith_pb_array(pen, count, sizeof(*to->alarm_counts));
    for (size_t i = 0; !pen->failed && i < count; i++) {
        to->alarm_codes[i] = staith_pb_text(pen, result->alarms[i].code);
        to->alarm_labels[i] = staith_pb_text(pen, result->alarms[i].label);
        to->alarm_advices[i] = staith_pb_text(pen, result->alarms[i].advice);
        to->alarm_counts[i] = result->alarms[i].count;
    }
}

/* What a reader would refuse is refused here, where it can still be said in words. */
static int check_result(const struct staith_result_of_run *result)
{
    const struct staith_rawtable *raw = result->raw;
    if (result->alarm_count > STAITH_LOCAL_MAX_ALARMS) {
        return STAITH_ERR_INVAL;
    }
    if (result->catalogue != NULL) {
        int code = staith_catalogue_check(result->catalogue, NULL);
        if (code != 0) {
            return code;
        }
    }
    if (raw == NULL) {
        return 0;
    }
    if (result->catalogue == NULL || raw->catalogue != result->catalogue ||
        raw->finding_count > STAITH_HOSTPIPE_MAX_FINDINGS ||
        raw->part_count != (result->code == 0 ? result->catalogue->table_count : 0)) {
        return STAITH_ERR_INVAL;
    }
    return staith_rawtable_check(raw, NULL);
}

int staith_hostpipe_pack_result(const struct staith_result_of_run *result, struct staith_buf *out)
{
    int code = check_result(result);
    if (code != 0) {
        return code;
    }
    struct staith_pb_pen pen;
    Staith__V1__Result to = STAITH__V1__RESULT__INIT;
    staith_pb_pen_init(&pen, RESULT_MEMORY_BYTES);
    to.code = result->code;
    to.what = staith_pb_text_cut(&pen, result->err.what, sizeof(result->err.what) - 1);
    to.where = staith_pb_text_cut(&pen, result->err.where, sizeof(result->err.where) - 1);
    to.remedy = staith_pb_text_cut(&pen, result->err.remedy, sizeof(result->err.remedy) - 1);
    to.catalogue = result->catalogue == NULL ? NULL : staith_pb_catalogue(&pen, result->catalogue);
    to.raw = result->raw == NULL ? NULL : put_raw(&pen, result->raw);
    to.complete = 1;
    to.ended = 1;
    put_alarms(&pen, result, &to);
    code = pen.failed ? STAITH_ERR_LIMIT
                      : staith_pb_pack(&pen, &to.base, STAITH_HOSTPIPE_RESULT_MAX_BYTES, out);
    staith_pb_pen_deinit(&pen);
    return code;
}

/* ---- unpacking ---- */

static bool part_fits(const Staith__V1__RawPart *from, uint32_t dimensions)
{
    size_t count = from->cell_count;
    return from->n_measures == count && from->n_categories == count * dimensions &&
           from->n_statuses == count && from->n_values == count && from->n_largest == count &&
           from->n_second == count && from->n_contributors == count && from->n_owners == count &&
           from->n_owned == count && from->n_owner_largest == count &&
           from->n_owner_second == count && from->n_counts_of_values == count;
}

static void read_cell(struct staith_pb_reader *reader, const Staith__V1__RawPart *from,
                      size_t index, uint32_t dimensions, struct staith_cell *to)
{
    staith_pb_require(reader, from->measures[index] < STAITH_CATALOGUE_MAX_MEASURES,
                      "a cell's measure is out of range");
    to->measure = (uint16_t)from->measures[index];
    for (uint32_t d = 0; d < STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS; d++) {
        uint32_t category = d < dimensions ? from->categories[index * dimensions + d] : 0;
        staith_pb_require(reader, category <= STAITH_CATALOGUE_MAX_CATEGORIES,
                          "a cell's category is out of range");
        to->categories[d] = category == 0 ? STAITH_TOTAL : (uint16_t)(category - 1);
    }
    to->status = (enum staith_status)from->statuses[index];
    to->value = from->values[index];
    to->largest = from->largest[index];
    to->second = from->second[index];
    to->contributors = from->contributors[index];
    to->owners = from->owners[index];
    to->owned = from->owned[index];
    to->owner_largest = from->owner_largest[index];
    to->owner_second = from->owner_second[index];
    to->values = from->counts_of_values[index];
}

static void read_sketches(struct staith_pb_reader *reader, const Staith__V1__RawPart *from,
                          const struct staith_catalogue *catalogue, struct staith_cell *cells)
{
    size_t at = 0;
    for (size_t i = 0; reader->code == 0 && i < from->cell_count; i++) {
        bool followed = cells[i].measure < catalogue->measure_count &&
                        staith_measure_followed(&catalogue->measures[cells[i].measure]);
        if (followed) {
            staith_pb_require(reader, from->n_sketches - at >= STAITH_SKETCH_WORDS,
                              "a raw table does not have the sketches of its cells");
        }
        if (followed && reader->code == 0) {
            memcpy(&cells[i].changes, &from->sketches[at], sizeof(cells[i].changes));
            at += STAITH_SKETCH_WORDS;
        }
    }
    staith_pb_require(reader, at == from->n_sketches,
                      "a raw table does not have the sketches of its cells");
}

static void read_parts(struct staith_pb_reader *reader, const Staith__V1__RawTable *from,
                       struct staith_rawtable *to)
{
    const struct staith_catalogue *catalogue = to->catalogue;
    staith_pb_require(reader, from->n_parts == 0 || from->n_parts == catalogue->table_count,
                      "a raw table does not have the catalogue's tables");
    to->parts = staith_pb_items(reader, from->n_parts, sizeof(*to->parts));
    for (uint32_t i = 0; reader->code == 0 && i < from->n_parts; i++) {
        const Staith__V1__RawPart *part = from->parts[i];
        uint32_t dimensions = catalogue->tables[i].dimension_count;
        staith_pb_require_known(reader, &part->base);
        staith_pb_require(reader, part->table == i && part_fits(part, dimensions),
                          "the columns of a raw table are not of one length");
        struct staith_cell *cells = staith_pb_items(reader, part->cell_count, sizeof(*cells));
        for (size_t cell = 0; reader->code == 0 && cell < part->cell_count; cell++) {
            read_cell(reader, part, cell, dimensions, &cells[cell]);
        }
        read_sketches(reader, part, catalogue, cells);
        to->parts[i] = (struct staith_rawtable_part){(uint16_t)i, part->cell_count, cells};
    }
    to->part_count = (uint32_t)from->n_parts;
}

static bool findings_fit(const Staith__V1__RawTable *from, size_t checks)
{
    size_t count = from->n_finding_checks;
    return from->n_finding_totals == checks && count <= STAITH_HOSTPIPE_MAX_FINDINGS &&
           from->n_finding_sources == count && from->n_finding_lines == count &&
           from->n_finding_columns == count && from->n_finding_rows == count &&
           from->n_finding_elements == count && from->n_finding_sheets == count;
}

static void read_findings(struct staith_pb_reader *reader, const Staith__V1__RawTable *from,
                          struct staith_rawtable *to)
{
    size_t checks = to->catalogue->check_count;
    size_t count = from->n_finding_checks;
    staith_pb_require(reader, findings_fit(from, checks),
                      "the findings of a raw table are not of one length");
    to->finding_totals = staith_pb_items(reader, checks, sizeof(*to->finding_totals));
    to->findings = staith_pb_items(reader, count, sizeof(*to->findings));
    if (reader->code != 0) {
        return;
    }
    for (size_t i = 0; i < checks; i++) {
        to->finding_totals[i] = from->finding_totals[i];
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t element = from->finding_elements[i];
        to->findings[i] = (struct staith_finding){
            .check = from->finding_checks[i],
            .source = from->finding_sources[i],
            .line = from->finding_lines[i],
            .column = from->finding_columns[i],
            .row = from->finding_rows[i],
            .element = element == 0 ? STAITH_NO_ELEMENT : element - 1,
            .sheet = from->finding_sheets[i],
        };
    }
    to->finding_count = (uint32_t)count;
}

static struct staith_rawtable *read_raw(struct staith_pb_reader *reader,
                                        const struct staith_catalogue *catalogue,
                                        const Staith__V1__RawTable *from)
{
    struct staith_rawtable *raw = staith_pb_items(reader, 1, sizeof(*raw));
    if (raw == NULL) {
        return NULL;
    }
    staith_pb_require_known(reader, &from->base);
    raw->catalogue = catalogue;
    staith_pb_read_chars(reader, &from->authority, raw->authority, sizeof(raw->authority),
                         "the authority is not valid");
    raw->period =
        (struct staith_period){(uint32_t)from->period_kind, from->period_year, from->period_part};
    staith_pb_read_bytes(reader, &from->source_hash, raw->source_hash, HASH_BYTES,
                         "the hash of the source is not of 32 bytes");
    raw->source_bytes = from->source_bytes;
    raw->observed = from->observed;
    raw->people = from->people;
    raw->followed = from->followed != 0;
    read_parts(reader, from, raw);
    read_findings(reader, from, raw);
    if (reader->code == 0) {
        int code = staith_rawtable_check(raw, reader->err);
        reader->code = code == STAITH_ERR_INVAL ? STAITH_ERR_SYNTAX : code;
        if (code != 0 && reader->err != NULL) {
            reader->err->code = reader->code;
        }
    }
    return raw;
}

static void read_alarms(struct staith_pb_reader *reader, const Staith__V1__Result *from,
                        struct staith_result_of_run *to)
{
    size_t count = from->n_alarm_codes;
    staith_pb_require(reader,
                      count <= STAITH_LOCAL_MAX_ALARMS && from->n_alarm_labels == count &&
                          from->n_alarm_advices == count && from->n_alarm_counts == count,
                      "the alarms are too many or their columns are not of one length");
    staith_pb_require(reader, count == 0 || from->code == 0, "a run that failed has alarms");
    struct staith_alarm *alarms = staith_pb_items(reader, count, sizeof(*alarms));
    for (size_t i = 0; reader->code == 0 && i < count; i++) {
        alarms[i].code = staith_pb_read_text(reader, &from->alarm_codes[i], STAITH_PB_CODE_MAX_LEN,
                                             "an alarm's code is not text");
        alarms[i].label =
            staith_pb_read_text(reader, &from->alarm_labels[i], STAITH_CATALOGUE_MAX_TEXT_BYTES,
                                "an alarm is not text");
        alarms[i].advice =
            staith_pb_read_text(reader, &from->alarm_advices[i], STAITH_CATALOGUE_MAX_TEXT_BYTES,
                                "an alarm is not text");
        alarms[i].count = from->alarm_counts[i];
        staith_pb_require(reader, staith_code_valid(alarms[i].code), "an alarm's code is none");
        staith_pb_require(reader, alarms[i].count <= STAITH_LOCAL_MAX_COUNT,
                          "an alarm's count is out of range");
    }
    to->alarms = alarms;
    to->alarm_count = (uint32_t)count;
}

static bool code_known(int code)
{
    return code <= 0 && strcmp(staith_err_words(code), staith_err_words(1)) != 0;
}

static void read_result(struct staith_pb_reader *reader, const Staith__V1__Result *from,
                        struct staith_result_of_run *to)
{
    staith_pb_require_known(reader, &from->base);
    staith_pb_require(reader, from->complete != 0 && from->ended != 0, "the result was cut short");
    staith_pb_require(reader, code_known(from->code), "the result's code is unknown");
    to->code = from->code;
    to->err.code = from->code;
    staith_pb_read_chars(reader, &from->what, to->err.what, sizeof(to->err.what),
                         "the result's error is not text");
    staith_pb_read_chars(reader, &from->where, to->err.where, sizeof(to->err.where),
                         "the result's error is not text");
    staith_pb_read_chars(reader, &from->remedy, to->err.remedy, sizeof(to->err.remedy),
                         "the result's error is not text");
    staith_pb_require(reader, from->raw == NULL || from->catalogue != NULL,
                      "the result has a table and no catalogue");
    if (reader->code == 0 && from->catalogue != NULL) {
        to->catalogue = staith_pb_read_catalogue(reader, from->catalogue);
    }
    if (reader->code == 0 && from->raw != NULL) {
        to->raw = read_raw(reader, to->catalogue, from->raw);
    }
    if (reader->code == 0 && to->raw != NULL) {
        /* A run that went well fills its tables; one that failed leaves none. */
        bool filled = to->raw->part_count == to->catalogue->table_count;
        staith_pb_require(reader, to->code == 0 ? filled : to->raw->part_count == 0,
                          "the result's tables do not fit its outcome");
    }
    read_alarms(reader, from, to);
}

int staith_hostpipe_unpack_result(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                  struct staith_result_of_run *ret_result, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__result__descriptor, bytes, len,
                                STAITH_HOSTPIPE_RESULT_MAX_BYTES, RESULT_MEMORY_BYTES, &memory,
                                &message, err);
    if (code == 0) {
        struct staith_pb_reader reader = {.arena = arena, .err = err};
        struct staith_result_of_run result = {0};
        read_result(&reader, (const Staith__V1__Result *)message, &result);
        code = reader.code;
        if (code == 0) {
            *ret_result = result;
        }
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
