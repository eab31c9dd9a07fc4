-- What members keep in a guild: tails, follows, wishes, questions. None of it is in the chain, and all of it can be
-- erased. Amounts are ten-thousandths of a unit, times UTC milliseconds; 0 is never, '' is not said.

-- One row per person who said anything about themselves.
CREATE TABLE members (
    guild_id    INTEGER NOT NULL,
    user_id     INTEGER NOT NULL,
    colour      INTEGER NOT NULL DEFAULT -1,     -- 0xRRGGBB, -1 for none
    picture     TEXT    NOT NULL DEFAULT '',
    hidden      INTEGER NOT NULL DEFAULT 0,      -- not shown on the boards
    break_until INTEGER NOT NULL DEFAULT 0,
    age         INTEGER NOT NULL DEFAULT 0,      -- the age that was confirmed
    age_at      INTEGER NOT NULL DEFAULT 0,
    zone        TEXT    NOT NULL DEFAULT '',     -- the guild's where not said
    quiet_from  INTEGER NOT NULL DEFAULT -1,     -- minutes after midnight, -1 for no quiet hours
    quiet_to    INTEGER NOT NULL DEFAULT -1,
    digest      TEXT    NOT NULL DEFAULT 'off',
    direct      INTEGER NOT NULL DEFAULT 0,      -- direct messages a day, 0 for none
    digest_day  INTEGER NOT NULL DEFAULT 0,      -- yyyymmdd of the last digest
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_hidden ON members (guild_id, user_id) WHERE hidden = 1;

-- A member's copy of a bet, or of its other side. A copy that was taken back stays with the side `off`, so that a
-- repeated request finds its answer.
CREATE TABLE tails (
    guild_id   INTEGER NOT NULL,
    bet_no     INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    capper_id  INTEGER NOT NULL,
    side       TEXT    NOT NULL,                 -- with, against, off
    basis      TEXT    NOT NULL,                 -- market, no_market, mark
    stake      INTEGER NOT NULL,
    tapped_at  INTEGER NOT NULL,
    was_with   INTEGER NOT NULL,                 -- 1 once it was a tail
    idem       BLOB    NOT NULL,                 -- digest of the caller's last key, and what it did
    did        TEXT    NOT NULL,
    outcome    TEXT    NOT NULL DEFAULT 'open',
    staked     INTEGER NOT NULL DEFAULT 0,
    returned   INTEGER NOT NULL DEFAULT 0,
    settled_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, bet_no, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tails_by_member ON tails (guild_id, user_id, tapped_at);
CREATE INDEX tails_by_capper ON tails (guild_id, capper_id, side, basis, outcome, user_id, staked, returned);

-- The prices of a copy, leg by leg.
CREATE TABLE tail_legs (
    guild_id INTEGER NOT NULL,
    bet_no   INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    leg_no   INTEGER NOT NULL,
    num      INTEGER NOT NULL,
    den      INTEGER NOT NULL,
    notation TEXT    NOT NULL,
    book     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (guild_id, bet_no, user_id, leg_no)
) STRICT, WITHOUT ROWID;

-- Sums of the settled copies of people who were erased: nobody's any more, so that followers' records stay as they are.
CREATE TABLE erased_tails (
    guild_id  INTEGER NOT NULL,
    capper_id INTEGER NOT NULL,
    members   INTEGER NOT NULL,
    tails     INTEGER NOT NULL,
    staked    INTEGER NOT NULL,
    returned  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, capper_id)
) STRICT, WITHOUT ROWID;

-- Salted digests of the people who were erased, so that a record that begins anew says so.
CREATE TABLE erased (
    guild_id    INTEGER NOT NULL,
    who         TEXT    NOT NULL,
    erased_at   INTEGER NOT NULL,
    break_until INTEGER NOT NULL,                -- a break outlasts the person's data, or it could be ended so
    PRIMARY KEY (guild_id, who)
) STRICT, WITHOUT ROWID;

CREATE TABLE follows (
    guild_id  INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    capper_id INTEGER NOT NULL,
    since     INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id, capper_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follows_by_capper ON follows (guild_id, capper_id);

-- What a member wants to hear of a capper or a league.
CREATE TABLE wishes (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    about    TEXT    NOT NULL,                   -- capper or league
    what     TEXT    NOT NULL,
    wish     TEXT    NOT NULL,
    PRIMARY KEY (guild_id, user_id, about, what)
) STRICT, WITHOUT ROWID;
CREATE INDEX wishes_by_what ON wishes (guild_id, about, what);

-- What members were told of bets, and what waits for their digest.
CREATE TABLE notices (
    guild_id INTEGER NOT NULL,
    bet_no   INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    notice   TEXT    NOT NULL,                   -- ping or digest
    at       INTEGER NOT NULL,
    sent_at  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, bet_no, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_time ON notices (guild_id, notice, at, user_id);
CREATE INDEX notices_waiting ON notices (guild_id, user_id, bet_no) WHERE sent_at = 0;

CREATE TABLE questions (
    guild_id    INTEGER NOT NULL,
    question_no INTEGER NOT NULL,
    bet_no      INTEGER NOT NULL,
    user_id     INTEGER NOT NULL,
    text        TEXT    NOT NULL,
    asked_at    INTEGER NOT NULL,
    answered_at INTEGER NOT NULL DEFAULT 0,
    answered_by INTEGER NOT NULL DEFAULT 0,
    answer      TEXT    NOT NULL DEFAULT '',
    idem        BLOB    NOT NULL,                -- digest of the caller's key
    PRIMARY KEY (guild_id, question_no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX questions_by_key ON questions (guild_id, idem);
CREATE INDEX questions_by_member ON questions (guild_id, user_id);
CREATE INDEX questions_open ON questions (guild_id, question_no) WHERE answered_at = 0;

-- Bets that arithmetic leaves to a person.
CREATE TABLE reviews (
    guild_id INTEGER NOT NULL,
    bet_no   INTEGER NOT NULL,
    since    INTEGER NOT NULL,
    PRIMARY KEY (guild_id, bet_no)
) STRICT, WITHOUT ROWID;
