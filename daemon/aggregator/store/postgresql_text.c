/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our SQL is SQLite's, kept to what both take. What PostgreSQL calls otherwise is put into its
 * words here: parameters, the types of columns, and the few statements that use what only SQLite
 * has.
 */
#include "aggregator/store/postgresql.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT_BYTES = 64 * 1024 };

/* The rows of a headline's cells, one a measure, the one with the fewest dimensions first. */
#define HEADLINE(kind)                                                                             \
    "SELECT DISTINCT ON (period_kind, period_year, period_part, authority, measure)"               \
    " authority, period_kind, period_year, period_part, measure,"                                  \
    " CASE WHEN " kind " THEN 3 ELSE status END, CASE WHEN " kind " THEN 0 ELSE value END,"        \
    " CASE WHEN " kind " THEN 0 ELSE lo END, CASE WHEN " kind " THEN 0 ELSE hi END,"               \
    " CASE WHEN " kind " THEN 'withdrawn' ELSE reason END, number, received_unix_ms"
#define HEADLINE_ORDER                                                                             \
    " ORDER BY period_kind, period_year, period_part, authority, measure, dimensions, position"
#define NATIONAL                                                                                   \
    "SELECT DISTINCT ON (n.period, n.area, n.item) n.period, n.area, n.item, n.area_name, "        \
    "n.level,"                                                                                     \
    " n.joint, n.status, n.value, n.decimals, v.source, n.vintage FROM national n"                 \
    " JOIN national_vintage v ON v.id = n.vintage"
#define NATIONAL_ORDER " ORDER BY n.period, n.area, n.item, n.vintage DESC"

static const char QUARANTINE_TRIM[] =
    "DELETE FROM quarantine WHERE authority = ?1 AND id IN (SELECT id FROM quarantine"
    " WHERE authority = ?1 ORDER BY id DESC OFFSET ?2)";

