DROP TABLE jobs;
DROP TABLE channel_webhooks;
DROP TABLE messages;
DROP TABLE drafts;
ALTER TABLE guilds DROP COLUMN left_at;
CREATE TABLE outbox_before (
    outbox_id  INTEGER PRIMARY KEY,
    guild_id   INTEGER NOT NULL,
    task       TEXT    NOT NULL,
    task_key   TEXT    NOT NULL,
    payload    TEXT    NOT NULL,
    not_before INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    state      TEXT    NOT NULL DEFAULT 'waiting'
) STRICT;
INSERT INTO outbox_before (outbox_id, guild_id, task, task_key, payload, not_before, attempts, state)
SELECT outbox_id, guild_id, task, task_key, payload, due_at, attempts,
       CASE state WHEN 'claimed' THEN 'waiting' ELSE state END
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_before RENAME TO outbox;
CREATE UNIQUE INDEX outbox_by_key ON outbox (guild_id, task, task_key);
CREATE INDEX outbox_waiting ON outbox (state, not_before);
