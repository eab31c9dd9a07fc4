-- The role that followers of a capper wear in the guild's Discord.
CREATE TABLE capper_roles (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,                   -- the capper
    role_id  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
