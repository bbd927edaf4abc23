/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of every statement, in one place beside the schema. Epochs are unsigned 64-bit numbers
 * kept in SQLite's signed ones bit by bit: they are compared for equality only.
 */
#include "aggregator/store/db.h"

static const char *const TEXTS[STAITH_SQL_COUNT] = {
    [STAITH_SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [STAITH_SQL_BEGIN_READ] = "BEGIN",
    [STAITH_SQL_COMMIT] = "COMMIT",
    [STAITH_SQL_ROLLBACK] = "ROLLBACK",
    [STAITH_SQL_SAVE] = "SAVEPOINT put",
    [STAITH_SQL_RELEASE] = "RELEASE put",
    [STAITH_SQL_UNDO] = "ROLLBACK TO put",
    [STAITH_SQL_CURSOR] = "SELECT id, number, hash FROM epoch WHERE authority = ?1 AND epoch = ?2",
    [STAITH_SQL_CURSOR_NEW] =
        "INSERT INTO epoch(authority, epoch, number, hash) VALUES(?1, ?2, ?3, ?4)",
    [STAITH_SQL_CURSOR_MOVE] = "UPDATE epoch SET number = ?2, hash = ?3 WHERE id = ?1",
    [STAITH_SQL_RECORD_HASH] = "SELECT r.hash FROM record r JOIN epoch e ON e.id = r.epoch_id"
                               " WHERE e.authority = ?1 AND e.epoch = ?2 AND r.number = ?3",
    /* An operator's word counts before what was seen last: the new ledger may still be empty. */
    [STAITH_SQL_EPOCH_CURRENT] =
        "SELECT epoch FROM (SELECT epoch, 0 AS turn, 0 AS id FROM accepted WHERE authority = ?1"
        " UNION ALL SELECT epoch, 1, id FROM epoch WHERE authority = ?1)"
        " ORDER BY turn, id DESC LIMIT 1",
    [STAITH_SQL_EPOCH_ACCEPT] =
        "INSERT INTO accepted(authority, epoch, accepted_unix_ms) VALUES(?1, ?2, ?3)"
        " ON CONFLICT(authority) DO UPDATE SET epoch = excluded.epoch,"
        " accepted_unix_ms = excluded.accepted_unix_ms",
    [STAITH_SQL_RECORD_PUT] =
        "INSERT INTO record(epoch_id, number, kind, refused, previous, hash, signature, payload,"
        " received_unix_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STAITH_SQL_CATALOGUE_PUT] =
        "INSERT INTO catalogue(hash, dataset, plugin, plugin_version, record_id)"
        " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(hash) DO NOTHING",
    [STAITH_SQL_MEASURE_PUT] =
        "INSERT INTO measure(catalogue_id, position, code, label, definition, unit, aggregation)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STAITH_SQL_INDICATOR_PUT] =
        "INSERT INTO indicator(catalogue_id, position, code, label, unit_label, definition,"
        " source, scale, decimals, polarity, flags)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STAITH_SQL_CATALOGUE_GET] = "SELECT r.payload FROM catalogue c"
                                 " JOIN record r ON r.id = c.record_id WHERE c.hash = ?1",
    [STAITH_SQL_CATALOGUE_NEWEST] =
        "SELECT r.payload FROM catalogue c JOIN record r ON r.id = c.record_id"
        " WHERE c.dataset = ?1 ORDER BY c.id DESC LIMIT 1",
    [STAITH_SQL_VINTAGE_GET] =
        "SELECT record_id, epoch_id, number FROM release WHERE newest = 1 AND authority = ?1"
        " AND dataset = ?2 AND period_kind = ?3 AND period_year = ?4 AND period_part = ?5",
    [STAITH_SQL_VINTAGE_OLD] = "UPDATE release SET newest = 0 WHERE record_id = ?1",
    [STAITH_SQL_RELEASE_PUT] =
        "INSERT INTO release(record_id, authority, epoch_id, number, dataset, period_kind,"
        " period_year, period_part, audience, policy, catalogue_hash, newest)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [STAITH_SQL_CELL_PUT] =
        "INSERT INTO cell(record_id, position, tab, measure, place, dimensions, status, value, lo,"
        " hi, reason) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STAITH_SQL_QUARANTINE_PUT] =
        "INSERT INTO quarantine(authority, epoch, number, kind, hash, payload, reason, detail,"
        " received_unix_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STAITH_SQL_QUARANTINE_TRIM] =
        "DELETE FROM quarantine WHERE authority = ?1 AND id IN (SELECT id FROM quarantine"
        " WHERE authority = ?1 ORDER BY id DESC LIMIT -1 OFFSET ?2)",
    /* One figure a measure: of the tables that total to it, the one with the fewest dimensions,
     * then the first. The bare columns beside min() are those of its row (SQLite's documents). */
    [STAITH_SQL_HEADLINES] =
        "SELECT r.authority, r.period_kind, r.period_year, r.period_part, c.measure, c.status,"
        " c.value, c.lo, c.hi, c.reason, r.number, d.received_unix_ms,"
        " min(c.dimensions * 4294967296 + c.position)"
        " FROM release r JOIN cell c ON c.record_id = r.record_id AND c.place = ''"
        " JOIN record d ON d.id = r.record_id WHERE r.newest = 1 AND r.dataset = ?1"
        " GROUP BY r.period_kind, r.period_year, r.period_part, r.authority, c.measure"
        " ORDER BY r.period_kind, r.period_year, r.period_part, r.authority, c.measure",
    [STAITH_SQL_ARRIVALS] =
        "SELECT e.authority, e.epoch,"
        " (SELECT count(*) FROM record r JOIN epoch a ON a.id = r.epoch_id"
        "   WHERE a.authority = e.authority AND r.refused = 0),"
        " (SELECT count(*) FROM release l WHERE l.authority = e.authority),"
        " (SELECT count(*) FROM quarantine q WHERE q.authority = e.authority),"
        " (SELECT max(r.received_unix_ms) FROM record r JOIN epoch a ON a.id = r.epoch_id"
        "   WHERE a.authority = e.authority AND r.refused = 0),"
        " n.period_kind, n.period_year, n.period_part"
        " FROM (SELECT a.authority, coalesce((SELECT epoch FROM accepted c"
        "   WHERE c.authority = a.authority), (SELECT epoch FROM epoch p"
        "   WHERE p.authority = a.authority ORDER BY p.id DESC LIMIT 1), 0) AS epoch"
        "   FROM (SELECT authority FROM epoch UNION SELECT authority FROM quarantine) a) e"
        " LEFT JOIN release n ON n.record_id = (SELECT record_id FROM release l"
        "   WHERE l.authority = e.authority AND l.newest = 1"
        "   ORDER BY l.period_year DESC, l.period_part DESC, l.number DESC LIMIT 1)"
        " ORDER BY e.authority",
    [STAITH_SQL_NATIONAL_NEWEST] =
        "SELECT id, source_hash FROM national_vintage ORDER BY id DESC LIMIT 1",
    [STAITH_SQL_NATIONAL_BEGIN] =
        "INSERT INTO national_vintage(source, source_hash, imported_unix_ms) VALUES(?1, ?2, ?3)",
    [STAITH_SQL_NATIONAL_PUT] =
        "INSERT INTO national(vintage, period, area, item, area_name, level, joint, status, value,"
        " decimals) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [STAITH_SQL_NATIONALS] =
        "SELECT n.period, n.area, n.item, n.area_name, n.level, n.joint, n.status, n.value,"
        " n.decimals, v.source, max(n.vintage) FROM national n"
        " JOIN national_vintage v ON v.id = n.vintage"
        " GROUP BY n.period, n.area, n.item ORDER BY n.period, n.area, n.item",
};

const char *staith_store_sql(enum staith_store_statement which)
{
    return TEXTS[which];
}
