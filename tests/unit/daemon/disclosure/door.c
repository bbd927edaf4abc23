/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The type rule: what leaves through ledger, codec and store is a release and nothing else. This
 * file is compiled with THING=staith_release, which must succeed, and with THING=staith_rawtable,
 * which must fail, for one DOOR at a time. It is never linked or run.
 */
#include "aggregator/store/store.h"
#include "codec/codec.h"
#include "ledger/ledger.h"
#include "model/rawtable.h"

int door(const struct THING *thing);

int door(const struct THING *thing)
{
#if DOOR == 1
    return staith_ledger_append(NULL, thing, NULL, NULL, NULL, NULL);
#elif DOOR == 2
    return staith_codec_pack_release(thing, NULL);
#elif DOOR == 3
    return staith_store_put_release(NULL, NULL, thing, STAITH_STORE_ACCEPTED, NULL);
#endif
}
