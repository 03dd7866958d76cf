"""How does a network learn from the samples?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scraper.cleaner.bags import BAGS, VOCABULARY
from scraper.cleaner.classifier import CLIP
from scraper.cleaner.network import LAYERS, REACH
from scraper.cleaner.training.network import SPREAD, TYPES, Batch, Network
from scraper.cleaner.training.samples import Sample

EPOCHS = 10
PAGES = 16  # a step
RATE = 2e-3
DECAY = 0.1
WARM_UP = 0.15  # of the steps
MAX_PIECES = 4_000  # of a page to learn from; the few longer ones would fill a step alone
MIN_SITES = 40  # a word must stand on so many sites to be learned
LOST_WORDS = 0.3  # of the words, left out at random, so that none is relied upon
NAMELESS = 0.15  # of the pages, shown without names, so that the rest must do
SPEECHLESS = 0.1  # of the pages, shown without words
EARLIER = 0.3  # weight of what the network says before its last look
KINDS = {"news": 0, **{name: number for number, name in enumerate(TYPES)}}
KIND = 0.05  # weight of the page's type
IGNORED = -100  # a page whose type is not known
WHOLE = 0.2  # weight of the page's score as a whole
WEIGHTS = {"segments": 0.5, "news": 1.5}  # of a page; the others count 1
FULL_SEGMENTS = 4  # pieces that are known on a page with segments; with fewer it counts less


@dataclass(frozen=True, slots=True)
class Data:
    """Samples with the vocabulary and scale that one network uses. ``known`` maps a lexicon's numbers to word ids."""

    samples: Sequence[Sample]
    known: dict[str, np.ndarray]  # bag -> ids by number in the lexicon, 0 for the unknown
    mean: np.ndarray
    scale: np.ndarray


def vocabulary(samples: Sequence[Sample]) -> dict[str, np.ndarray]:
    """For each vocabulary the numbers of the words that stand on enough sites, in their order."""
    found = {}
    for name in dict.fromkeys(VOCABULARY.values()):
        sites: dict[int, set[str]] = {}
        for sample in samples:
            for bag in BAGS:
                if VOCABULARY[bag] == name:
                    for word in np.unique(sample.bags[bag].ids):
                        sites.setdefault(int(word), set()).add(sample.site)
        found[name] = np.array(sorted(word for word, where in sites.items() if len(where) >= MIN_SITES), np.intp)
    return found


def prepare(samples: Sequence[Sample], words: dict[str, np.ndarray], size: int) -> Data:
    """The samples with a vocabulary and the mean and scale of their features. ``size`` is that of the lexicon."""
    known = {}
    for name, numbers in words.items():
        known[name] = np.zeros(size, np.intp)
        known[name][numbers] = np.arange(1, len(numbers) + 1)
    rows = np.concatenate([sample.table for sample in samples[::4]]).astype(np.float32)
    return Data(samples, {bag: known[VOCABULARY[bag]] for bag in BAGS}, rows.mean(axis=0), rows.std(axis=0) + SPREAD)


def train(data: Data, chosen: Sequence[int], seed: int, tell: Callable[[str], None]) -> Network:
    """A network that has learned from the chosen samples."""
    chosen = [number for number in chosen if data.samples[number].size <= MAX_PIECES]
    random = np.random.default_rng(seed)
    torch.manual_seed(seed)
    network = empty(data)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(chosen) // PAGES)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=WARM_UP)
    for epoch in range(EPOCHS):
        network.train()
        order = random.permutation(len(chosen))
        total = 0.0
        for start in range(0, len(order), PAGES):
            pages = [data.samples[chosen[number]] for number in order[start : start + PAGES]]
            loss = _loss(network(batch(data, pages, random)), pages)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(pages)
        tell(f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(order):.4f}")
    return network.eval()


def empty(data: Data) -> Network:
    """A network that has learned nothing yet, of the size that the data ask for."""
    return Network(len(data.mean), [int(data.known[bag].max(initial=0)) for bag in BAGS])


@torch.no_grad()
def predict(network: Network, data: Data, sample: Sample) -> np.ndarray:
    """The log-odds of a sample's pieces, not calibrated."""
    outputs, _ = network(batch(data, [sample]))
    return outputs[-1].numpy()


# ---------------------------------------------------------------- batches


