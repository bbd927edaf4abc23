/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_FOUND_H
#define STAITH_DISCLOSURE_FOUND_H
/*
 * From the auditor's certificate to the one that travels. Private to this folder.
 */
#include "disclosure/audit/certificate.h"
#include "disclosure/release.h"

/** Fill all but the errors and the hash. */
void staith_found_fill(const struct staith_certificate *from,
                       struct staith_release_certificate *ret_certificate);

#endif
