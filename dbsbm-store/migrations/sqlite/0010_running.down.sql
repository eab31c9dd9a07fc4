DROP INDEX outbox_front;
ALTER TABLE jobs DROP COLUMN error;
ALTER TABLE jobs DROP COLUMN done_at;
INSERT INTO jobs (job, mark) SELECT what, 'held' FROM holds WHERE true
ON CONFLICT (job) DO UPDATE SET mark = 'held';
DROP TABLE holds;
