//! What the doctor asks of the member side.

/// Counts of rows that do not fit, and what is wrong with them.
pub(in crate::book) const REFERENCES: [(&str, &str); 8] = [
    (
        "SELECT COUNT(*) FROM tails t LEFT JOIN bets b ON b.guild_id = t.guild_id AND b.bet_no = t.bet_no \
         WHERE t.guild_id = ? AND b.bet_no IS NULL",
        "tails belong to no bet",
    ),
    (
        "SELECT COUNT(*) FROM tails t JOIN bets b ON b.guild_id = t.guild_id AND b.bet_no = t.bet_no \
         WHERE t.guild_id = ? AND t.capper_id <> b.user_id",
        "tails name another capper than their bet",
    ),
    (
        "SELECT COUNT(*) FROM tails t JOIN bet_states s ON s.guild_id = t.guild_id AND s.bet_no = t.bet_no \
         WHERE t.guild_id = ? AND t.outcome <> 'open' AND s.settled_at = 0",
        "tails are settled on bets that are not",
    ),
    (
        "SELECT COUNT(*) FROM tails t JOIN bet_states s ON s.guild_id = t.guild_id AND s.bet_no = t.bet_no \
         WHERE t.guild_id = ? AND t.outcome = 'open' AND t.side = 'with' AND s.settled_at > 0",
        "tails are open on bets that are settled",
    ),
    (
        "SELECT COUNT(*) FROM tails t WHERE t.guild_id = ? AND t.side <> 'off' AND (SELECT COUNT(*) FROM tail_legs l \
         WHERE l.guild_id = t.guild_id AND l.bet_no = t.bet_no AND l.user_id = t.user_id) <> \
         CASE t.basis WHEN 'mark' THEN 0 ELSE (SELECT COUNT(*) FROM legs b WHERE b.guild_id = t.guild_id \
         AND b.bet_no = t.bet_no) END",
        "tails have not a price for each leg",
    ),
    (
        "SELECT COUNT(*) FROM tail_legs l LEFT JOIN tails t ON t.guild_id = l.guild_id AND t.bet_no = l.bet_no \
         AND t.user_id = l.user_id WHERE l.guild_id = ? AND t.user_id IS NULL",
        "prices belong to no tail",
    ),
    (
        "SELECT COUNT(*) FROM questions q LEFT JOIN bets b ON b.guild_id = q.guild_id AND b.bet_no = q.bet_no \
         WHERE q.guild_id = ? AND b.bet_no IS NULL",
        "questions are about no bet",
    ),
    (
        "SELECT COUNT(*) FROM reviews r LEFT JOIN bets b ON b.guild_id = r.guild_id AND b.bet_no = r.bet_no \
         WHERE r.guild_id = ? AND b.bet_no IS NULL",
        "reviews are of no bet",
    ),
];
