-- How the price of a bet stood, beside its state as well: a record counts it for every bet, and each of them lies on a page of
-- its own in `bets`. A state without its bet keeps none; the doctor tells of it.
ALTER TABLE bet_states ADD COLUMN basis TEXT NOT NULL DEFAULT '';
UPDATE bet_states SET basis = COALESCE((
    SELECT b.basis FROM bets b WHERE b.guild_id = bet_states.guild_id AND b.bet_no = bet_states.bet_no
), '');
