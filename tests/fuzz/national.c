/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of national figures. A refusal names the file; of what is read every row that counts has a
 * period, an area and cells, and as many figures as the file says.
 */
#include "aggregator/store/national_file.h"
#include "fuzz.h"

#include <string.h>

#define HEADER                                                                                     \
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"          \
    "region_name,old_la_code,new_la_code,la_name,inpost_fte,turnover_rate_fte,agency_fte\n"

static uint64_t figures(const struct staith_national_file *file)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < file->row_count; i++) {
        const struct staith_national_row *row = &file->rows[i];
        if (row->period[0] == '\0' || row->area[0] == '\0' || row->level[0] == '\0') {
            fuzz_wrong("a row without its period, area or level");
        }
        for (uint32_t k = 0; k < file->item_count && !row->superseded; k++) {
            count += row->cells[k].status != STAITH_STATUS_UNSET ? 1 : 0;
        }
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct staith_national_file *file = NULL;
    struct staith_err err = {0};
    int rc = staith_national_file_read("f.csv", (const char *)bytes, len, &file, &err);
    if (rc == 0) {
        if (figures(file) != file->figure_count) {
            fuzz_wrong("not as many figures as the file says");
        }
        staith_national_file_free(file);
    } else if (file != NULL || err.what[0] == '\0' || strstr(err.where, "f.csv") == NULL) {
        fuzz_wrong("a refusal does not say where and what");
    }
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    static const char *const seeds[] = {
        HEADER "2025,Reporting year,National,E92000001,England,,,,,,30000.5,11.8,5000\n"
               "2025,Reporting year,Regional,E92000001,England,E12000001,North East,,,,1900,z,x\n"
               "2025,Reporting year,Local authority,E92000001,England,E12000001,North East,840,"
               "E06000047,County Durham,300.5,12.1,\"1,5\"\n",
        HEADER "202425,Reporting year,Local authority,E92000001,England,E12000001,North East,"
               "314 / 318,E09000021 / E09000027,Kingston / Richmond,300.5,12.1,c\n",
        "period,level,area_code,area_name,inpost_fte\n2025,authority,840,Durham,12.5\n"
        "2024,country,ENG,England,u\n",
        "\xEF\xBB\xBFperiod,level,area_code,area_name,agency_rate_fte_perc\r\n"
        "2025,region,E12000001,\"North \"\"East\"\"\",0.0\r\n"};
    for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++) {
        take(ctx, seeds[i], strlen(seeds[i]));
    }
}
