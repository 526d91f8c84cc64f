# Everything a person does with this project from a shell. `make help` lists it.
PYTHON ?= python3
BIN    := .venv/bin
CODE   := okzest workspaces audiences renderer designer tests clients

.DEFAULT_GOAL := help
.PHONY: help setup run test test-engine test-browser lint format screens golden bench system clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: .venv/run.stamp system ## Install what the product needs into .venv

run: setup ## Start web, worker, beat and Valkey; seed the demo; print the addresses (PORT, OKZEST_DATA)
	@$(BIN)/python manage.py run

test: .venv/test.stamp system ## Run every check: linters, types, contracts, all tests with real services and a browser
	@sh okzest/system-packages.sh chromium
	@$(BIN)/python -m tests.run

test-engine: .venv/test.stamp ## Run the renderer engine's tests alone
	@$(BIN)/python -m pytest tests/engine -q

test-browser: .venv/test.stamp ## Run the browser journeys alone
	@sh okzest/system-packages.sh chromium
	@$(BIN)/python -m pytest tests/journeys tests/editor -q

lint: .venv/test.stamp ## Check style, types and import contracts
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/lint-imports
	@$(BIN)/mypy okzest workspaces audiences renderer designer
	@MYPYPATH=clients/python/src $(BIN)/mypy --strict -p okzest_client

format: .venv/test.stamp ## Format the code and fix what can be fixed
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

screens: .venv/test.stamp ## Photograph every screen with the demo in it, for docs/screens
	@$(BIN)/python -m tests.screens

golden: .venv/test.stamp ## Redraw the expected pictures; look at every one that changed before you commit it
	@$(BIN)/python -m pytest tests/engine/test_paint.py -q --update-pictures

bench: .venv/test.stamp ## Measure against the peers; writes benchmarks/out
	@$(BIN)/python -m benchmarks

system:
	@sh okzest/system-packages.sh fonts

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "OKZest needs Python 3.11 or newer; name one with make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing the requirements (a minute or two the first time)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/run.stamp
	@echo "Installing the tools for tests…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean: ## Remove what was installed and made (the data in ./var stays)
	rm -rf .venv .artifacts .pytest_cache .mypy_cache .ruff_cache staticfiles
