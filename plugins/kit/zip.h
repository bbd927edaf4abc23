/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_ZIP_H
#define STAITH_KIT_ZIP_H
/*
 * Inside the kit: parts of a zip file, and XML in them. Workbooks are zip files of XML. A cap holds
 * over all that is unpacked, so that a small file cannot become a large one; DOCTYPEs are refused.
 */
#include <staith/kit.h>

#include <expat.h>

struct staith_kit_zip;

/** Open the zip that a source is. STAITH_ESOURCE: none, or with too many parts; STAITH_ENOMEM. */
int staith_kit_zip_open(const struct staith_host *host, uint32_t source, uint64_t unpacked_max,
                        struct staith_kit_zip **ret_zip);
/** NULL is allowed. */
void staith_kit_zip_close(struct staith_kit_zip *zip);
/** Whether there is a part of this name (without regard to case). */
bool staith_kit_zip_has(struct staith_kit_zip *zip, const char *name);
/** How an attribute is called by its local name ("r:id": "id"); NULL where it is not there. */
const char *staith_kit_xml_attribute(const char **attributes, const char *local);
/** What stands behind the colon of a name. */
const char *staith_kit_xml_local(const char *name);

/** Handlers of one part, as expat has them; names as they stand, with their prefixes. `stop` is
 *  looked at after each piece: other than 0 it ends the parsing and is returned. */
struct staith_kit_zip_handlers {
    void *ctx;
    void (*on_start)(void *ctx, const char *name, const char **attributes);
    void (*on_end)(void *ctx, const char *name);
    void (*on_text)(void *ctx, const char *text, int len);
    const int *stop;
};

/** Parse a part. STAITH_OK; STAITH_END: no such part; STAITH_ESOURCE: not well-formed, damaged or a
 *  DOCTYPE; STAITH_ELIMIT: the cap is reached; STAITH_ENOMEM; or *stop. */
int staith_kit_zip_parse(struct staith_kit_zip *zip, const char *name,
                         const struct staith_kit_zip_handlers *handlers);

#endif
