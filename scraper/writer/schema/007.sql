-- What was taken out for good and is not to come back, and which articles went with it.

CREATE TABLE purged (
    id         INTEGER PRIMARY KEY,
    host       TEXT UNIQUE,                 -- host[:port] as in dedupe keys; NULL: a single document
    subdomains INTEGER NOT NULL DEFAULT 0,
    digest     INTEGER UNIQUE,              -- of the document's dedupe key, as in visits; the key itself is not kept
    leads_to   INTEGER REFERENCES purged (id),  -- the one asked for, where this address only led to it
    at         REAL NOT NULL,
    reason     TEXT NOT NULL,
    swept      INTEGER NOT NULL DEFAULT 0   -- whether the database was written anew since
);

-- Their ids, for who keeps copies. The cursors are from the sequence of the revisions.
CREATE TABLE purged_articles (
    cursor INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    at     REAL NOT NULL
);
