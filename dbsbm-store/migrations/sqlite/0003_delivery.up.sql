-- Work that waits to be done outside, and what a front-end must not forget over a restart.

-- The outbox again, with the place of a task in the queue and whoever works on it. Numbers are never given twice: the
-- late "done" of a slow worker must not hit another task.
CREATE TABLE outbox_next (
    outbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id  INTEGER NOT NULL,
    task      TEXT    NOT NULL,
    task_key  TEXT    NOT NULL,
    payload   TEXT    NOT NULL,
    priority  INTEGER NOT NULL,                  -- the lowest first
    queued_at INTEGER NOT NULL,
    state     TEXT    NOT NULL DEFAULT 'waiting',
    due_at    INTEGER NOT NULL,                  -- waiting: not before; claimed: end of the lease; dead: since; done: to be removed
    attempts  INTEGER NOT NULL DEFAULT 0,
    worker    TEXT    NOT NULL DEFAULT '',
    error     TEXT    NOT NULL DEFAULT ''
) STRICT;
INSERT INTO outbox_next (outbox_id, guild_id, task, task_key, payload, priority, queued_at, state, due_at, attempts)
SELECT outbox_id, guild_id, task, task_key, payload, CASE task WHEN 'slip.post' THEN 10 ELSE 20 END, not_before, state,
       not_before, attempts
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE UNIQUE INDEX outbox_by_key ON outbox (guild_id, task, task_key);
CREATE INDEX outbox_due ON outbox (state, due_at);

-- When the bot was removed from the guild; 0 while it is there.
ALTER TABLE guilds ADD COLUMN left_at INTEGER NOT NULL DEFAULT 0;

-- What a person has begun and not posted: the only thing that may be removed.
CREATE TABLE drafts (
    guild_id   INTEGER NOT NULL,
    draft_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    flow       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, draft_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_by_user ON drafts (guild_id, user_id, expires_at);
CREATE INDEX drafts_by_end ON drafts (expires_at);

-- Where a message stands, by what it shows (`slip:17`).
CREATE TABLE messages (
    guild_id   INTEGER NOT NULL,
    about      TEXT    NOT NULL,
    bet_no     INTEGER NOT NULL DEFAULT 0,       -- the bet it shows, 0 for none
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    webhook_id INTEGER NOT NULL DEFAULT 0,       -- 0 when the bot posted it itself
    posted_at  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, about)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_by_place ON messages (guild_id, channel_id, message_id);

-- The webhooks that the bot made for itself, one a channel.
CREATE TABLE channel_webhooks (
    guild_id   INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    webhook_id INTEGER NOT NULL,
    token      TEXT    NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
) STRICT, WITHOUT ROWID;

-- Periodic work of the whole system: who is at it, and what was last done.
CREATE TABLE jobs (
    job        TEXT    NOT NULL PRIMARY KEY,
    holder     TEXT    NOT NULL DEFAULT '',
    held_until INTEGER NOT NULL DEFAULT 0,
    mark       TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
