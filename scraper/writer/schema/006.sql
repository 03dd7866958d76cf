-- Full-text search over the latest revision of each article, and the accounts of a large archive.

-- search_words() is ours (see search_words.py): every connection of ours knows it. A tombstone has no text, and is not
-- searched.
CREATE VIEW search_texts AS
SELECT cursor, article, revision,
       search_words(json_extract(document, '$.title')) AS title,
       search_words(json_extract(document, '$.text')) AS text
FROM revisions WHERE json_extract(document, '$.text') IS NOT NULL;

CREATE VIEW searched AS
SELECT t.cursor AS cursor, t.title AS title, t.text AS text
FROM articles a JOIN search_texts t ON t.cursor = a.cursor;

-- Holds the words alone: the text stays where it is, in the revisions. Marks belong to words, as in Hindi.
CREATE VIRTUAL TABLE search USING fts5 (
    title, text, content = 'searched', content_rowid = 'cursor',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
INSERT INTO search (search, rank) VALUES ('rank', 'bm25(4.0, 1.0)');  -- a word of the title counts as four of the text
INSERT INTO search (search, rank) VALUES ('automerge', 8);  -- parts of the index before some are joined: 4 costs more
INSERT INTO search (search) VALUES ('rebuild');

-- The reasons are counted from this one alone.
CREATE INDEX visits_reason ON visits (state, reason) WHERE reason <> '';
