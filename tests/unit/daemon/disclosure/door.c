/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The type rule: what leaves through ledger, codec and store is a release and nothing else. This
 * file is compiled with THING=staith_release, which must succeed, and with THING=staith_rawtable,
 * which must fail, for one DOOR at a time. MADE: nobody outside the two makers can build a release,
 * because what one is made of is not known; this must fail. It is never linked or run.
 */
#include "aggregator/store/store.h"
#include "codec/codec.h"
#include "ledger/held.h"
#include "ledger/ledger.h"
#include "model/rawtable.h"

#ifdef MADE
static const struct THING made = {0};
#endif

int door(const struct THING *thing);

int door(const struct THING *thing)
{
#if DOOR == 1
    return staith_ledger_append(NULL, thing, NULL, NULL, NULL, NULL);
#elif DOOR == 2
    return staith_codec_pack_release(thing, NULL);
#elif DOOR == 3
    return staith_store_put_release(NULL, NULL, thing, STAITH_STORE_ACCEPTED, NULL);
#elif DOOR == 4
    return staith_held_put(NULL, thing, NULL, NULL, 0, NULL, NULL, NULL);
#elif defined(MADE)
    return thing == &made;
#endif
}
