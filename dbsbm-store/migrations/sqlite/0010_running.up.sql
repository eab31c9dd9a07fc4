-- How the system runs: what of it is held, whether its jobs do their work, and the front of the queue of deliveries.

-- What an operator holds, for every guild and front-end; one row while it is held.
CREATE TABLE holds (
    what    TEXT    NOT NULL PRIMARY KEY,        -- deliveries, settlement, posting
    held_by INTEGER NOT NULL DEFAULT 0,          -- the operator; 0 where nobody in Discord did it
    held_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO holds (what, held_at)
SELECT job, CAST(strftime('%s', 'now') AS INTEGER) * 1000 FROM jobs
WHERE mark = 'held' AND job IN ('deliveries', 'settlement', 'posting');
UPDATE jobs SET mark = '' WHERE job IN ('deliveries', 'settlement', 'posting');

ALTER TABLE jobs ADD COLUMN done_at INTEGER NOT NULL DEFAULT 0;   -- when its last turn succeeded, 0 before the first
ALTER TABLE jobs ADD COLUMN error TEXT NOT NULL DEFAULT '';       -- why its last turn failed; '' when it did not

-- Waiting tasks in the order in which they go, with all that decides whether one can go now.
CREATE INDEX outbox_front ON outbox (priority, queued_at, outbox_id, due_at, task, guild_id, state)
WHERE state = 'waiting';
