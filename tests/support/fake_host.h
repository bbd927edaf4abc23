/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FAKE_HOST_H
#define STAITH_FAKE_HOST_H
/* The fake host ships for authors of plugins; the tests of this tree use the same one. */
#include <staith/test.h>

#endif
