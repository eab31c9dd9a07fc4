DROP VIEW v_legs;
DROP VIEW v_bets;
