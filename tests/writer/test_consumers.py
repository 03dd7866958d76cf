"""Do our files load unchanged where people read them?"""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.writer.export import Format, write
from tests.writer.test_doors import ALL, ONE

IDS = [one["id"] for one in ALL]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same articles in all the forms that tools for data read."""
    made = tmp_path_factory.mktemp("doors")
    for name, format in (
        ("a.jsonl", Format.JSONL),
        ("a.csv", Format.CSV),
        ("a.parquet", Format.PARQUET),
        ("a.sqlite", Format.SQLITE),
        ("parts", Format.PARQUET),
    ):
        write(ALL, format, made / name)
    return made


def test_pandas(folder: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed (the extra dev has it)")
    lines = pandas.read_json(folder / "a.jsonl", lines=True, dtype=False)
    assert list(lines["id"]) == IDS
    assert lines["attribution"][0]["link"] == ONE["attribution"]["link"]
    assert list(pandas.read_csv(folder / "a.csv", dtype={"id": str})["id"]) == IDS
    typed = pandas.read_parquet(folder / "a.parquet")
    assert str(typed["date_published"].dtype).startswith("datetime64")
    assert sorted(pandas.read_parquet(folder / "parts")["id"]) == sorted(IDS)


def test_duckdb(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed (the extra dev has it)")
    with duckdb.connect() as database:

        def ids(source: str) -> list[str]:
            return [name for (name,) in database.execute(f"SELECT id FROM {source} ORDER BY id").fetchall()]

        assert ids(f"read_json('{folder}/a.jsonl')") == sorted(IDS)
        assert ids(f"read_csv('{folder}/a.csv', types={{'id': 'VARCHAR'}})") == sorted(IDS)
        assert ids(f"read_parquet('{folder}/parts/**/*.parquet', hive_partitioning = true)") == sorted(IDS)
        (months,) = database.execute(
            f"SELECT count(*) FROM read_parquet('{folder}/parts/**/*.parquet', hive_partitioning = true)"
            " WHERE site = 'news.test' AND month = '2026-03'"
        ).fetchone()
        assert months == 2


def test_the_datasets_library(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HF_HOME", "HF_DATASETS_CACHE"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")  # asks nobody
    datasets = pytest.importorskip("datasets", reason="datasets is not installed (the extra dev has it)")
    for builder, name in (("json", "a.jsonl"), ("csv", "a.csv"), ("parquet", "a.parquet")):
        files = str(folder / name)
        loaded = datasets.load_dataset(builder, data_files=files, split="train", cache_dir=str(tmp_path / "cache"))
        assert [str(row["id"]) for row in loaded] == IDS
        assert loaded[0]["title"] == ONE["title"]
