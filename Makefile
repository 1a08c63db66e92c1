# The commands of a working day. On a fresh machine with Python 3.11+ and make:
#   make up      runs Headgate with a simulated Azure OpenAI behind it
#   make test    passes its tests
# ARGS are passed on: make up ARGS="--data /tmp/demo --port 9000", make test ARGS="tests/unit/wire -x"

SHELL := /bin/sh
BIN := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-clients up test lint types wheel bench overflow soak docs clean lock

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

setup: .venv/stamp-run ## .venv with the headgate command in it

setup-dev: .venv/stamp-dev

# Locks are installed by hash; the package itself without its dependencies, so that nothing unlocked can slip in.
.venv/stamp-run: locks/run.txt pyproject.toml tools/venv
	@tools/venv .venv locks/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
	@touch $@

.venv/stamp-dev: .venv/stamp-run locks/dev.txt
	@tools/venv .venv locks/dev.txt
	@touch $@

# Real clients live apart: their dependencies are not ours. Without a network their tests skip and say so.
setup-clients: setup-dev
	@tools/clients

up: setup ## a gate, a simulated Azure OpenAI and a sample configuration, until Ctrl-C
	@$(BIN)/headgate up $(ARGS)

test: setup-clients ## all tests
	@$(BIN)/python -m pytest $(ARGS)

lint: setup-dev ## style, and the directions of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: setup-dev ## strict types
	@$(BIN)/mypy

wheel: setup-dev ## dist/headgate-….whl for this Python and platform, its hot path compiled (needs a C compiler)
	@$(BIN)/python tools/compiled_package.py wheel dist

bench: setup-dev ## speed against nginx and other gateways, in one table
	@$(BIN)/python -m bench $(ARGS)

overflow: setup-dev ## a spike with and without Headgate: two minutes, then a page with table and plots
	@$(BIN)/python -m examples.overflow $(ARGS)

soak: setup-dev ## the long chaos run
	@$(BIN)/python -m pytest -m soak $(ARGS)

docs: setup-dev ## the generated pages, written anew, and all pages checked
	@$(BIN)/headgate config reference > docs/configuration.md.new && mv docs/configuration.md.new docs/configuration.md
	@$(BIN)/python tools/commands_page.py > docs/commands.md.new && mv docs/commands.md.new docs/commands.md
	@$(BIN)/python tools/rules_page.py > docs/rules.md.new && mv docs/rules.md.new docs/rules.md
	@$(BIN)/headgate simulate --config examples/spike.yaml --report docs/spike.new > /dev/null
	@mv docs/spike.new/report.svg docs/simulator-spike.svg && rm -r docs/spike.new
	@$(BIN)/python -m pytest -q tests/docs

lock: ## the lock files, written anew (needs uv and npm)
	@locks/compile

clean: ## everything that can be made again
	@rm -rf .venv .venv-clients .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist bench/work
	@rm -rf examples/overflow/work
	@rm -rf tests/clients/node/node_modules
	@find src tests bench examples -name __pycache__ -type d -prune -exec rm -rf {} +
