/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FAKE_OPTIONS_H
#define STAITH_FAKE_OPTIONS_H
/* Options of a fake host's run, by a plugin's option table. */
#include "fake_host.h"

/** One setting for each declared option, in order; the caller's to free. Fails the test for an
 *  option that is not declared, has no value or a wrong one. */
struct staith_setting *staith_fake_settings(const struct staith_descriptor *descriptor,
                                            const struct staith_fake_setup *setup);

#endif
