-- Plain decimals and dates for people and notebooks.
CREATE VIEW v_bets AS
SELECT b.guild_id, b.bet_no, b.user_id AS capper, b.kind, b.stake_is,
       b.stake / 10000.0 AS stake, b.odds_e8 / 100000000.0 AS odds, b.origin, b.late, b.basis,
       strftime('%Y-%m-%dT%H:%M:%SZ', b.placed_at / 1000, 'unixepoch') AS placed_at,
       s.status,
       CASE WHEN s.settled_at = 0 THEN NULL
            ELSE strftime('%Y-%m-%dT%H:%M:%SZ', s.settled_at / 1000, 'unixepoch') END AS settled_at,
       s.staked / 10000.0 AS staked, s.returned / 10000.0 AS returned,
       (s.returned - s.staked) / 10000.0 AS net
FROM bets b JOIN bet_states s ON s.guild_id = b.guild_id AND s.bet_no = b.bet_no;

CREATE VIEW v_legs AS
SELECT l.guild_id, l.bet_no, l.leg_no, g.league, g.home, g.away,
       strftime('%Y-%m-%dT%H:%M:%SZ', g.start_at / 1000, 'unixepoch') AS start,
       l.market, l.period, l.side, l.line, 1.0 + l.num * 1.0 / l.den AS price, l.book
FROM legs l JOIN games g ON g.game_id = l.game_id;
