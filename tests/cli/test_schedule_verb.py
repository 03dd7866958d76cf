"""scraper schedule: printed, installed, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "demo.toml"
    path.write_text('start = ["https://news.test/"]\n', encoding="utf-8")
    return path


def units(tmp_path: Path) -> Path:
    return tmp_path / "home" / ".config" / "systemd" / "user"


def test_it_prints_both_and_writes_nothing(run: Run, config: Path, tmp_path: Path) -> None:
    done = run("schedule", config, "--every", "6h")
    assert (done.code, done.err) == (0, "")
    assert f"-m scraper crawl {config}" in done.out
    assert "*/6" not in done.out, "not all crawls on the hour"
    assert "-23/6 * * * cd " in done.out
    assert "[Timer]" in done.out
    assert "ExecStart=" in done.out
    assert not units(tmp_path).exists()


def test_install_twice_and_remove_twice(run: Run, config: Path, tmp_path: Path) -> None:
    folder = units(tmp_path)
    assert run("schedule", config, "--every", "6h", "--install").code == 0
    first = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert set(first) == {"scraper-demo.service", "scraper-demo.timer"}
    assert run("schedule", config, "--every", "6h", "--install").code == 0
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == first
    assert run("schedule", config, "--every", "1d", "--install").code == 0
    assert "OnUnitActiveSec=1440min" in (folder / "scraper-demo.timer").read_text(encoding="utf-8")
    wanted = folder / "timers.target.wants" / "scraper-demo.timer"
    wanted.parent.mkdir()
    wanted.symlink_to(folder / "scraper-demo.timer")
    assert run("schedule", config, "--remove").code == 0
    assert [path.name for path in folder.iterdir()] == ["timers.target.wants"]
    assert not wanted.is_symlink()
    again = run("schedule", config, "--remove")
    assert again.code == 0
    assert "Nothing to remove" in again.err


def test_xdg_config_home(run: Run, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert run("schedule", config, "--install").code == 0
    assert (tmp_path / "xdg" / "systemd" / "user" / "scraper-demo.timer").is_file()


def test_another_crawl_of_the_same_name_keeps_its_units(run: Run, config: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "demo.toml"
    other.parent.mkdir()
    other.write_bytes(config.read_bytes())
    assert run("schedule", config, "--install").code == 0
    for flag in ("--install", "--remove"):
        done = run("schedule", other, flag)
        assert done.code == 2
        assert "not of this crawl" in done.err
    assert (units(tmp_path) / "scraper-demo.timer").is_file()


@pytest.mark.parametrize(
    "arguments", [["--every", "soon"], ["--every", "1m"], ["--install", "--remove"], ["--every"], ["--evry", "6h"]]
)
def test_a_wrong_call_is_one_line(run: Run, config: Path, arguments: list[str]) -> None:
    done = run("schedule", config, *arguments)
    assert (done.code, done.out) == (2, "")
    assert len(done.complaints) == 1


def test_a_crawl_that_could_not_run_is_not_scheduled(
    run: Run, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCRAPER_CONTACT")
    done = run("schedule", config, "--install")
    assert done.code == 2
    assert "contact" in done.err
    assert not units(tmp_path).exists()
