-- SPDX-License-Identifier: Apache-2.0
-- The same over a database whose table `events` has the columns of events.csv, with the date as a
-- date: the source of a dataset whose command is staithd-query. One row for each observation.
WITH started AS (
  SELECT staff_number, min(date) AS date, lower(min(team)) AS team
  FROM events WHERE event = 'started' GROUP BY staff_number)
SELECT '2025Q3' AS period, 'starts' AS measure, staff_number AS person, team FROM started
UNION ALL
SELECT '2025Q3', 'stayed', staff_number, team FROM started
WHERE staff_number NOT IN (SELECT staff_number FROM events WHERE event = 'left')
