-- SPDX-License-Identifier: Apache-2.0
-- The same over a SQLite file whose table `events` has the columns of events.csv: no program at
-- all, but the option `query` of the plugin. It must be one SELECT.
SELECT "Staff number" AS worker, min("Date") AS start, "Team" AS team,
       CASE WHEN "Staff number" IN (SELECT "Staff number" FROM events WHERE "Event" = 'left')
            THEN 'no' ELSE 'yes' END AS stayed
FROM events WHERE "Event" = 'started' GROUP BY "Staff number"
