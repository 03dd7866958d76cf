-- Times are Unix seconds (REAL). Names of states, kinds and reasons are those of scraper.model.

CREATE TABLE runs (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    started_at REAL NOT NULL,
    ended_at   REAL,           -- NULL: running, or killed
    report     TEXT            -- JSON
);

-- The frontier and the memory of it: one row for each known document, queued, visited or given up.
CREATE TABLE visits (
    id            INTEGER PRIMARY KEY,
    digest        INTEGER NOT NULL UNIQUE,  -- the first 64 bits of sha256(key): a small index to ask "is it known?"
    key           TEXT NOT NULL,
    url           TEXT NOT NULL,
    host          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    depth         INTEGER NOT NULL,
    hops          INTEGER NOT NULL,
    priority      INTEGER NOT NULL,
    found_on      TEXT,
    due           REAL,                     -- NULL: not to be visited again
    attempts      INTEGER NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    state         TEXT NOT NULL DEFAULT 'pending',
    reason        TEXT NOT NULL DEFAULT '',
    detail        TEXT NOT NULL DEFAULT '',
    status        INTEGER,
    visited_at    REAL,
    run           INTEGER NOT NULL DEFAULT 0  -- the run that visited it last
);
CREATE INDEX visits_queue ON visits (host, priority, due, depth) WHERE due IS NOT NULL;
CREATE INDEX visits_state ON visits (state);

-- The exchanges: what came over the wire when, and where its bytes lie.
CREATE TABLE pages (
    id             INTEGER PRIMARY KEY,
    visit          INTEGER NOT NULL REFERENCES visits (id),
    run            INTEGER NOT NULL,
    url            TEXT NOT NULL,
    fetched_at     REAL NOT NULL,
    status         INTEGER NOT NULL,
    truncated      INTEGER NOT NULL,
    content_sha256 TEXT NOT NULL,  -- of the decoded body
    payload_digest TEXT,           -- as in the WARC; NULL, like the place, where no bytes are kept
    warc           TEXT,
    warc_offset    INTEGER,
    warc_length    INTEGER
);
CREATE INDEX pages_visit ON pages (visit);

-- How much of each WARC file is committed; bytes beyond that are the torn end of a killed run.
CREATE TABLE warc_files (
    name TEXT PRIMARY KEY,
    size INTEGER NOT NULL
) WITHOUT ROWID;

-- Every state that an article was ever seen in. The cursor orders the changes of the whole archive.
CREATE TABLE revisions (
    cursor      INTEGER PRIMARY KEY AUTOINCREMENT,
    article     TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    saved_at    REAL NOT NULL,
    page        INTEGER REFERENCES pages (id),
    document    TEXT NOT NULL,  -- JSON
    UNIQUE (article, revision)
);

-- The latest revision of each article.
CREATE TABLE articles (
    id     TEXT PRIMARY KEY,
    visit  INTEGER NOT NULL REFERENCES visits (id),
    cursor INTEGER NOT NULL UNIQUE REFERENCES revisions (cursor)
) WITHOUT ROWID;

-- Why a visited page is no article, as last seen.
CREATE TABLE rejections (
    visit    INTEGER PRIMARY KEY REFERENCES visits (id),
    at       REAL NOT NULL,
    page     INTEGER REFERENCES pages (id),
    document TEXT NOT NULL  -- JSON
);

CREATE TABLE robots (
    host       TEXT PRIMARY KEY,  -- the origin, https://host[:port]
    status     INTEGER NOT NULL,
    body       BLOB NOT NULL,
    fetched_at REAL NOT NULL,
    expires    REAL NOT NULL
) WITHOUT ROWID;

-- Retry-After across restarts.
CREATE TABLE holds (
    host  TEXT PRIMARY KEY,
    until REAL NOT NULL
) WITHOUT ROWID;
