/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of every statement, in one place beside the schema, in what SQLite and PostgreSQL both
 * take; where that cannot be, postgresql_text.c has the other one. Epochs are unsigned 64-bit
 * numbers kept in signed ones bit by bit: they are compared for equality only.
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
    [STAITH_SQL_RECORD_BYTES] =
        "SELECT r.payload FROM record r JOIN epoch e ON e.id = r.epoch_id"
        " WHERE e.authority = ?1 AND e.epoch = ?2 AND r.number = ?3 AND r.refused = 0",
    /* An operator's word counts before what was seen last: the new ledger may still be empty. */
    [STAITH_SQL_EPOCH_CURRENT] =
        "SELECT epoch FROM (SELECT epoch, 0 AS turn, 0 AS id FROM accepted WHERE authority = ?1"
        " UNION ALL SELECT epoch, 1, id FROM epoch WHERE authority = ?1) AS turns"
        " ORDER BY turn, id DESC LIMIT 1",
    [STAITH_SQL_EPOCH_ACCEPT] =
        "INSERT INTO accepted(authority, epoch, accepted_unix_ms) VALUES(?1, ?2, ?3)"
        " ON CONFLICT(authority) DO UPDATE SET epoch = excluded.epoch,"
        " accepted_unix_ms = excluded.accepted_unix_ms",
    [STAITH_SQL_RECORD_PUT] =
        "INSERT INTO record(epoch_id, number, kind, refused, previous, hash, signature, payload,"
        " received_unix_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STAITH_SQL_CATALOGUE_PUT] =
        "INSERT INTO catalogue(hash, dataset, plugin, plugin_version, record_id, state)"
        " VALUES(?1, ?2, ?3, ?4, ?5, 0) ON CONFLICT(hash) DO NOTHING",
    [STAITH_SQL_CATALOGUE_FIND] = "SELECT id, dataset, state FROM catalogue WHERE hash = ?1",
    [STAITH_SQL_CATALOGUE_DEMOTE] = "UPDATE catalogue SET state = 1 WHERE state = 2 AND dataset ="
                                    " (SELECT dataset FROM catalogue WHERE id = ?1)",
    [STAITH_SQL_CATALOGUE_JUDGE] = "UPDATE catalogue SET state = ?2 WHERE id = ?1",
    [STAITH_SQL_CATALOGUE_PERIODS] =
        "SELECT DISTINCT r.authority, r.dataset, r.period_kind, r.period_year, r.period_part"
        " FROM release r JOIN catalogue c ON c.hash = r.catalogue_hash WHERE c.id = ?1"
        " ORDER BY 1, 2, 3, 4, 5 LIMIT 1 OFFSET ?2",
    [STAITH_SQL_MEASURE_PUT] =
        "INSERT INTO measure(catalogue_id, position, code, label, definition, unit, aggregation)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STAITH_SQL_INDICATOR_PUT] =
        "INSERT INTO indicator(catalogue_id, position, code, label, unit_label, definition,"
        " source, scale, decimals, polarity, flags)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STAITH_SQL_CATALOGUE_GET] = "SELECT r.payload FROM catalogue c"
                                 " JOIN record r ON r.id = c.record_id WHERE c.hash = ?1",
    [STAITH_SQL_DATASETS] = "SELECT dataset FROM catalogue WHERE state = 2 ORDER BY dataset",
    [STAITH_SQL_CATALOGUE_NEWEST] =
        "SELECT r.payload FROM catalogue c JOIN record r ON r.id = c.record_id"
        " WHERE c.dataset = ?1 AND c.state = 2",
    /* What is to be shown of a council, dataset and period, and how: the newest release that may be
     * shown, 2 where a withdrawal came after it. A release under a catalogue that is not accepted,
     * and one under embargo, may not. */
    [STAITH_SQL_SHOWN_WANTED] =
        "SELECT r.record_id, CASE WHEN EXISTS(SELECT 1 FROM notice n WHERE n.kind = 1"
        "  AND n.authority = ?1 AND n.dataset = ?2 AND n.period_kind = ?3 AND n.period_year = ?4"
        "  AND n.period_part = ?5 AND (n.epoch_id, n.number) > (r.epoch_id, r.number))"
        " THEN 2 ELSE 1 END"
        " FROM release r"
        " WHERE r.authority = ?1 AND r.dataset = ?2 AND r.period_kind = ?3 AND r.period_year = ?4"
        " AND r.period_part = ?5 AND r.standing = 1 AND r.embargoed = 0 AND NOT EXISTS("
        "  SELECT 1 FROM catalogue c WHERE c.hash = r.catalogue_hash AND c.state NOT IN (1, 2))"
        " ORDER BY r.epoch_id DESC, r.number DESC LIMIT 1",
    /* The same as of a time, for a dataset: what had come, been accepted and past its embargo then.
     * Which catalogues are accepted is asked as of now. */
    [STAITH_SQL_SHOWN_THEN] =
        "WITH shown AS (SELECT r.record_id, r.authority, r.period_kind, r.period_year,"
        "  r.period_part, r.number, d.received_unix_ms, CASE WHEN EXISTS(SELECT 1 FROM notice n"
        "   JOIN record m ON m.id = n.record_id WHERE n.kind = 1 AND n.authority = r.authority"
        "   AND n.dataset = r.dataset AND n.period_kind = r.period_kind"
        "   AND n.period_year = r.period_year AND n.period_part = r.period_part"
        "   AND (n.epoch_id, n.number) > (r.epoch_id, r.number)"
        "   AND m.received_unix_ms <= ?2) THEN 1 ELSE 0 END AS withdrawn,"
        "  row_number() OVER (PARTITION BY r.authority, r.period_kind, r.period_year,"
        "   r.period_part ORDER BY r.epoch_id DESC, r.number DESC) AS turn"
        "  FROM release r JOIN record d ON d.id = r.record_id WHERE r.dataset = ?1"
        "  AND d.received_unix_ms <= ?2 AND r.show_from_unix_ms <= ?2"
        "  AND coalesce((SELECT v.standing FROM verdict v WHERE v.record_id = r.record_id"
        "   AND v.given_unix_ms <= ?2 ORDER BY v.id DESC LIMIT 1), r.first_standing) = 1"
        "  AND NOT EXISTS(SELECT 1 FROM catalogue c WHERE c.hash = r.catalogue_hash"
        "   AND c.state NOT IN (1, 2)))"
        " SELECT s.authority, s.period_kind, s.period_year, s.period_part, s.withdrawn, s.number,"
        " s.received_unix_ms, d.payload, d.previous, d.hash, e.epoch FROM shown s"
        " JOIN record d ON d.id = s.record_id JOIN epoch e ON e.id = d.epoch_id"
        " WHERE s.turn = 1"
        " ORDER BY s.period_kind, s.period_year, s.period_part, s.authority",
    [STAITH_SQL_NATIONALS_THEN] =
        "SELECT n.period, n.area, n.item, n.area_name, n.level, n.joint, n.status, n.value,"
        " n.decimals, v.source, max(n.vintage) FROM national n"
        " JOIN national_vintage v ON v.id = n.vintage WHERE v.imported_unix_ms <= ?1"
        " GROUP BY n.period, n.area, n.item ORDER BY n.period, n.area, n.item",
    [STAITH_SQL_SHOWN_CLEAR] =
        "UPDATE release SET newest = 0 WHERE newest <> 0 AND authority = ?1 AND dataset = ?2"
        " AND period_kind = ?3 AND period_year = ?4 AND period_part = ?5",
    [STAITH_SQL_SHOWN_SET] = "UPDATE release SET newest = ?2 WHERE record_id = ?1",
    [STAITH_SQL_RELEASE_PUT] =
        "INSERT INTO release(record_id, authority, epoch_id, number, dataset, period_kind,"
        " period_year, period_part, audience, policy, catalogue_hash, newest, standing,"
        " judged_unix_ms, show_from_unix_ms, embargoed, first_standing)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12, ?13, ?14, ?15, ?12)",
    [STAITH_SQL_RELEASE_FIND] =
        "SELECT r.authority, r.dataset, r.period_kind, r.period_year, r.period_part, r.record_id,"
        " r.standing FROM release r JOIN epoch e ON e.id = r.epoch_id"
        " WHERE r.authority = ?1 AND e.epoch = ?2 AND r.number = ?3",
    [STAITH_SQL_RELEASE_JUDGE] =
        "UPDATE release SET standing = ?2, judged_unix_ms = ?3 WHERE record_id = ?1",
    /* The last embargo before the record of a slot. */
    [STAITH_SQL_EMBARGO_GET] =
        "SELECT at_unix_ms FROM notice WHERE kind = 2 AND authority = ?1 AND dataset = ?2"
        " AND period_kind = ?3 AND period_year = ?4 AND period_part = ?5 AND epoch_id = ?6"
        " AND number < ?7 ORDER BY number DESC LIMIT 1",
    [STAITH_SQL_EMBARGO_DUE] =
        "SELECT authority, dataset, period_kind, period_year, period_part, record_id FROM release"
        " WHERE embargoed = 1 AND show_from_unix_ms <= ?1 ORDER BY show_from_unix_ms LIMIT 1",
    [STAITH_SQL_EMBARGO_END] = "UPDATE release SET embargoed = 0 WHERE record_id = ?1",
    [STAITH_SQL_EMBARGO_NEXT] =
        "SELECT coalesce(min(show_from_unix_ms), 0) FROM release WHERE embargoed = 1",
    [STAITH_SQL_NOTICE_PUT] =
        "INSERT INTO notice(authority, dataset, period_kind, period_year, period_part, record_id,"
        " epoch_id, number, kind, at_unix_ms, reason)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STAITH_SQL_VERDICT_PUT] =
        "INSERT INTO verdict(record_id, catalogue_id, standing, officer, role, reason,"
        " given_unix_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STAITH_SQL_REGION_EPOCH] = "SELECT epoch FROM region",
    [STAITH_SQL_REGION_EPOCH_PUT] = "INSERT INTO region(epoch) VALUES(?1)",
    [STAITH_SQL_WORD_LAST] =
        "SELECT number, hash FROM word WHERE authority = ?1 ORDER BY number DESC LIMIT 1",
    [STAITH_SQL_WORD_PUT] =
        "INSERT INTO word(authority, number, kind, previous, hash, signature, payload,"
        " given_unix_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [STAITH_SQL_WORDS] = "SELECT number, kind, previous, hash, signature, payload FROM word"
                         " WHERE authority = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
    [STAITH_SQL_TOLD_GET] = "SELECT hash FROM told WHERE authority = ?1 AND dataset = ?2",
    [STAITH_SQL_TOLD_PUT] = "INSERT INTO told(authority, dataset, hash) VALUES(?1, ?2, ?3)"
                            " ON CONFLICT(authority, dataset) DO UPDATE SET hash = excluded.hash",
    [STAITH_SQL_LIST_RELEASES] =
        "SELECT r.authority, r.dataset, r.period_kind, r.period_year, r.period_part, r.number,"
        " d.received_unix_ms, r.standing, r.judged_unix_ms, r.show_from_unix_ms, r.embargoed,"
        " r.newest, coalesce(c.state, 1), v.officer, v.reason, n.kind, n.reason,"
        " r.epoch_id < (SELECT max(e.id) FROM epoch e WHERE e.authority = r.authority)"
        " FROM release r JOIN record d ON d.id = r.record_id"
        " LEFT JOIN catalogue c ON c.hash = r.catalogue_hash"
        " LEFT JOIN verdict v ON v.id = (SELECT max(w.id) FROM verdict w"
        "  WHERE w.record_id = r.record_id)"
        " LEFT JOIN notice n ON n.record_id = (SELECT m.record_id FROM notice m"
        "  WHERE m.kind IN (1, 3) AND m.authority = r.authority AND m.dataset = r.dataset"
        "  AND m.period_kind = r.period_kind AND m.period_year = r.period_year"
        "  AND m.period_part = r.period_part AND (m.epoch_id, m.number) > (r.epoch_id, r.number)"
        "  ORDER BY m.kind, m.epoch_id DESC, m.number DESC LIMIT 1)"
        " ORDER BY r.record_id",
    [STAITH_SQL_LIST_QUARANTINE] =
        "SELECT authority, epoch, number, kind, coalesce(length(payload), 0), reason, detail,"
        " received_unix_ms FROM quarantine ORDER BY id",
    [STAITH_SQL_LIST_CATALOGUES] =
        "SELECT c.hash, c.dataset, c.plugin, c.plugin_version, e.authority, d.received_unix_ms,"
        " c.state, (SELECT count(*) FROM release r WHERE r.catalogue_hash = c.hash),"
        " v.officer, v.reason"
        " FROM catalogue c JOIN record d ON d.id = c.record_id JOIN epoch e ON e.id = d.epoch_id"
        " LEFT JOIN verdict v ON v.id = (SELECT max(w.id) FROM verdict w"
        "  WHERE w.catalogue_id = c.id)"
        " ORDER BY c.id",
    [STAITH_SQL_QUARANTINE_PUT] =
        "INSERT INTO quarantine(authority, epoch, number, kind, hash, payload, reason, detail,"
        " received_unix_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STAITH_SQL_QUARANTINE_TRIM] =
        "DELETE FROM quarantine WHERE authority = ?1 AND id IN (SELECT id FROM quarantine"
        " WHERE authority = ?1 ORDER BY id DESC LIMIT -1 OFFSET ?2)",
    [STAITH_SQL_SHOWN] =
        "SELECT r.authority, r.period_kind, r.period_year, r.period_part, r.newest - 1, r.number,"
        " d.received_unix_ms, d.payload, d.previous, d.hash, e.epoch FROM release r"
        " JOIN record d ON d.id = r.record_id JOIN epoch e ON e.id = d.epoch_id"
        " WHERE r.newest <> 0 AND r.dataset = ?1"
        " ORDER BY r.period_kind, r.period_year, r.period_part, r.authority",
    /* The same for a council: of its own what it sent last and was accepted, whatever its embargo.
     */
    [STAITH_SQL_SHOWN_OWN] =
        "WITH own AS (SELECT r.record_id, CASE WHEN EXISTS(SELECT 1 FROM notice n WHERE n.kind = 1"
        "   AND n.authority = ?2 AND n.dataset = r.dataset AND n.period_kind = r.period_kind"
        "   AND n.period_year = r.period_year AND n.period_part = r.period_part"
        "   AND (n.epoch_id, n.number) > (r.epoch_id, r.number)) THEN 1 ELSE 0 END AS withdrawn,"
        "  row_number() OVER (PARTITION BY r.period_kind, r.period_year, r.period_part"
        "   ORDER BY r.epoch_id DESC, r.number DESC) AS turn"
        "  FROM release r WHERE r.authority = ?2 AND r.dataset = ?1 AND r.standing = 1"
        "  AND NOT EXISTS(SELECT 1 FROM catalogue c WHERE c.hash = r.catalogue_hash"
        "   AND c.state NOT IN (1, 2))),"
        " shown AS (SELECT record_id, withdrawn FROM own WHERE turn = 1"
        "  UNION ALL SELECT record_id, newest - 1 FROM release"
        "  WHERE newest <> 0 AND dataset = ?1 AND authority <> ?2)"
        " SELECT r.authority, r.period_kind, r.period_year, r.period_part, s.withdrawn, r.number,"
        " d.received_unix_ms, d.payload, d.previous, d.hash, e.epoch FROM shown s"
        " JOIN release r ON r.record_id = s.record_id JOIN record d ON d.id = r.record_id"
        " JOIN epoch e ON e.id = d.epoch_id"
        " ORDER BY r.period_kind, r.period_year, r.period_part, r.authority",
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
    [STAITH_SQL_HANDOUT_GET] =
        "SELECT payload, source_hash FROM handout WHERE name = ?1 ORDER BY id DESC LIMIT 1",
    [STAITH_SQL_HANDOUT_PUT] =
        "INSERT INTO handout(name, payload, source_hash, imported_unix_ms) VALUES(?1, ?2, ?3, ?4)",
    [STAITH_SQL_DATA_VERSION] = "PRAGMA data_version",
};

const char *staith_store_sql(enum staith_store_statement which)
{
    return TEXTS[which];
}
