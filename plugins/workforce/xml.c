/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML of all years: council items in LALevel or LALevelVacancies, workers with and without a
 * wrapper. What stands in a wrong place is passed over with a query, not guessed at.
 */
#include "formats.h"

#include <staith/kit_xml.h>

#define E(id) STAITH_WORKFORCE_E_##id
#define C(id) STAITH_WORKFORCE_C_##id

/* Free text may be longer than an item's; it is passed over, but held while it is passed. */
enum { NESTING = 8, FREE_TEXT_BYTES = 65535 };

/* What is inside an element that was passed over is passed over with it, in one query. */
struct reader {
    struct staith_workforce_census *census;
    uint32_t passed_depth; /* of the element being passed over; 0: none */
};

static bool node_is_placed(const struct staith_kit_xml_event *event)
{
    switch (event->element) {
    case E(COLLECTION_DETAILS):
    case E(SOURCE):
        return event->depth == 3 && event->path[1] == E(HEADER);
    case E(WORKER):
        return event->depth == 2 || (event->depth == 3 && event->path[1] == E(WORKERS));
    case E(MESSAGE):
        return event->depth == 1;
    default:
        return event->depth == 2;
    }
}

static bool person_item_is_placed(const uint32_t *path, uint32_t depth)
{
    return (depth == 3 && path[1] == E(WORKER)) ||
           (depth == 4 && path[1] == E(WORKERS) && path[2] == E(WORKER));
}

static bool header_item_is_placed(const uint32_t *path, uint32_t depth)
{
    return (depth == 3 && path[1] == E(HEADER)) ||
           (depth == 4 && path[1] == E(HEADER) &&
            (path[2] == E(COLLECTION_DETAILS) || path[2] == E(SOURCE)));
}

static bool is_placed(const struct staith_kit_xml_event *event)
{
    const uint32_t *path = event->path;
    uint32_t depth = event->depth;
    switch (staith_workforce_element(event->element)->level) {
    case STAITH_WORKFORCE_PERSON:
        return person_item_is_placed(path, depth);
    case STAITH_WORKFORCE_HEADER:
        return header_item_is_placed(path, depth);
    case STAITH_WORKFORCE_COUNCIL:
        return depth == 3 && (path[1] == E(LA_LEVEL) || path[1] == E(LA_LEVEL_VACANCIES));
    case STAITH_WORKFORCE_NODE:
        break;
    }
    return node_is_placed(event);
}

static struct staith_location place_of(const struct staith_workforce_census *census,
                                       const struct staith_kit_xml_event *event)
{
    struct staith_location where = {event->line, event->column, 0, STAITH_NO_ELEMENT, 0};
    where.row = census->in_row ? census->rows : 0;
    return where;
}

static int pass_over(struct reader *reader, const struct staith_kit_xml_event *event,
                     uint32_t check, const struct staith_location *where)
{
    reader->passed_depth = event->depth;
    return staith_workforce_census_report(reader->census, check, where, event->element);
}

static int on_start(void *ctx, const struct staith_kit_xml_event *event)
{
    struct reader *reader = ctx;
    struct staith_workforce_census *census = reader->census;
    struct staith_location where;
    if (reader->passed_depth != 0) {
        return STAITH_OK;
    }
    where = place_of(census, event);
    if (event->depth == 1 && event->element != E(MESSAGE)) {
        int rc = staith_workforce_census_report(census, C(NOT_A_RETURN), &where, event->element);
        return rc != STAITH_OK ? rc : STAITH_ESOURCE;
    }
    if (event->element == STAITH_NO_ELEMENT) {
        return pass_over(reader, event, C(UNKNOWN), &where);
    }
    if (!is_placed(event)) {
        return pass_over(reader, event, C(MISPLACED), &where);
    }
    if (event->element == E(WORKER)) {
        return staith_workforce_census_row_start(census, &where);
    }
    return STAITH_OK;
}

static int on_item(struct staith_workforce_census *census, const struct staith_kit_xml_event *event,
                   const struct staith_location *where)
{
    const struct staith_workforce_element_def *def = staith_workforce_element(event->element);
    if (event->text_len > STAITH_WORKFORCE_TEXT_BYTES && def->form != STAITH_WORKFORCE_UNREAD) {
        int rc = staith_workforce_census_report(census, C(TEXT_TOO_LONG), where, event->element);
        return rc != STAITH_OK ? rc : STAITH_ESOURCE;
    }
    if (def->level == STAITH_WORKFORCE_PERSON) {
        return staith_workforce_census_row_item(census, event->element, event->text,
                                                event->text_len, where);
    }
    return staith_workforce_census_item(census, event->element, event->text, event->text_len,
                                        where);
}

static int on_end(void *ctx, const struct staith_kit_xml_event *event)
{
    struct reader *reader = ctx;
    struct staith_workforce_census *census = reader->census;
    struct staith_location where;
    if (reader->passed_depth != 0) {
        if (event->depth == reader->passed_depth) {
            reader->passed_depth = 0;
        }
        return STAITH_OK;
    }
    where = place_of(census, event);
    if (event->mixed) {
        int rc = staith_workforce_census_report(census, C(LOOSE_TEXT), &where, event->element);
        if (rc != STAITH_OK) {
            return rc;
        }
    }
    if (event->element == E(WORKER)) {
        return staith_workforce_census_row_end(census);
    }
    if (staith_workforce_element(event->element)->level == STAITH_WORKFORCE_NODE || !event->leaf) {
        return STAITH_OK;
    }
    return on_item(census, event, &where);
}

int staith_workforce_xml_read(struct staith_workforce_census *census, uint32_t source,
                              struct staith_kit_problem *ret_problem)
{
    struct reader reader = {census, 0};
    struct staith_kit_xml_job job = {
        .names = staith_workforce_element_names,
        .name_count = STAITH_WORKFORCE_ELEMENT_COUNT,
        .limits = {NESTING, FREE_TEXT_BYTES, (uint64_t)census->options->max_bytes},
        .ctx = &reader,
        .on_start = on_start,
        .on_end = on_end,
    };
    return staith_kit_xml_read(census->host, source, &job, ret_problem);
}
