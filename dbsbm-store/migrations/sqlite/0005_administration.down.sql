DROP TABLE players;
DROP TABLE images;
DROP TABLE webhooks;
DROP TABLE closings;
DROP TABLE standings;
DROP TABLE season_entries;
DROP TABLE seasons;
DROP TABLE exports;
ALTER TABLE cappers DROP COLUMN removed_at;
