/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_XML_H
#define STAITH_KIT_XML_H
/*
 * XML of the plain kind that returns are made of: elements in elements, text in the innermost.
 * Streamed in constant memory over expat; element names become indices into the plugin's list.
 * Refused, with line and column: anything that is not well-formed, a DOCTYPE (and with it every
 * entity but the five of XML itself), nesting, texts, tags or sources over the limits, and more
 * than 1000 different names (or 64 KiB of them) that are not the plugin's.
 */
#include <staith/kit.h>

#ifdef __cplusplus
extern "C" {
#endif

struct staith_kit_xml_limits {
    uint32_t depth;     /**< 0: 16; at most 64; the outermost element is at depth 1 */
    size_t text_bytes;  /**< 0: 4096; at most 65535; text of one element */
    uint64_t max_bytes; /**< 0: 1 GiB; the whole source */
};

/** The start or the end of an element; the reader's until the callback returns. */
struct staith_kit_xml_event {
    uint32_t element; /**< index into the names, or STAITH_NO_ELEMENT */
    uint32_t depth;   /**< 1: outermost */
    /** Elements from the outermost (path[0]) to this one (path[depth - 1]). */
    const uint32_t *path;
    uint64_t line; /**< of the start tag, at both events */
    uint64_t column;
    bool attributes;  /**< the start tag has attributes (their values are passed over) */
    bool leaf;        /**< at the end: no element was inside */
    bool mixed;       /**< at the end: text stood beside elements; it is dropped */
    const char *text; /**< at the end of a leaf: its text without white space around it,
                           NUL-terminated; "" otherwise */
    size_t text_len;
};

/** What is wanted and who takes it. Callbacks return 0 to go on; any other value ends the reading
 *  and is what staith_kit_xml_read returns. */
struct staith_kit_xml_job {
    const char *const *names; /**< elements that are known; a plugin's descriptor's `elements` */
    uint32_t name_count;      /**< at most 1024 */
    struct staith_kit_xml_limits limits;
    void *ctx;
    int (*on_start)(void *ctx, const struct staith_kit_xml_event *event); /**< may be NULL */
    int (*on_end)(void *ctx, const struct staith_kit_xml_event *event);
};

/** Read a source through. STAITH_OK; STAITH_ESOURCE with *ret_problem filled (its kind is
 *  STAITH_KIT_NO_PROBLEM when it was a callback that returned STAITH_ESOURCE); STAITH_EINVAL for a
 *  job that makes no sense; STAITH_EIO, STAITH_ENOMEM; or what a callback returned. Elements in
 *  front of a problem have been handed over. */
int staith_kit_xml_read(const struct staith_host *host, uint32_t source,
                        const struct staith_kit_xml_job *job,
                        struct staith_kit_problem *ret_problem);

#ifdef __cplusplus
}
#endif
#endif
