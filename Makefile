# SPDX-License-Identifier: Apache-2.0
# The only door. `make demo` and `make test` set themselves up on a bare machine.

PYTHON ?= python3
VENV   ?= .venv
# A larger corpus of the same shape as samples/, where there is one beside the checkout.
REAL ?= $(wildcard ../shared/bench/real)
HOSTILE ?= $(wildcard ../shared/bench/hostile/make.py)
CORPUS ?= $(if $(wildcard ../shared/bench/dev),../shared/bench/dev,samples)
OUT    ?= demo-out

BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP   := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup system demo test lint format bench bench-accuracy bench-speed bench-real calibrate bench-check bench-kill bench-memory bench-archive bench-hostile fuzz samples lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp stands for: this lock file and this pyproject.toml are installed.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "blindscan needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..." >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); bash tools/install_system.sh python3-venv && $(PYTHON) -m venv $(VENV); }
	$(PIP) install -qq --require-hashes --no-deps -r requirements.lock
	$(PIP) install -qq --no-deps --no-build-isolation --no-index -e .
	@touch $@

setup: $(STAMP) ## create .venv from requirements.lock

system: ## install the Debian packages that the tests need
	@bash tools/install_system.sh

demo: $(STAMP) ## mask the sample attachments (no Debian packages needed)
	@code=0; $(BIN)/blindscan mask samples/uploads -o $(OUT) --force || code=$$?; \
	  if [ $$code -gt 1 ]; then exit $$code; fi; \
	  echo; echo "Results: $(OUT)/release (may leave the house), $(OUT)/private (ledger, reports, pages for review)."

test: lint system ## lint, types and all tests
	$(BIN)/pytest

lint: $(STAMP) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP) ## let ruff format and fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: bench-accuracy bench-speed $(if $(REAL),bench-real) ## accuracy and speed over CORPUS

bench-accuracy: $(STAMP) ## leaks, over-mask, orientation over CORPUS
	$(BIN)/python bench/accuracy.py $(CORPUS)

bench-speed: $(STAMP) ## pages a minute over CORPUS
	$(BIN)/python bench/speed.py $(CORPUS)

bench-real: $(STAMP) ## listed names and units on public images in REAL
	$(BIN)/python bench/real.py $(REAL) --missed

calibrate: $(STAMP) ## scores of true and false places over CORPUS and REAL, plots, proposed bounds
	$(BIN)/python bench/calibrate.py $(CORPUS) $(if $(REAL),--real $(REAL))

bench-check: $(STAMP) ## kinds, orientation, clarity (confusion drawn) and cost of `check` over CORPUS
	$(BIN)/python bench/check.py $(CORPUS)

bench-kill: $(STAMP) ## 200 random kills of a 60-page run, each run again (an hour)
	$(BIN)/python bench/kill.py $(CORPUS)

bench-memory: $(STAMP) ## peak memory of 2,000 pages against 100 (half an hour)
	$(BIN)/python bench/memory.py

bench-archive: $(STAMP) ## 1,000 kept pages searched for new names (half an hour to read them first)
	$(BIN)/python bench/archive.py $(CORPUS)

bench-hostile: $(STAMP) ## hostile files end as their manifest says
	$(BIN)/python bench/hostile.py $(HOSTILE)

fuzz: $(STAMP) ## ten minutes for each fuzz target (needs atheris)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || \
	  { echo "make fuzz needs atheris: $(BIN)/python -m pip install atheris" >&2; exit 2; }
	for target in intake roster ledger; do \
	  $(BIN)/python fuzz/$$target.py -max_total_time=600 -rss_limit_mb=4000 || exit 1; done

samples: $(STAMP) system ## draw samples/ anew (needs fonts; the drawn files are in the repository)
	$(BIN)/python -m tools.make_samples samples

lock: ## requirements.lock from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 2; }
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --extra dev --overrides tools/overrides.txt \
	  --custom-compile-command "make lock" -o requirements.lock pyproject.toml

clean: ## remove what make made
	rm -rf $(VENV) $(OUT) bench-out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
