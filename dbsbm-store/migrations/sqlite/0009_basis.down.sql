ALTER TABLE bet_states DROP COLUMN basis;
