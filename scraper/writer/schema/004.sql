-- Who made what: which version of the cleaner, by which settings, and what the text was.

CREATE TABLE makers (
    id            INTEGER PRIMARY KEY,
    software      TEXT NOT NULL,  -- version
    model         TEXT NOT NULL,  -- sha256 of the model's file
    config_sha256 TEXT NOT NULL,  -- of all settings that have a say in what a page comes to
    settings      TEXT NOT NULL,  -- those, as JSON
    used_at       REAL NOT NULL,  -- when it was set to work last
    UNIQUE (software, model, config_sha256)
);

-- 0 is unknown: from before this was noted.
ALTER TABLE pages ADD COLUMN maker INTEGER NOT NULL DEFAULT 0;      -- who read it last
ALTER TABLE revisions ADD COLUMN maker INTEGER NOT NULL DEFAULT 0;  -- who made this text of it
ALTER TABLE revisions ADD COLUMN text_sha256 TEXT NOT NULL DEFAULT '';
