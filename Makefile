# Names for the project's jobs; the jobs themselves are in scripts/. `make help` lists them.
# PYTHON is the interpreter for .venv and the tools, 3.10 or later; scripts/interpreters.py finds the others.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo build test conformance clients bench fmt lint

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## build, install into .venv, and run a real program on stock ctypes and on ferrotypes
	@$(PYTHON) scripts/demo.py

build: ## build and install for every interpreter found (ARGS="--python 3.12 --profile quick")
	@$(PYTHON) scripts/build.py $(ARGS)

test: ## all tests: Rust, Python on every interpreter, CPython's own suite, clients (ARGS="--part python")
	@$(PYTHON) scripts/test.py $(ARGS)

conformance: ## CPython's own ctypes suite beside stock (ARGS="--python 3.12 --only test_arrays -v")
	@$(PYTHON) scripts/build.py
	@$(VENV_PYTHON) tests/conformance/run.py $(ARGS)

clients: ## real programs from PyPI on stock and on ferrotypes
	@$(PYTHON) scripts/test.py --part clients

bench: ## measure calls, fields, arrays and callbacks beside stock (ARGS="--only call")
	@$(PYTHON) scripts/build.py --profile release --main
	@$(VENV_PYTHON) bench/run.py $(ARGS)

fmt: ## format Rust and Python
	@$(PYTHON) scripts/build.py --tools
	@cargo fmt --all
	@$(VENV_PYTHON) -m ruff check --quiet --fix --select I .
	@$(VENV_PYTHON) -m ruff format --quiet .

lint: ## rustfmt, clippy, ruff, mypy --strict, stubtest
	@$(PYTHON) scripts/lint.py
