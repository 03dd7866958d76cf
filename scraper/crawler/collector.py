"""When is garbage looked for?

Python looks each time some hundred objects were made, and now and then through all that there are. A page makes
thousands that are gone by themselves when it is done, and what is loaded once never becomes garbage: a crawl that looks
as often spends a tenth of its time on it, and is held up by each look through everything.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 50_000  # objects made between two looks at these: a few pages' worth, some milliseconds a look
MIDDLE = 20  # looks at the young ones between two at those that outlived one


@contextmanager
def seldom_collected() -> Iterator[None]:
    """In here garbage is looked for seldom, and never among what was there before."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, before[2])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
