-- Names that a guild's props taught are read from its legs: here lie those legs that have one, with all that is read of them.
CREATE INDEX legs_of_players ON legs (guild_id, game_id, player) WHERE player <> '';
-- A name without a team was kept here from the props of any guild, and offered to all of them; it is read by none since.
DELETE FROM players WHERE team = '';