def batch(data: Data, pages: Sequence[Sample], random: np.random.Generator | None = None) -> Batch:
    """Pages side by side. With ``random`` words and names are left out at random."""
    sizes = np.array([page.size for page in pages])
    offsets = np.cumsum(sizes) - sizes
    total = int(sizes.sum())
    table = np.concatenate([page.table for page in pages]).astype(np.float32)
    silent = {"names": _some(len(pages), NAMELESS, random), "texts": _some(len(pages), SPEECHLESS, random)}
    bags = [_bag(data, pages, name, silent.get(VOCABULARY[name]), random) for name in BAGS]
    beside, first, end = [], [], []
    for page, offset in zip(pages, offsets, strict=True):
        near = np.arange(page.size)[:, None] + np.arange(-REACH, REACH + 1)
        beside.append(np.where((near < 0) | (near >= page.size), total, near + offset))
        whole = np.full((page.size, 1), offset)
        first.append(np.hstack([page.first + offset, whole]))
        end.append(np.hstack([page.end + offset, whole + page.size]))
    return Batch(
        table=torch.from_numpy(np.clip((table - data.mean) / data.scale, -CLIP, CLIP).astype(np.float32)),
        bags=tuple(bags),
        beside=torch.from_numpy(np.concatenate(beside)),
        first=torch.from_numpy(np.concatenate(first)),
        end=torch.from_numpy(np.concatenate(end)),
        pages=(torch.from_numpy(offsets), torch.from_numpy(offsets + sizes)),
    )


def _some(count: int, share: float, random: np.random.Generator | None) -> np.ndarray:
    """Which of so many pages are chosen; none without a random source."""
    return np.zeros(count, bool) if random is None else random.random(count) < share


def _bag(
    data: Data, pages: Sequence[Sample], name: str, silent: np.ndarray | None, random: np.random.Generator | None
) -> tuple[Tensor, Tensor]:
    """The words of all pieces of all pages, and where each piece's begin. Silent pages have none."""
    ids, starts, offset = [], [], 0
    for number, page in enumerate(pages):
        bag = page.bags[name]
        if silent is not None and silent[number]:
            starts.append(np.full(page.size, offset))
            continue
        found = data.known[name][bag.ids]
        if random is not None:
            found[random.random(len(found)) < LOST_WORDS] = 0
        ids.append(found)
        starts.append(bag.bounds[:-1] + offset)
        offset += len(found)
    joined = np.concatenate(ids) if ids else np.zeros(0, np.intp)
    return torch.from_numpy(joined), torch.from_numpy(np.concatenate(starts))


# ---------------------------------------------------------------- what is asked of the network


def _loss(said: tuple[Sequence[Tensor], Tensor], pages: Sequence[Sample]) -> Tensor:
    """The loss of a step: of each piece, by its length and the weight of its page; of whole pages; of their types."""
    outputs, types = said
    known = [~np.isnan(page.share) for page in pages]
    wanted = torch.from_numpy(np.concatenate([np.nan_to_num(page.share) for page in pages]))
    weight = torch.from_numpy(np.concatenate([_weights(page, mask) for page, mask in zip(pages, known, strict=True)]))
    total = torch.zeros(())
    for number, output in enumerate(outputs):
        pieces = (functional.binary_cross_entropy_with_logits(output, wanted, reduction="none") * weight).sum()
        total = total + pieces * (1 if number == LAYERS - 1 else EARLIER)
    total = total + WHOLE * _missed(torch.sigmoid(outputs[-1]), wanted, pages)
    kinds = torch.tensor([KINDS.get(page.type, IGNORED) for page in pages])
    if (kinds != IGNORED).any():
        total = total + KIND * functional.cross_entropy(types, kinds, ignore_index=IGNORED, reduction="sum")
    return total / len(pages)


def _weights(page: Sample, known: np.ndarray) -> np.ndarray:
    """The weight of each piece: a page counts the same however long it is."""
    weights = np.sqrt(page.words + 1) * known
    share = min(1.0, known.sum() / FULL_SEGMENTS) if page.type == "segments" else 1.0
    return (weights / max(float(weights.sum()), 1e-6) * share * WEIGHTS.get(page.type, 1.0)).astype(np.float32)


def _missed(kept: Tensor, wanted: Tensor, pages: Sequence[Sample]) -> Tensor:
    """What is missing to a full score, a smooth word F1, added up over the pages with a whole text."""
    owner = torch.from_numpy(np.repeat(np.arange(len(pages)), [page.size for page in pages]))
    words = torch.from_numpy(np.concatenate([page.words * (page.type != "segments") for page in pages]))

    def by_page(values: Tensor) -> Tensor:
        return torch.zeros(len(pages)).index_add_(0, owner, values * words)

    both, got, truth = by_page(kept * wanted), by_page(kept), by_page(wanted)
    return ((1 - 2 * both / (got + truth + 1e-6)) * (got > 0)).sum()
