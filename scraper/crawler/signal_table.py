"""Which uses does which signal speak against?

The vocabularies as data. A signal that is not here is recorded and speaks against nothing: unknown stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from scraper.model import Purpose

_AI = frozenset({Purpose.AI_INPUT, Purpose.AI_TRAIN})
_ALL = frozenset(Purpose)
_TRAIN = frozenset({Purpose.AI_TRAIN})
_INPUT = frozenset({Purpose.AI_INPUT})
_SEARCH = frozenset({Purpose.SEARCH})

# What a TDM reservation speaks of: text and data mining, whoever does it (Directive (EU) 2019/790, articles 3 and 4).
MINING = frozenset({Purpose.RESEARCH}) | _AI


class Source(StrEnum):
    """Where a signal stands."""

    X_ROBOTS_TAG = "x-robots-tag"
    META = "meta robots"  # or a meta tag of our agent's name
    TDM_FILE = "tdmrep.json"
    TDM_HEADER = "tdmrep header"
    TDM_META = "tdmrep meta"
    USAGE = "content-usage"  # a line of robots.txt
    USAGE_HEADER = "content-usage header"
    SIGNAL = "content-signal"  # a line of robots.txt
    SIGNAL_HEADER = "content-signal header"
    RSL = "rsl"
    OVERRIDE = "override"  # ours: an opt-out that does not hold for us, with the reason


NOINDEX, NOFOLLOW, NOARCHIVE, NOIMAGEAI = "noindex", "nofollow", "noarchive", "noimageai"
UNAVAILABLE_AFTER = "unavailable_after"  # takes a date, which may have commas and colons in it
RESERVATION, POLICY = "tdm-reservation", "tdm-policy"

# Directives of X-Robots-Tag and meta robots that we know, and what each stands for.
DIRECTIVES: Mapping[str, tuple[str, ...]] = {
    NOINDEX: (NOINDEX,),
    NOFOLLOW: (NOFOLLOW,),
    "none": (NOINDEX, NOFOLLOW),
    NOARCHIVE: (NOARCHIVE,),
    "noai": ("noai",),
    NOIMAGEAI: (NOIMAGEAI,),
}

_DIRECTIVES: Mapping[tuple[str, str], frozenset[Purpose]] = {(NOINDEX, ""): _SEARCH, ("noai", ""): _AI}
_TDM: Mapping[tuple[str, str], frozenset[Purpose]] = {(RESERVATION, "1"): MINING}
# IETF aipref, draft-ietf-aipref-vocab: the labels of its versions so far, since sites have written each of them.
_USAGE: Mapping[tuple[str, str], frozenset[Purpose]] = {
    ("bots", "n"): _ALL,
    ("tdm", "n"): MINING,
    ("ai", "n"): _AI,
    ("ai-use", "n"): _INPUT,
    ("ai-input", "n"): _INPUT,
    ("ai-output", "n"): _INPUT,
    ("train-ai", "n"): _TRAIN,
    ("ai-train", "n"): _TRAIN,
    ("genai", "n"): _TRAIN,
    ("train-genai", "n"): _TRAIN,
    ("search", "n"): _SEARCH,
}
_SIGNAL: Mapping[tuple[str, str], frozenset[Purpose]] = {
    ("search", "no"): _SEARCH,
    ("ai-input", "no"): _INPUT,
    ("ai-train", "no"): _TRAIN,
}

# By the source of the signal: its name and value -> the purposes that it speaks against.
CONFLICTS: Mapping[str, Mapping[tuple[str, str], frozenset[Purpose]]] = {
    Source.X_ROBOTS_TAG: _DIRECTIVES,
    Source.META: _DIRECTIVES,
    Source.TDM_FILE: _TDM,
    Source.TDM_HEADER: _TDM,
    Source.TDM_META: _TDM,
    Source.USAGE: _USAGE,
    Source.USAGE_HEADER: _USAGE,
    Source.SIGNAL: _SIGNAL,
    Source.SIGNAL_HEADER: _SIGNAL,
}

# Content-Usage labels that take in others: a narrower label of the same source that says "y" goes before them.
WIDE: Mapping[str, int] = {"bots": 2, "tdm": 1, "ai": 1}

# Usages of RSL 1.0, and those of its drafts -> the purposes that they take in.
RSL_USAGES: Mapping[str, frozenset[Purpose]] = {
    "all": _ALL,
    "ai-all": _AI,
    "ai-train": _TRAIN,
    "ai-input": _INPUT,
    "ai-index": _INPUT,
    "search": _SEARCH,
    "train-ai": _TRAIN,
    "train-genai": _TRAIN,
    "ai-use": _INPUT,
    "ai-summarize": _INPUT,
}

# What a licence asks for that is no money (RSL's payment types); credit is given with every article.
RSL_FREE = frozenset({"", "free", "attribution"})
