"""Does the network that learned say the same as the one that runs?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scraper.cleaner import dom
from scraper.cleaner.bags import BAGS
from scraper.cleaner.blocks import scan
from scraper.cleaner.classifier import PAGE_TYPES, Classifier
from scraper.cleaner.features import Features, column_names, observe, setting_of
from scraper.cleaner.training import corpus
from scraper.cleaner.training.reading import Lexicon, _sample
from scraper.cleaner.training.samples import Sample, look
from scraper.cleaner.training.undress import Dress
from scraper.cleaner.weights import Weights
from tests.cleaner.training import made_up

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -e '.[training]'")

from scraper.cleaner.training import fit, network  # noqa: E402  # they import it

MEMBERS = 2


@pytest.fixture
def samples(tmp_path: Path) -> tuple[list[Sample], Lexicon]:
    """Pages made up and a real one, as the training sees them."""
    lexicon = Lexicon()
    found = []
    for example in corpus.read(made_up.with_facts(tmp_path, range(4))):
        seen = look(example, Dress.WHOLE)
        assert seen
        found.append(_sample(example, seen, lexicon))
    return found, lexicon


@pytest.fixture
def members(samples: tuple[list[Sample], Lexicon], monkeypatch: pytest.MonkeyPatch) -> tuple[fit.Data, list[object]]:
    """Networks that have learned nothing, but not the same nothing, and the data they would learn from."""
    monkeypatch.setattr(fit, "MIN_SITES", 2)
    pages, lexicon = samples
    data = fit.prepare(pages, fit.vocabulary(pages), len(lexicon.numbers))
    torch.manual_seed(0)
    made = [fit.empty(data).eval() for _ in range(MEMBERS)]
    with torch.no_grad():
        for member in made:
            for parameter in member.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.1)
            for bag in member.words:
                bag.weight[0] = 0  # the unknown word, which nothing is learned of
    return data, made


def model(data: fit.Data, made: list[object], lexicon: Lexicon, pages: list[Sample]) -> Weights:
    names = lexicon.words()
    words = {name: tuple(names[n] for n in numbers) for name, numbers in fit.vocabulary(pages).items()}
    return Weights({}, column_names(), words, network.arrays(made, data.mean, data.scale), {"calibration": (1.0, 0.0)})


def observed(number: int) -> Features:
    """A page as the classifier sees it, its table as coarse as in a sample."""
    page = dom.parse(made_up.page(number), f"https://{made_up.site(number)}/{number}")
    seen = observe(scan(page), setting_of(page, f"https://{made_up.site(number)}/{number}"))
    seen.table = seen.table.astype(np.float16).astype(np.float32)
    return seen


def test_both_say_the_same(samples: tuple[list[Sample], Lexicon], members: tuple[fit.Data, list[object]]) -> None:
    (pages, lexicon), (data, made) = samples, members
    weights = model(data, made, lexicon, pages)
    assert all(bag.ids.size for page in pages for bag in page.bags.values())
    for number, sample in enumerate(pages):
        for which, member in enumerate(made):
            answer = Classifier(weights, [which]).ask(observed(number))
            np.testing.assert_allclose(answer.odds, fit.predict(member, data, sample), rtol=1e-3, atol=1e-4)
            with torch.no_grad():
                _, types = member(fit.batch(data, [sample]))
            np.testing.assert_allclose(answer.types, types[0].numpy(), rtol=1e-3, atol=1e-4)


def test_a_page_is_judged_the_same_alone_and_beside_others(
    samples: tuple[list[Sample], Lexicon], members: tuple[fit.Data, list[object]]
) -> None:
    (pages, _), (data, made) = samples, members
    with torch.no_grad():
        outputs, types = made[0](fit.batch(data, pages))
    alone = [fit.predict(made[0], data, page) for page in pages]
    np.testing.assert_allclose(outputs[-1].numpy(), np.concatenate(alone), rtol=1e-4, atol=1e-5)
    assert types.shape == (len(pages), len(PAGE_TYPES))


def test_the_two_agree_on_the_types_of_pages() -> None:
    assert tuple(kind.value for kind in PAGE_TYPES) == network.TYPES


def test_what_is_left_out_at_random_is_left_out_of_learning_only(
    samples: tuple[list[Sample], Lexicon], members: tuple[fit.Data, list[object]]
) -> None:
    (pages, _), (data, _) = samples, members
    whole = fit.batch(data, pages)
    thinned = fit.batch(data, pages, np.random.default_rng(0))
    assert torch.equal(whole.table, thinned.table)
    for (ids, _), (fewer, _) in zip(whole.bags, thinned.bags, strict=True):
        assert (fewer > 0).sum() < (ids > 0).sum()
    assert len(whole.bags) == len(BAGS)
