"""What do our outputs look like, to the byte?

``fixtures/golden/`` holds every form in which some articles of the demo site leave. ``tests/journey/test_golden.py``
makes them again and compares; ``python -m tests.golden`` writes them anew, for the diff to be read.
"""
