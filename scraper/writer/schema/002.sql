-- How often each page was seen and had changed; what sites say of the use of their pages; terms in files of their own.

ALTER TABLE visits ADD COLUMN checks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visits ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visits ADD COLUMN first_checked REAL NOT NULL DEFAULT 0;
ALTER TABLE visits ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN truncated INTEGER NOT NULL DEFAULT 0;  -- what came last was cut short

ALTER TABLE pages ADD COLUMN signals TEXT NOT NULL DEFAULT '';  -- JSON: [[source, name, value], ...]

ALTER TABLE robots ADD COLUMN good_body BLOB;             -- what it said before it could not be reached any more
ALTER TABLE robots ADD COLUMN unreachable_since REAL;

ALTER TABLE holds ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE holds ADD COLUMN parkings INTEGER NOT NULL DEFAULT 0;  -- since the host last answered as it should

CREATE TABLE site_files (
    url        TEXT PRIMARY KEY,
    status     INTEGER NOT NULL,
    body       BLOB NOT NULL,
    fetched_at REAL NOT NULL,
    expires    REAL NOT NULL
) WITHOUT ROWID;
