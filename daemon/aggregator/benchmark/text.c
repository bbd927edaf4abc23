/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures as text, for every view alike.
 */
#include "aggregator/benchmark/benchmark.h"

#include "base/decimal.h"

#include <stdio.h>
#include <string.h>

static const char *const BANDS[] = {
    [STAITH_BAND_UP_TO] = "none of them, or few: a plain 0 would say it of everybody",
    [STAITH_BAND_FROM] = "all of them, or nearly: a plain 100 would say it of everybody"};

const char *staith_benchmark_band_words(enum staith_benchmark_band band)
{
    return (size_t)band < sizeof(BANDS) / sizeof(BANDS[0]) ? BANDS[band] : NULL;
}

/* Both ends are rounded outwards, and belong to the band. */
static int band_text(const struct staith_benchmark_figure *figure, uint32_t decimals,
                     char out[STAITH_BENCHMARK_TEXT_BYTES])
{
    int before = snprintf(out, STAITH_BENCHMARK_TEXT_BYTES, "%s ",
                          figure->band == STAITH_BAND_UP_TO ? "up to" : "from");
    return staith_decimal_format(figure->end, decimals, out + before,
                                 STAITH_BENCHMARK_TEXT_BYTES - (size_t)before);
}

void staith_benchmark_text(const struct staith_benchmark_figure *figure, uint32_t decimals,
                           bool grouped, char out[STAITH_BENCHMARK_TEXT_BYTES])
{
    int len = 0;
    if (figure->band != STAITH_BAND_NONE) {
        len = band_text(figure, decimals, out);
    } else if (figure->status != STAITH_STATUS_VALUE) {
        const char *symbol = staith_status_symbol(figure->status);
        (void)snprintf(out, STAITH_BENCHMARK_TEXT_BYTES, "%s", symbol != NULL ? symbol : "");
    } else if (grouped) {
        len = staith_decimal_format_grouped(figure->value, decimals, out,
                                            STAITH_BENCHMARK_TEXT_BYTES);
    } else {
        len = staith_decimal_format(figure->value, decimals, out, STAITH_BENCHMARK_TEXT_BYTES);
    }
    if (len < 0) {
        out[0] = '\0';
    }
}

/* Drop zeros at the end while more than `least` decimals are left. */
static void trim(char *text, uint32_t least)
{
    char *point = strchr(text, '.');
    if (point == NULL) {
        return;
    }
    char *end = text + strlen(text);
    while (end - point - 1 > (ptrdiff_t)least && end[-1] == '0') {
        end--;
    }
    if (end - 1 == point) {
        end--;
    }
    *end = '\0';
}

void staith_benchmark_exact_text(const struct staith_benchmark_figure *figure, uint32_t decimals,
                                 char out[STAITH_BENCHMARK_TEXT_BYTES])
{
    staith_benchmark_text(figure, decimals + STAITH_BENCHMARK_EXTRA_DECIMALS, false, out);
    if (figure->status == STAITH_STATUS_VALUE) {
        trim(out, decimals);
    }
}

void staith_benchmark_median_text(const struct staith_benchmark_figure *figure, uint32_t decimals,
                                  char out[STAITH_BENCHMARK_TEXT_BYTES])
{
    struct staith_benchmark_figure rounded = *figure;
    if (figure->status == STAITH_STATUS_VALUE) {
        rounded.value = staith_decimal_rescale(
            figure->value, decimals + STAITH_BENCHMARK_EXTRA_DECIMALS, decimals);
    }
    staith_benchmark_text(&rounded, decimals, false, out);
}

void staith_benchmark_part_text(int64_t part, uint32_t digits,
                                char out[STAITH_BENCHMARK_TEXT_BYTES])
{
    if (staith_decimal_format(part, digits, out, STAITH_BENCHMARK_TEXT_BYTES) < 0) {
        out[0] = '\0';
        return;
    }
    trim(out, 0);
}
