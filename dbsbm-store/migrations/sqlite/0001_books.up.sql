-- Amounts are ten-thousandths of a unit, odds figures times 10^8, times UTC milliseconds, days yyyymmdd.
-- Every table of a guild's books has the guild first in its key: a guild is the lock and the shard.

CREATE TABLE games (
    game_id       INTEGER PRIMARY KEY,
    game_key      TEXT    NOT NULL UNIQUE,
    league        TEXT    NOT NULL,
    home          TEXT    NOT NULL,
    away          TEXT    NOT NULL,
    day           INTEGER NOT NULL,              -- local date of the league
    start_at      INTEGER NOT NULL,
    status        TEXT    NOT NULL,
    home_final    INTEGER,
    away_final    INTEGER,
    home_periods  TEXT    NOT NULL DEFAULT '',
    away_periods  TEXT    NOT NULL DEFAULT '',
    result_id     INTEGER NOT NULL DEFAULT 0     -- newest row of results, 0 when there is none
) STRICT;
CREATE INDEX games_by_day ON games (league, day, home, away);
CREATE INDEX games_by_start ON games (status, start_at);

-- Every status and score that was ever recorded, the newest last: a changed one is a correction.
CREATE TABLE results (
    result_id     INTEGER PRIMARY KEY,
    game_id       INTEGER NOT NULL,
    recorded_at   INTEGER NOT NULL,
    source        TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    home_final    INTEGER,
    away_final    INTEGER,
    home_periods  TEXT    NOT NULL DEFAULT '',
    away_periods  TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX results_by_game ON results (game_id);

CREATE TABLE quotes (
    game_id  INTEGER NOT NULL,
    market   TEXT    NOT NULL,
    period   TEXT    NOT NULL,
    side     TEXT    NOT NULL,
    line     TEXT    NOT NULL DEFAULT '',
    as_of    INTEGER NOT NULL,
    book     TEXT    NOT NULL,
    source   TEXT    NOT NULL,
    moment   TEXT    NOT NULL,
    num      INTEGER NOT NULL,
    den      INTEGER NOT NULL,
    notation TEXT    NOT NULL,
    PRIMARY KEY (game_id, market, period, side, line, as_of, book, moment)
) STRICT, WITHOUT ROWID;

CREATE TABLE guilds (
    guild_id     INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL,
    subject      TEXT    NOT NULL,               -- random id under which the guild stands in its events
    salt         BLOB    NOT NULL,               -- for digests of text in events
    created_at   INTEGER NOT NULL,
    next_bet     INTEGER NOT NULL DEFAULT 1,
    head_seq     INTEGER NOT NULL DEFAULT 0,
    head_hash    BLOB    NOT NULL,
    results_seen INTEGER NOT NULL DEFAULT 0      -- results up to here are settled and regraded
) STRICT;

CREATE TABLE guild_settings (
    guild_id INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (guild_id, name)
) STRICT, WITHOUT ROWID;

-- Who is who: erasable. Events and tallies know a capper by subject and id alone.
CREATE TABLE cappers (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

-- A bet as it was posted; never updated.
CREATE TABLE bets (
    guild_id  INTEGER NOT NULL,
    bet_no    INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    detail    TEXT    NOT NULL DEFAULT '',       -- kind and terms as JSON, where the kind's name does not say it all
    stake_is  TEXT    NOT NULL,
    stake     INTEGER NOT NULL,
    odds_e8   INTEGER NOT NULL,
    placed_at INTEGER NOT NULL,
    locks_at  INTEGER NOT NULL,                  -- start of its first leg
    origin    TEXT    NOT NULL,                  -- posted or imported
    late      INTEGER NOT NULL,
    basis     TEXT    NOT NULL,
    seq       INTEGER NOT NULL,                  -- its event
    idem      BLOB    NOT NULL,                  -- digest of the caller's key
    PRIMARY KEY (guild_id, bet_no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bets_by_key ON bets (guild_id, idem);

CREATE TABLE legs (
    guild_id INTEGER NOT NULL,
    bet_no   INTEGER NOT NULL,
    leg_no   INTEGER NOT NULL,
    game_id  INTEGER NOT NULL,
    market   TEXT    NOT NULL,
    period   TEXT    NOT NULL,
    side     TEXT    NOT NULL,
    line     TEXT    NOT NULL DEFAULT '',
    player   TEXT    NOT NULL DEFAULT '',
    stat     TEXT    NOT NULL DEFAULT '',
    num      INTEGER NOT NULL,
    den      INTEGER NOT NULL,
    notation TEXT    NOT NULL,
    book     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (guild_id, bet_no, leg_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX legs_by_game ON legs (guild_id, game_id);

-- Where a bet stands: derived from its events.
CREATE TABLE bet_states (
    guild_id   INTEGER NOT NULL,
    bet_no     INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    track      TEXT    NOT NULL,                 -- which record it belongs to
    status     TEXT    NOT NULL,
    due_at     INTEGER NOT NULL,                 -- start of its last leg
    settled_at INTEGER NOT NULL DEFAULT 0,
    staked     INTEGER NOT NULL DEFAULT 0,
    returned   INTEGER NOT NULL DEFAULT 0,
    odds_e8    INTEGER NOT NULL,
    level_e8   INTEGER NOT NULL DEFAULT 0,       -- won or lost for each unit staked
    verified   INTEGER NOT NULL DEFAULT 0,
    grades     TEXT    NOT NULL DEFAULT '',
    rules      TEXT    NOT NULL DEFAULT '',
    revision   INTEGER NOT NULL DEFAULT 0,
    seq        INTEGER NOT NULL DEFAULT 0,       -- the event that put it there
    PRIMARY KEY (guild_id, bet_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX states_open ON bet_states (guild_id, due_at, bet_no) WHERE status = 'open';
CREATE INDEX states_by_capper ON bet_states (guild_id, user_id, settled_at, bet_no);

-- Grades given by hand; the newest for a leg counts.
CREATE TABLE manual_grades (
    guild_id INTEGER NOT NULL,
    bet_no   INTEGER NOT NULL,
    leg_no   INTEGER NOT NULL,
    grade    TEXT    NOT NULL,
    given_by TEXT    NOT NULL,                   -- grader, or capper where the guild allows that
    seq      INTEGER NOT NULL,
    PRIMARY KEY (guild_id, bet_no, leg_no, seq)
) STRICT, WITHOUT ROWID;

-- Append-only: what happened, chained.
CREATE TABLE events (
    guild_id INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    bet_no   INTEGER NOT NULL DEFAULT 0,
    body     TEXT    NOT NULL,
    hash     BLOB    NOT NULL,
    PRIMARY KEY (guild_id, seq)
) STRICT, WITHOUT ROWID;

-- Append-only: the ledger.
CREATE TABLE postings (
    guild_id   INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    bet_no     INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    track      TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    staked     INTEGER NOT NULL,
    returned   INTEGER NOT NULL,
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, seq, line)
) STRICT, WITHOUT ROWID;

-- Sums by capper and stretch of time, and what depends on order, in a form that merges.
CREATE TABLE tallies (
    guild_id        INTEGER NOT NULL,
    track           TEXT    NOT NULL,
    grain           TEXT    NOT NULL,
    user_id         INTEGER NOT NULL,
    start           INTEGER NOT NULL,            -- first day, 0 for life
    open_bets       INTEGER NOT NULL DEFAULT 0,  -- of the life row only
    won             INTEGER NOT NULL DEFAULT 0,
    half_won        INTEGER NOT NULL DEFAULT 0,
    lost            INTEGER NOT NULL DEFAULT 0,
    half_lost       INTEGER NOT NULL DEFAULT 0,
    push            INTEGER NOT NULL DEFAULT 0,
    void            INTEGER NOT NULL DEFAULT 0,
    risked          INTEGER NOT NULL DEFAULT 0,
    returned        INTEGER NOT NULL DEFAULT 0,
    odds_e8         INTEGER NOT NULL DEFAULT 0,
    level_e8        INTEGER NOT NULL DEFAULT 0,
    verified        INTEGER NOT NULL DEFAULT 0,
    verified_risked INTEGER NOT NULL DEFAULT 0,
    verified_net    INTEGER NOT NULL DEFAULT 0,
    net             INTEGER NOT NULL DEFAULT 0,
    low             INTEGER NOT NULL DEFAULT 0,
    high            INTEGER NOT NULL DEFAULT 0,
    fall            INTEGER NOT NULL DEFAULT 0,
    moves           INTEGER NOT NULL DEFAULT 0,
    head            INTEGER NOT NULL DEFAULT 0,
    tail            INTEGER NOT NULL DEFAULT 0,
    best_win        INTEGER NOT NULL DEFAULT 0,
    best_loss       INTEGER NOT NULL DEFAULT 0,
    last_at         INTEGER NOT NULL DEFAULT 0,  -- settlement time and number of the latest bet counted
    last_bet        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, track, grain, user_id, start)
) STRICT, WITHOUT ROWID;

-- Things to do outside, committed with what caused them.
CREATE TABLE outbox (
    outbox_id  INTEGER PRIMARY KEY,
    guild_id   INTEGER NOT NULL,
    task       TEXT    NOT NULL,
    task_key   TEXT    NOT NULL,
    payload    TEXT    NOT NULL,
    not_before INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    state      TEXT    NOT NULL DEFAULT 'waiting'
) STRICT;
CREATE UNIQUE INDEX outbox_by_key ON outbox (guild_id, task, task_key);
CREATE INDEX outbox_waiting ON outbox (state, not_before);

-- Who did what, in words: erasable.
CREATE TABLE audit (
    guild_id INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    user_id  INTEGER NOT NULL DEFAULT 0,         -- 0 is the operator
    action   TEXT    NOT NULL,
    detail   TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (guild_id, seq)
) STRICT, WITHOUT ROWID;
