-- Administration: who may post, exports counted, seasons, frozen standings, outgoing webhooks, pictures, players.

-- When a capper was taken off the list; 0 while they may post. The record stays.
ALTER TABLE cappers ADD COLUMN removed_at INTEGER NOT NULL DEFAULT 0;

-- Exports taken on a day of the guild, against the limit of its plan.
CREATE TABLE exports (
    guild_id INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    taken    INTEGER NOT NULL,
    PRIMARY KEY (guild_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE seasons (
    guild_id  INTEGER NOT NULL,
    season_no INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    opens_at  INTEGER NOT NULL,                  -- bets placed from here on count ...
    closes_at INTEGER NOT NULL,                  -- ... up to here, this moment left out
    stakes    TEXT    NOT NULL,                  -- level or free
    min_picks INTEGER NOT NULL,
    tie_break TEXT    NOT NULL,
    closed_at INTEGER NOT NULL DEFAULT 0,        -- when its standings were frozen, 0 before
    seq       INTEGER NOT NULL,                  -- its event
    idem      BLOB    NOT NULL,                  -- digest of the caller's key
    PRIMARY KEY (guild_id, season_no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX seasons_by_key ON seasons (guild_id, idem);

CREATE TABLE season_entries (
    guild_id  INTEGER NOT NULL,
    season_no INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, season_no, user_id)
) STRICT, WITHOUT ROWID;

-- Standings as they were frozen: of a month (`month:202411`) or of a season (`season:3`).
CREATE TABLE standings (
    guild_id  INTEGER NOT NULL,
    about     TEXT    NOT NULL,
    user_id   INTEGER NOT NULL,
    place     INTEGER NOT NULL,                  -- 0 below the minimum
    won       INTEGER NOT NULL,
    half_won  INTEGER NOT NULL,
    lost      INTEGER NOT NULL,
    half_lost INTEGER NOT NULL,
    push      INTEGER NOT NULL,
    void      INTEGER NOT NULL,
    risked    INTEGER NOT NULL,
    net       INTEGER NOT NULL,
    level_e8  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, about, user_id)
) STRICT, WITHOUT ROWID;

-- What was closed for good, so that an empty standing is known from a missing one.
CREATE TABLE closings (
    guild_id  INTEGER NOT NULL,
    about     TEXT    NOT NULL,
    closed_at INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    PRIMARY KEY (guild_id, about)
) STRICT, WITHOUT ROWID;

CREATE TABLE webhooks (
    guild_id    INTEGER NOT NULL,
    webhook_no  INTEGER NOT NULL,
    url         TEXT    NOT NULL,
    secret      BLOB    NOT NULL,
    events      TEXT    NOT NULL,                -- codes, a blank between two
    state       TEXT    NOT NULL,                -- active, paused, disabled
    failures    INTEGER NOT NULL DEFAULT 0,      -- in a row
    last_status INTEGER NOT NULL DEFAULT 0,      -- HTTP status of the last answer, 0 without one
    last_at     INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT    NOT NULL DEFAULT '',
    added_at    INTEGER NOT NULL,
    PRIMARY KEY (guild_id, webhook_no)
) STRICT, WITHOUT ROWID;

-- Pictures by what they show: the guild's look, a team's logo, a capper.
CREATE TABLE images (
    guild_id INTEGER NOT NULL,
    about    TEXT    NOT NULL,
    png      BLOB    NOT NULL,
    put_at   INTEGER NOT NULL,
    PRIMARY KEY (guild_id, about)
) STRICT, WITHOUT ROWID;

-- Names of players, for finding them: reference data shared by all guilds. A name learnt from a posted prop has no team.
CREATE TABLE players (
    league   TEXT    NOT NULL,
    name_key TEXT    NOT NULL,                   -- folded: case, accents and punctuation gone
    team     TEXT    NOT NULL DEFAULT '',
    name     TEXT    NOT NULL,
    PRIMARY KEY (league, name_key, team)
) STRICT, WITHOUT ROWID;
