-- What a feed or a sitemap said of a page before it was asked for: JSON, for its cleaner.
ALTER TABLE visits ADD COLUMN announced TEXT;
