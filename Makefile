# Everything here works with GNU make 3.81 (macOS) and needs nothing but Python 3.11-3.13.
.DEFAULT_GOAL := help
PORT ?= 8000
WORKERS ?= auto
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
DEVELOPMENT := .venv/.development-installed
SOURCES := app.py config.py hotline models workflows reports migrations tests scripts

.PHONY: help setup run scheduler test test-fast test-machine browser bench bench-large lint format types check migrate docs lock clean

help: ## Show what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(DEVELOPMENT) ## Make .venv with everything for running and developing, by hash

run: $(RUNTIME) ## Start web and scheduler with the Lanzhou city pack and demo cases (PORT=8000)
	@$(BIN)/python scripts/serve.py --port $(PORT)

scheduler: $(RUNTIME) ## Run only the jobs that the clock opens
	@$(BIN)/flask scheduler

migrate: $(RUNTIME) ## Bring the database up to the newest migration
	@$(BIN)/flask db upgrade

test: $(DEVELOPMENT) test-machine ## Run all tests, on SQLite and PostgreSQL, browser included
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal

test-fast: $(DEVELOPMENT) ## Run the tests on SQLite only, without browser and slow ones
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal --db sqlite -m "not browser and not slow"

test-machine:
	@sh scripts/prepare_machine.sh

browser: $(DEVELOPMENT) test-machine ## Run only the browser tests
	@$(BIN)/python -m pytest -m browser

bench-large: $(DEVELOPMENT) ## Measure the reports on ten years, 5.7 million cases, and write docs/performance-ten-years.md (half an hour)
	@$(BIN)/python -m scripts.bench --cases 570227 --databases sqlite --years 10 --out docs/performance-ten-years.md

bench: $(DEVELOPMENT) test-machine ## Measure on 57,000 and 570,227 cases and write docs/performance.md (about 25 minutes)
	@$(BIN)/python -m scripts.bench

lint: $(DEVELOPMENT) ## Look for faults of style in code and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@if [ -d hotline/templates ]; then $(BIN)/djlint hotline/templates --lint --quiet; fi

format: $(DEVELOPMENT) ## Put code into its usual form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

types: $(DEVELOPMENT) ## Check the types
	@$(BIN)/mypy

check: lint types test ## Everything that CI runs

docs: $(DEVELOPMENT) ## Write the tables in docs/ anew from the code
	@$(BIN)/python scripts/write_docs.py

lock: ## Write requirements*.txt anew from pyproject.toml (the one thing here that needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  -c requirements.txt --group test --group lint pyproject.toml -o requirements-dev.txt

clean: ## Remove the virtual environment and what tools leave behind (never instance/)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.txt scripts/set_up.sh
	@sh scripts/set_up.sh requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt requirements.txt scripts/set_up.sh
	@sh scripts/set_up.sh requirements-dev.txt
	@touch $(RUNTIME) $@
