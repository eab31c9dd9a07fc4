DROP INDEX legs_of_players;