static const char *const TEXTS[STAITH_SQL_COUNT] = {
    [STAITH_SQL_BEGIN_WRITE] = "BEGIN",
    [STAITH_SQL_BEGIN_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    [STAITH_SQL_SHOWN_THEN] = HEADLINE(
        "withdrawn") " FROM (SELECT r.record_id, r.authority, r.period_kind,"
                     " r.period_year, r.period_part, r.number, d.received_unix_ms, EXISTS(SELECT 1 "
                     "FROM notice n"
                     "   JOIN record m ON m.id = n.record_id WHERE n.kind = 1 AND n.authority = "
                     "r.authority"
                     "   AND n.dataset = r.dataset AND n.period_kind = r.period_kind"
                     "   AND n.period_year = r.period_year AND n.period_part = r.period_part"
                     "   AND (n.epoch_id, n.number) > (r.epoch_id, r.number)"
                     "   AND m.received_unix_ms <= ?2) AS withdrawn,"
                     "  row_number() OVER (PARTITION BY r.authority, r.period_kind, r.period_year,"
                     "   r.period_part ORDER BY r.epoch_id DESC, r.number DESC) AS turn"
                     "  FROM release r JOIN record d ON d.id = r.record_id WHERE r.dataset = ?1"
                     "  AND d.received_unix_ms <= ?2 AND r.show_from_unix_ms <= ?2"
                     "  AND coalesce((SELECT v.standing FROM verdict v WHERE v.record_id = "
                     "r.record_id"
                     "   AND v.given_unix_ms <= ?2 ORDER BY v.id DESC LIMIT 1), r.first_standing) "
                     "= 1"
                     "  AND NOT EXISTS(SELECT 1 FROM catalogue c WHERE c.hash = r.catalogue_hash"
                     "   AND c.state NOT IN (1, 2))) s"
                     " JOIN cell USING (record_id) WHERE place = '' AND turn = 1" HEADLINE_ORDER,
    [STAITH_SQL_HEADLINES] =
        HEADLINE("newest = 2") " FROM (SELECT r.record_id, r.authority, r.period_kind,"
                               " r.period_year, r.period_part, r.number, r.newest, "
                               "d.received_unix_ms FROM release r"
                               " JOIN record d ON d.id = r.record_id WHERE r.newest IN (1, 2) AND "
                               "r.dataset = ?1) s"
                               " JOIN cell USING (record_id) WHERE place = ''" HEADLINE_ORDER,
    [STAITH_SQL_HEADLINES_OWN] = HEADLINE(
        "withdrawn") " FROM (WITH own AS (SELECT r.record_id, EXISTS(SELECT 1 FROM notice n"
                     "   WHERE n.kind = 1 AND n.authority = ?2 AND n.dataset = r.dataset"
                     "   AND n.period_kind = r.period_kind AND n.period_year = r.period_year"
                     "   AND n.period_part = r.period_part"
                     "   AND (n.epoch_id, n.number) > (r.epoch_id, r.number)) AS withdrawn,"
                     "  row_number() OVER (PARTITION BY r.period_kind, r.period_year, r.period_part"
                     "   ORDER BY r.epoch_id DESC, r.number DESC) AS turn"
                     "  FROM release r WHERE r.authority = ?2 AND r.dataset = ?1 AND r.standing = 1"
                     "  AND NOT EXISTS(SELECT 1 FROM catalogue c WHERE c.hash = r.catalogue_hash"
                     "   AND c.state NOT IN (1, 2))),"
                     " shown AS (SELECT record_id, withdrawn FROM own WHERE turn = 1"
                     "  UNION ALL SELECT record_id, newest = 2 FROM release"
                     "  WHERE newest IN (1, 2) AND dataset = ?1 AND authority <> ?2)"
                     " SELECT r.record_id, r.authority, r.period_kind, r.period_year, "
                     "r.period_part, r.number,"
                     " s.withdrawn, d.received_unix_ms FROM shown s JOIN release r ON r.record_id "
                     "= s.record_id"
                     " JOIN record d ON d.id = r.record_id) s"
                     " JOIN cell USING (record_id) WHERE place = ''" HEADLINE_ORDER,
    [STAITH_SQL_DATA_VERSION] = "SELECT changes FROM staith_version",
    [STAITH_SQL_NATIONALS_THEN] = NATIONAL " WHERE v.imported_unix_ms <= ?1" NATIONAL_ORDER,
    [STAITH_SQL_NATIONALS] = NATIONAL NATIONAL_ORDER,
    [STAITH_SQL_QUARANTINE_TRIM] = QUARANTINE_TRIM,
};

char *staith_store_pg_text(enum staith_store_statement which, int *ret_parameters)
{
    const char *from = TEXTS[which] != NULL ? TEXTS[which] : staith_store_sql(which);
    char *text = strdup(from);
    int most = 0;
    for (char *at = text; at != NULL && (at = strchr(at, '?')) != NULL; at++) {
        const int number = (int)strtol(at + 1, NULL, 10);
        *at = '$';
        most = number > most ? number : most;
    }
    *ret_parameters = most;
    return text;
}

/* Longer ones first. Names of ours are in small letters, so that nothing of them is hit. */
static const struct {
    const char *ours;
    const char *theirs;
} WORDS[] = {
    {"INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"},
    {"INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"},
    {"INTEGER", "BIGINT"},
    {"BLOB", "BYTEA"},
    {"TEXT", "TEXT COLLATE \"C\""}, /* bytes are what SQLite orders by */
    {" STRICT, WITHOUT ROWID", ""},
    {" STRICT", ""},
};

char *staith_store_pg_schema(const char *step)
{
    struct staith_buf out;
    staith_buf_init(&out, MAX_TEXT_BYTES);
    int code = 0;
    while (*step != '\0' && code == 0) {
        size_t taken = 0;
        for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]) && taken == 0; i++) {
            const size_t len = strlen(WORDS[i].ours);
            if (strncmp(step, WORDS[i].ours, len) == 0) {
                code = staith_buf_text(&out, WORDS[i].theirs);
                taken = len;
            }
        }
        if (taken == 0) {
            code = staith_buf_append(&out, step, 1);
            taken = 1;
        }
        step += taken;
    }
    const char *text = code == 0 ? staith_buf_cstr(&out) : NULL;
    char *copy = text != NULL ? strdup(text) : NULL;
    staith_buf_deinit(&out);
    return copy;
}
