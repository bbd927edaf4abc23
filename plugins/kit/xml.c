/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Over expat. The path is a stack of fixed depth. The bytes are read straight into expat's buffer.
 * Line and column are expat's own: it walks every byte for them in any case, so that asking at each
 * start tag costs next to nothing.
 *
 * Expat keeps an unfinished tag or comment in memory and scans it again with each piece that
 * arrives; without a limit on it, one endless tag would take all memory and quadratic time. It also
 * keeps every name of an element or attribute that it ever met, so those are limited too.
 */
#include <staith/kit_xml.h>

#include "names.h"
#include "text.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_DEPTH = 64,
    MAX_TEXT_BYTES = 65535,
    PIECE_BYTES = 65536,
    MAX_TAG_BYTES = 4 * PIECE_BYTES,
    DEFAULT_DEPTH = 16,
    DEFAULT_TEXT_BYTES = 4096
};

/* One open element. */
struct frame {
    uint64_t line;
    uint64_t column;
    bool attributes;
    bool has_children;
    bool mixed;
};

struct xml {
    const struct staith_kit_xml_job *job;
    XML_Parser parser;
    uint64_t max_bytes;
    size_t text_max;
    uint32_t depth_max;
    uint32_t depth;
    int result; /* other than 0 once the reading has ended */
    struct staith_kit_problem problem;
    struct frame frames[MAX_DEPTH];
    uint32_t path[MAX_DEPTH];
    struct staith_kit_names names;
    struct staith_kit_strangers strangers;
    size_t text_len;
    char text[MAX_TEXT_BYTES + 1];
};

static void stop(struct xml *xml, int result)
{
    if (xml->result == 0) {
        xml->result = result;
    }
    XML_StopParser(xml->parser, XML_FALSE);
}

static void set_problem(struct xml *xml, enum staith_kit_problem_kind kind)
{
    xml->problem.kind = kind;
    xml->problem.line = XML_GetCurrentLineNumber(xml->parser);
    xml->problem.column = XML_GetCurrentColumnNumber(xml->parser) + 1;
}

static void refuse(struct xml *xml, enum staith_kit_problem_kind kind)
{
    if (xml->result == 0) {
        set_problem(xml, kind);
    }
    stop(xml, STAITH_ESOURCE);
}

static struct staith_kit_xml_event make_event(const struct xml *xml)
{
    const struct frame *frame = &xml->frames[xml->depth - 1];
    return (struct staith_kit_xml_event){
        .element = xml->path[xml->depth - 1],
        .depth = xml->depth,
        .path = xml->path,
        .line = frame->line,
        .column = frame->column,
        .attributes = frame->attributes,
        .text = "",
    };
}

/* False: more unknown names than a source may have. */
static bool note_strangers(struct xml *xml, uint32_t element, const XML_Char *name,
                           const XML_Char **attributes)
{
    bool well = element != STAITH_NO_ELEMENT || staith_kit_strangers_note(&xml->strangers, name);
    for (size_t i = 0; well && attributes[i] != NULL; i += 2) {
        well = staith_kit_strangers_note(&xml->strangers, attributes[i]);
    }
    return well;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *xml = ctx;
    if (xml->result != 0) {
        return;
    }
    if (xml->depth >= xml->depth_max) {
        refuse(xml, STAITH_KIT_TOO_DEEP);
        return;
    }
    uint32_t element = staith_kit_names_find(&xml->names, name);
    if (!note_strangers(xml, element, name, attributes)) {
        refuse(xml, STAITH_KIT_TOO_MANY_NAMES);
        return;
    }
    if (xml->depth > 0) {
        struct frame *parent = &xml->frames[xml->depth - 1];
        parent->has_children = true;
        parent->mixed = parent->mixed || xml->text_len > 0;
        xml->text_len = 0;
    }
    struct frame *frame = &xml->frames[xml->depth];
    frame->line = XML_GetCurrentLineNumber(xml->parser);
    frame->column = XML_GetCurrentColumnNumber(xml->parser) + 1;
    frame->attributes = attributes[0] != NULL;
    frame->has_children = false;
    frame->mixed = false;
    xml->path[xml->depth] = element;
    xml->depth++;
    if (xml->job->on_start != NULL) {
        struct staith_kit_xml_event event = make_event(xml);
        int result = xml->job->on_start(xml->job->ctx, &event);
        if (result != 0) {
            stop(xml, result);
        }
    }
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    struct xml *xml = ctx;
    (void)name;
    if (xml->result != 0) {
        return;
    }
    const struct frame *frame = &xml->frames[xml->depth - 1];
    struct staith_kit_xml_event event = make_event(xml);
    event.leaf = !frame->has_children;
    event.mixed = frame->mixed || (frame->has_children && xml->text_len > 0);
    if (event.leaf) {
        while (xml->text_len > 0 && staith_kit_is_space(xml->text[xml->text_len - 1])) {
            xml->text_len--;
        }
        xml->text[xml->text_len] = '\0';
        event.text = xml->text;
        event.text_len = xml->text_len;
    }
    int result = xml->job->on_end(xml->job->ctx, &event);
    xml->text_len = 0;
    xml->depth--;
    if (result != 0) {
        stop(xml, result);
    }
}

/* White space in front of a text is dropped as it comes, so that indentation never counts against
 * the limit. */
