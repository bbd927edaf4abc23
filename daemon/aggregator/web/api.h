/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_API_H
#define STAITH_AGGREGATOR_WEB_API_H
/*
 * The figures for programs: /api/v1, as openapi.json beside this file describes it. Inside web/
 * alone.
 */
#include "aggregator/web/internal.h"

#include <jansson.h>

/** Answer an address below /api/. */
void staith_web_api(struct staith_web_turn *turn);
/** Answer with JSON; takes the reference, NULL is out of memory. */
void staith_web_api_json(struct staith_web_turn *turn, json_t *json);

/** What there is: datasets with their periods, and the indicators and measures of one. */
void staith_web_api_datasets(struct staith_web_turn *turn, const struct staith_site *site);
void staith_web_api_catalogue(struct staith_web_turn *turn,
                              const struct staith_benchmark *benchmark);
/** The newest period that each council has a figure for, in each dataset. */
void staith_web_api_freshness(struct staith_web_turn *turn, const struct staith_site *site);
/** The figures of a dataset, by the query's `periods`, `items`, `areas`, `format`, `limit` and
 *  `cursor`. */
void staith_web_api_observations(struct staith_web_turn *turn,
                                 const struct staith_web_picture *picture,
                                 const struct staith_benchmark *benchmark);
/** The document, made part of the program when it is built. */
extern const unsigned char staith_web_openapi[];
extern const unsigned long staith_web_openapi_len;

#endif
