-- What members-only slips committed to when they were posted; shown when they start.
CREATE TABLE seals (
    guild_id INTEGER NOT NULL,
    bet_no   INTEGER NOT NULL,
    salt     TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    PRIMARY KEY (guild_id, bet_no)
) STRICT, WITHOUT ROWID;