static void XMLCALL on_text(void *ctx, const XML_Char *text, int len)
{
    struct xml *xml = ctx;
    size_t count = (size_t)len;
    if (xml->result != 0) {
        return;
    }
    if (xml->text_len == 0) {
        while (count > 0 && staith_kit_is_space(*text)) {
            text++;
            count--;
        }
    }
    if (count > xml->text_max - xml->text_len) {
        refuse(xml, STAITH_KIT_TOO_LONG);
        return;
    }
    memcpy(xml->text + xml->text_len, text, count);
    xml->text_len += count;
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public_id, int internal)
{
    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    refuse(ctx, STAITH_KIT_DOCTYPE);
}

/* What expat's "invalid token" means: bytes that are no UTF-8 are told apart from bad markup. */
static enum staith_kit_problem_kind kind_of_token(XML_Parser parser)
{
    int offset = 0;
    int size = 0;
    const char *context = XML_GetInputContext(parser, &offset, &size);
    if (context == NULL || offset < 0 || offset >= size) {
        return STAITH_KIT_MALFORMED;
    }
    const unsigned char *at = (const unsigned char *)context + offset;
    if (*at == 0) {
        return STAITH_KIT_NOT_TEXT;
    }
    if (staith_kit_utf8_length(at, (size_t)(size - offset)) > 0) {
        return STAITH_KIT_MALFORMED;
    }
    return staith_kit_bad_byte_kind(*at);
}

static int parse_failed(struct xml *xml)
{
    enum XML_Error error = XML_GetErrorCode(xml->parser);
    if (xml->result != 0) {
        return xml->result;
    }
    if (error == XML_ERROR_NO_MEMORY) {
        return STAITH_ENOMEM;
    }
    enum staith_kit_problem_kind kind = STAITH_KIT_MALFORMED;
    if (error == XML_ERROR_INVALID_TOKEN) {
        kind = kind_of_token(xml->parser);
    } else if (error == XML_ERROR_PARTIAL_CHAR || error == XML_ERROR_UNKNOWN_ENCODING ||
               error == XML_ERROR_INCORRECT_ENCODING) {
        kind = STAITH_KIT_NOT_UTF8;
    } else if (error == XML_ERROR_NO_ELEMENTS && xml->depth == 0) {
        kind = STAITH_KIT_EMPTY;
    }
    set_problem(xml, kind);
    return STAITH_ESOURCE;
}

static int read_all(struct xml *xml, const struct staith_host *host, uint32_t source)
{
    uint64_t offset = 0;
    for (;;) {
        void *piece = XML_GetBuffer(xml->parser, PIECE_BYTES);
        size_t got = 0;
        if (piece == NULL) {
            return STAITH_ENOMEM;
        }
        int result = host->read_at(host->ctx, source, offset, piece, PIECE_BYTES, &got);
        if (result != STAITH_OK && result != STAITH_END) {
            return result;
        }
        bool last = result == STAITH_END;
        offset += last ? 0 : got;
        if (offset > xml->max_bytes) {
            set_problem(xml, STAITH_KIT_TOO_LARGE);
            return STAITH_ESOURCE;
        }
        if (XML_ParseBuffer(xml->parser, last ? 0 : (int)got, last) != XML_STATUS_OK) {
            return parse_failed(xml);
        }
        if (last) {
            return STAITH_OK;
        }
        XML_Index done = XML_GetCurrentByteIndex(xml->parser);
        if (done >= 0 && offset - (uint64_t)done > MAX_TAG_BYTES) {
            set_problem(xml, STAITH_KIT_TOO_LONG);
            return STAITH_ESOURCE;
        }
    }
}

/* Limits and names of a job, with defaults; false where they make no sense. */
static bool take_job(struct xml *xml, const struct staith_kit_xml_job *job)
{
    const struct staith_kit_xml_limits *limits = &job->limits;
    xml->job = job;
    xml->depth_max = limits->depth != 0 ? limits->depth : DEFAULT_DEPTH;
    xml->text_max = limits->text_bytes != 0 ? limits->text_bytes : DEFAULT_TEXT_BYTES;
    xml->max_bytes = limits->max_bytes != 0 ? limits->max_bytes : (uint64_t)1 << 30;
    return job->on_end != NULL && xml->depth_max <= MAX_DEPTH && xml->text_max <= MAX_TEXT_BYTES &&
           staith_kit_names_init(&xml->names, job->names, job->name_count) == STAITH_OK;
}

int staith_kit_xml_read(const struct staith_host *host, uint32_t source,
                        const struct staith_kit_xml_job *job,
                        struct staith_kit_problem *ret_problem)
{
    int result = STAITH_ENOMEM;
    struct xml *xml = calloc(1, sizeof *xml);
    if (xml == NULL) {
        return STAITH_ENOMEM;
    }
    if (!take_job(xml, job)) {
        result = STAITH_EINVAL;
        goto out;
    }
    xml->parser = XML_ParserCreate(NULL);
    if (xml->parser == NULL) {
        goto out;
    }
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    result = read_all(xml, host, source);
    if (result == STAITH_ESOURCE) {
        *ret_problem = xml->problem;
    }
out:
    if (xml->parser != NULL) {
        XML_ParserFree(xml->parser);
    }
    free(xml);
    return result;
}
