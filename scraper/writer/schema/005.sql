-- Which articles are copies or translations of which, and since when each is known.

ALTER TABLE articles ADD COLUMN first_seen REAL NOT NULL DEFAULT 0;
UPDATE articles SET first_seen = coalesce((SELECT min(saved_at) FROM revisions r WHERE r.article = articles.id), 0);

-- Of the latest text of each article. ``story`` is the id of what its canonical link names, '' if that is itself.
CREATE TABLE sketches (
    article  TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    story    TEXT NOT NULL,
    text     INTEGER NOT NULL,  -- the first 64 bits of the sha256 of its words
    shingles INTEGER NOT NULL,  -- 0: too short to be compared
    sample   BLOB NOT NULL,     -- unsigned 32-bit integers in ascending order, big-endian
    first    INTEGER NOT NULL   -- whether it stands for all that have the same words
) WITHOUT ROWID;
CREATE INDEX sketches_text ON sketches (text, first);

-- The smallest of the samples of those that are first: two texts that are alike share some of them.
CREATE TABLE sketch_keys (
    hash    INTEGER NOT NULL,
    article TEXT NOT NULL,
    PRIMARY KEY (hash, article)
) WITHOUT ROWID;
CREATE INDEX sketch_keys_article ON sketch_keys (article);

-- ``article`` was seen after ``other``.
CREATE TABLE relations (
    article    TEXT NOT NULL,
    other      TEXT NOT NULL,
    relation   TEXT NOT NULL,
    similarity REAL NOT NULL,
    at         REAL NOT NULL,
    PRIMARY KEY (article, other, relation)
) WITHOUT ROWID;
CREATE INDEX relations_other ON relations (other);

-- Translations that an article names, stored or not.
CREATE TABLE alternates (
    other    TEXT NOT NULL,
    article  TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (other, article)
) WITHOUT ROWID;
CREATE INDEX alternates_article ON alternates (article);
