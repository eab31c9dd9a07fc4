-- When the bot first was in a guild: what was posted long before then is on the record, and no news. Where it has shown
-- something, it was there from the start.
ALTER TABLE guilds ADD COLUMN met_at INTEGER NOT NULL DEFAULT 0;
UPDATE guilds SET met_at = created_at WHERE guild_id IN (SELECT guild_id FROM messages);
