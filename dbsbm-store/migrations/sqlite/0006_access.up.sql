-- Tallies lie by time first and capper second: the bets of a settlement are of few days and many cappers, so their rows
-- stand together and a batch writes few pages; a leaderboard of some days reads those days alone.
CREATE TABLE tallies_moved (
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
    PRIMARY KEY (guild_id, track, grain, start, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies_moved (
    guild_id, track, grain, user_id, start, open_bets, won, half_won, lost, half_lost, push, void, risked,
    returned, odds_e8, level_e8, verified, verified_risked, verified_net, net, low, high, fall, moves, head, tail,
    best_win, best_loss, last_at, last_bet
) SELECT
    guild_id, track, grain, user_id, start, open_bets, won, half_won, lost, half_lost, push, void, risked,
    returned, odds_e8, level_e8, verified, verified_risked, verified_net, net, low, high, fall, moves, head, tail,
    best_win, best_loss, last_at, last_bet
FROM tallies;
DROP TABLE tallies;
ALTER TABLE tallies_moved RENAME TO tallies;

-- What a capper posted on a day is counted at every post. History is not, so it needs no place here.
CREATE INDEX bets_posted ON bets (guild_id, user_id, placed_at) WHERE origin = 'posted';
