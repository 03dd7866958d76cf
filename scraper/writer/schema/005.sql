-- Which articles are copies or translations of which, and since when each is known.

ALTER TABLE articles ADD COLUMN first_seen REAL NOT NULL DEFAULT 0;
UPDATE articles SET first_seen = coalesce((SELECT min(saved_at) FROM revisions r WHERE r.article = articles.id), 0);

-- The different texts that articles have now: what many share is kept, and compared, but once.
CREATE TABLE texts (
    id       INTEGER PRIMARY KEY,
    digest   INTEGER NOT NULL UNIQUE,  -- the first 64 bits of the sha256 of its words
    shingles INTEGER NOT NULL,         -- 0: it is not compared with others
    sample   BLOB NOT NULL             -- unsigned 32-bit integers in ascending order, big-endian
);

-- The smallest of the samples: two texts that are alike share some of them.
CREATE TABLE text_keys (
    hash INTEGER NOT NULL,
    text INTEGER NOT NULL,
    PRIMARY KEY (hash, text)
) WITHOUT ROWID;

-- Texts that are nearly the same, each pair once.
CREATE TABLE near_texts (
    text       INTEGER NOT NULL,
    other      INTEGER NOT NULL,
    similarity REAL NOT NULL,
    at         REAL NOT NULL,
    PRIMARY KEY (text, other)
) WITHOUT ROWID;
CREATE INDEX near_texts_other ON near_texts (other);

-- Who has which text. ``story`` is the id of what its canonical link names, '' if that is itself.
CREATE TABLE profiles (
    article    TEXT PRIMARY KEY,
    text       INTEGER NOT NULL,
    first_seen REAL NOT NULL,
    at         REAL NOT NULL,  -- since when it has this text
    language   TEXT NOT NULL,
    story      TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX profiles_text ON profiles (text, first_seen);

-- Translations that an article names, stored or not.
CREATE TABLE alternates (
    other    TEXT NOT NULL,
    article  TEXT NOT NULL,
    language TEXT NOT NULL,
    at       REAL NOT NULL,
    PRIMARY KEY (other, article)
) WITHOUT ROWID;
CREATE INDEX alternates_article ON alternates (article);
