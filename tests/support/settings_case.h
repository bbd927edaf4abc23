/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SETTINGS_CASE_H
#define STAITH_SETTINGS_CASE_H
/*
 * What a region may set, for tests over the published figures: a group, targets and a phase. Days
 * are since 1970-01-01: 1 October 2024 is 19997, 30 September 2025 is 20361.
 */
#include "aggregator/benchmark/benchmark.h"

static inline const struct staith_benchmark_settings *settings_case(void)
{
    static const char *const TEES[] = {"841", "805", "806", "807", "808", "999"};
    static const struct staith_benchmark_group GROUPS[] = {
        {"tees_valley", "Tees <Valley>", 6, TEES}};
    static const struct staith_benchmark_target TARGETS[] = {
        {"turnover_rate_fte", NULL, "Ambition", "12", 12, 19997, 20361, NULL},
        {"turnover_rate_fte", NULL, "Later", "9", 9, 20362, INT32_MAX, NULL},
        {"caseload_fte", "390", "Own range", "18", 18, 0, INT32_MAX, "Cabinet"},
        {"turnover_rate_fte", "840", "Own", "10.5", 10.5, 19997, INT32_MAX, NULL}};
    static const struct staith_benchmark_phase PHASES[] = {
        {"turnover_rate_fte", 18536, "Another count"}}; /* 1 October 2020: census year 2021 */
    static const struct staith_benchmark_settings SETTINGS = {1, GROUPS, 4, TARGETS, 1, PHASES};
    return &SETTINGS;
}

#endif
