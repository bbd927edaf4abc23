/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/csv.h"

#include "aggregator/views/tidy.h"

int staith_views_csv(const struct staith_benchmark *benchmark, struct staith_buf *out)
{
    struct staith_sheet sheet;
    staith_tidy_fill(&sheet, "Comparison", "Comparison", benchmark, NULL);
    int code = staith_sheet_csv(&sheet, out);
    staith_sheet_deinit(&sheet);
    return code;
}
