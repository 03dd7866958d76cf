-- What each revision is and what it changed; which articles are gone.

ALTER TABLE revisions ADD COLUMN kind TEXT NOT NULL DEFAULT 'article';  -- or 'tombstone'
ALTER TABLE revisions ADD COLUMN changes TEXT NOT NULL DEFAULT '';      -- JSON: [kind, ...]; '' if of an older format

ALTER TABLE articles ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;        -- whether the latest revision is a tombstone
CREATE INDEX articles_gone ON articles (cursor) WHERE gone;

UPDATE revisions SET changes = '[]' WHERE revision = 1;

-- Pages that went while articles could not say so. A tombstone each, as today's version would have written it.
INSERT INTO revisions (article, revision, fingerprint, saved_at, page, kind, changes, document)
SELECT a.id, r.revision + 1, '', coalesce(v.visited_at, r.saved_at),
       (SELECT max(p.id) FROM pages p WHERE p.visit = v.id AND p.status = v.status),
       'tombstone', '["gone"]',
       json_object(
           'url', json_extract(r.document, '$.url'),
           'canonical_url', json_extract(r.document, '$.canonical_url'),
           'title', json_extract(r.document, '$.title'),
           'gone', json('true'),
           'date_gone', strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(v.visited_at, r.saved_at), 'unixepoch'),
           'reason', CASE v.status WHEN 410 THEN 'gone' ELSE 'not_found' END,
           'attribution', json(json_extract(r.document, '$.attribution')),
           'id', a.id,
           'revision', r.revision + 1)
FROM visits v JOIN articles a ON a.visit = v.id JOIN revisions r ON r.cursor = a.cursor
WHERE v.state = 'gone' AND json_valid(r.document)
ORDER BY v.visited_at;

UPDATE articles SET gone = 1, cursor = (SELECT max(r.cursor) FROM revisions r WHERE r.article = articles.id)
WHERE id IN (SELECT article FROM revisions WHERE kind = 'tombstone');
