"""How is the model made?

``python -m scraper.cleaner.training --data DIR...`` reads collections of pages with known texts, looks at each page
with the cleaner's own eyes, trains a small ensemble, and writes the file that ``classifier`` reads. Needs the
``training`` extra (PyTorch); the same data, seed and version of PyTorch on the same kind of machine give the same file.
"""
