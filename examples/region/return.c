/* SPDX-License-Identifier: Apache-2.0 */
#include "return.h"

#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALLOWANCES_SINCE = 2025, COUNCIL_ITEMS = 16 };

static const char *const payment_names[REGION_PAYMENTS] = {
    "RecruitmentBonus",  "RetentionBonus",    "PerformanceReward", "CarAllowance",
    "RelocationPackage", "RegionalWeighting", "CostSWE",           "CostDBS"};

int region_return_init(const struct region_parts *parts, const char *code,
                       const struct region_people *people, struct region_rng *rng,
                       struct region_return *ret_return)
{
    uint32_t *order = calloc(people->count + 1, sizeof(*order));
    if (order == NULL) {
        return STAITH_ERR_NOMEM;
    }
    region_rng_shuffle(rng, order, people->count);
    memset(ret_return, 0, sizeof(*ret_return));
    ret_return->year = parts->year;
    ret_return->code = code;
    ret_return->people = people;
    ret_return->order = order;
    ret_return->vacancies_hundredths = parts->amounts[REGION_PART_VACANCY] / 10000;
    ret_return->cover_hundredths = parts->amounts[REGION_PART_COVER] / 10000;
    ret_return->cover_people = (ret_return->cover_hundredths + 99) / 100;
    if (ret_return->cover_people > 0 && ret_return->cover_people < parts->agency_rows &&
        parts->amounts[REGION_PART_COVER] >= parts->amounts[REGION_PART_AGENCY]) {
        ret_return->cover_people = parts->agency_rows;
    }
    for (size_t i = 0; i < REGION_PAYMENTS; i++) {
        ret_return->payments[i] = (uint8_t)region_rng_below(rng, 3);
    }
    return 0;
}

void region_return_deinit(struct region_return *doc)
{
    if (doc != NULL) {
        free(doc->order);
        doc->order = NULL;
    }
}

static int council_items(const struct region_return *doc, struct region_item *items)
{
    int count = 3;
    items[0].name = "NumberOfVacancies";
    (void)staith_decimal_format(doc->vacancies_hundredths, 2, items[0].text, REGION_TEXT_BYTES);
    items[1].name = "NoAgencyFTE";
    (void)staith_decimal_format(doc->cover_hundredths, 2, items[1].text, REGION_TEXT_BYTES);
    items[2].name = "NoAgencyHeadcount";
    (void)snprintf(items[2].text, REGION_TEXT_BYTES, "%lld", (long long)doc->cover_people);
    for (size_t i = 0; doc->year >= ALLOWANCES_SINCE && i < REGION_PAYMENTS; i++) {
        items[count].name = payment_names[i];
        (void)snprintf(items[count].text, REGION_TEXT_BYTES, "%u", doc->payments[i]);
        count++;
    }
    return count;
}

static void write_xml_items(FILE *file, const struct region_item *items, int count,
                            const char *indent)
{
    for (int i = 0; i < count; i++) {
        if (items[i].text[0] != '\0') {
            (void)fprintf(file, "%s<%s>%s</%s>\n", indent, items[i].name, items[i].text,
                          items[i].name);
        }
    }
}

static void write_xml(const struct region_return *doc, FILE *file)
{
    struct region_item items[REGION_MAX_ITEMS] = {0};
    const char *level = doc->year >= ALLOWANCES_SINCE ? "LALevel" : "LALevelVacancies";
    (void)fprintf(file,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<!-- An example: every person in this file is invented. The totals are those "
                  "that the council published. -->\n"
                  "<Message>\n  <Header>\n    <CollectionDetails>\n"
                  "      <Collection>CSWW</Collection>\n      <Year>%d</Year>\n"
                  "      <ReferenceDate>%d-09-30</ReferenceDate>\n    </CollectionDetails>\n"
                  "    <Source>\n      <SourceLevel>L</SourceLevel>\n      <LEA>%s</LEA>\n"
                  "      <SoftwareCode>Invented</SoftwareCode>\n"
                  "      <DateTime>%d-10-20T09:00:00</DateTime>\n    </Source>\n  </Header>\n"
                  "  <%s>\n",
                  doc->year, doc->year, doc->code, doc->year, level);
    const int count = council_items(doc, items);
    write_xml_items(file, items, count, "    ");
    (void)fprintf(file, "  </%s>\n", level);
    for (uint32_t i = 0; i < doc->people->count; i++) {
        const struct region_person *row = &doc->people->rows[doc->order[i]];
        (void)fputs("  <CSWWWorker>\n", file);
        write_xml_items(file, items, region_return_items(doc, row, items), "    ");
        (void)fputs("  </CSWWWorker>\n", file);
    }
    (void)fputs("</Message>\n", file);
}

static void write_csv_fields(FILE *file, const struct region_item *items, int count, bool names)
{
    for (int i = 0; i < count; i++) {
        (void)fprintf(file, "%s%s", i == 0 ? "" : ",", names ? items[i].name : items[i].text);
    }
}

static void write_csv(const struct region_return *doc, FILE *file)
{
    static const struct region_person nobody = {.kind = REGION_KIND_AGENCY};
    struct region_item council[COUNCIL_ITEMS];
    struct region_item items[REGION_MAX_ITEMS];
    const int council_count = council_items(doc, council);
    int count = region_return_items(doc, &nobody, items);
    (void)fputs("Collection,Year,ReferenceDate,SourceLevel,LEA,", file);
    write_csv_fields(file, council, council_count, true);
    (void)fputc(',', file);
    write_csv_fields(file, items, count, true);
    (void)fprintf(file, "\nCSWW,%d,%d-09-30,L,%s,", doc->year, doc->year, doc->code);
    write_csv_fields(file, council, council_count, false);
    for (uint32_t i = 0; i < doc->people->count; i++) {
        if (i > 0) {
            for (int j = 0; j < 4 + council_count; j++) {
                (void)fputc(',', file);
            }
        }
        count = region_return_items(doc, &doc->people->rows[doc->order[i]], items);
        (void)fputc(',', file);
        write_csv_fields(file, items, count, false);
        (void)fputc('\n', file);
    }
}

int region_return_write(const struct region_return *doc, enum region_format format,
                        const char *path, struct staith_err *err)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        (void)staith_err_set(err, STAITH_ERR_IO, "cannot be written");
        staith_err_at(err, path, 0, 0);
        return STAITH_ERR_IO;
    }
    if (format == REGION_FORMAT_XML) {
        write_xml(doc, file);
    } else {
        write_csv(doc, file);
    }
    const bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed) {
        (void)staith_err_set(err, STAITH_ERR_IO, "writing failed");
        staith_err_at(err, path, 0, 0);
        return STAITH_ERR_IO;
    }
    return 0;
}
