"""How is the model made?

``python -m scraper.cleaner.training --data DIR...`` reads collections of pages with known texts, looks at each page
with the cleaner's own eyes, grows the trees, and writes the file that ``classifier`` reads. Needs the ``training``
extra (CatBoost); the same data and version of CatBoost on the same kind of machine give the same file.
"""
