# make crawl   crawl the demo site (served on loopback), then write its articles as Markdown
# make test    everything that can fail: make check, then pytest
# make check   ruff, mypy --strict and the import contracts
# make golden  writes fixtures/golden/ anew: every output, for the diff to be read
# make bench   the measurements in tests/bench
# make format  ruff's formatter and its safe mends
# make clean   take away .venv, caches and the demo's archive
#
# Needs Python 3.11 or newer and nothing else; PYTHON=/path/to/python picks another one.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
TOOLS := .venv/.ready-dev
# pywb has an environment of its own: see tests/replay.txt.
REPLAY := .venv/replay
SOURCES := scraper tests
# One more than processors in the smallest machine: many tests wait for a server's pace.
JOBS := 3
BENCHES := quality metadata sureness languages speed memory fuzz robots transport crawl long_queue loop throughput pace crash duplicates reclean archive purge

.DEFAULT_GOAL := help
.PHONY: help install crawl check test golden bench format clean

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

install: $(TOOLS)

# Reinstalled only when pyproject.toml changes: the sources are installed in place.
$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found: install one, or say make PYTHON=/path/to/python"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is not Python 3.11 or newer: say make PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv \
		|| { rm -rf .venv; echo "$(PYTHON) cannot make a virtual environment (on Debian: apt install python3-venv)"; exit 1; }
	@echo "Installing into .venv (only this once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e .
	@touch $@

# What the tests need besides; a crawl does without.
$(TOOLS): $(READY)
	@echo "Installing what the tests need (only this once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[dev]'
	@touch $@

# Where pywb cannot be had, its tests are left out, and the next "make test" tries again.
$(REPLAY)/.ready: tests/replay.txt | $(READY)
	@echo "Installing pywb into $(REPLAY) (only this once) ..."
	@{ "$(PYTHON)" -m venv $(REPLAY) \
		&& $(REPLAY)/bin/python -m pip install -qq --disable-pip-version-check -r $< \
		&& $(REPLAY)/bin/python -c 'import pywb.apps.frontendapp' && touch $@; } \
		|| { rm -rf $(REPLAY); echo "pywb cannot be installed here: the tests of replaying are left out"; }

crawl: $(READY)
	@$(BIN)/python fixtures/serve.py -- $(BIN)/scraper crawl config/demo.toml --verbose
	@$(BIN)/scraper export config/demo.toml --format markdown --output archives/demo/articles
	@echo "The articles as Markdown: archives/demo/articles"

check: $(TOOLS)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { $(BIN)/ruff format --check .; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

# pytest comes last, and nothing after it: its closing line is the verdict.
test: check $(REPLAY)/.ready
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist worksteal

golden: $(TOOLS)
	@$(BIN)/python -m tests.golden

bench: $(TOOLS)
	@for program in $(BENCHES); do echo "== $$program"; $(BIN)/python -m "tests.bench.$$program" || exit 1; done

format: $(TOOLS)
	@$(BIN)/ruff check --quiet --fix $(SOURCES)
	@$(BIN)/ruff format --quiet $(SOURCES)

clean:
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache archives/demo
