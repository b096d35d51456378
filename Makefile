# The commands of the project. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8080
export MORATORIUM_SHARED ?= ../shared
# Tests and benches start the program some two hundred times: what was compiled once is kept, wherever this is run
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help install dev run demo test coverage check soak bench lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("moratorium needs Python 3.11 or newer; found " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else 0'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.lock
	@printf '%s\n' "$(CURDIR)/src" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/moratorium.pth"
	@printf '#!%s\nimport sys\n\nfrom moratorium.cli import main\n\nif __name__ == "__main__":\n    sys.exit(main())\n' "$(abspath $(BIN))/python" > $(BIN)/moratorium && chmod +x $(BIN)/moratorium
	@echo 'preparing the screening kernel (once after installation, some 15 seconds) ...'
	@$(BIN)/python scripts/prepare_kernel.py
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock requirements-spark.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements-dev.lock
	@echo 'building Spark, which tests run for real (once, some 400 MB and a minute) ...'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: --no-binary pyspark --no-build-isolation -r requirements-spark.lock
	@touch $@

install: $(VENV)/.installed ## Make .venv with the pinned dependencies and the `moratorium` command

dev: $(VENV)/.dev ## Add what tests and checks need

run: install ## Serve the demo's data with the console on 127.0.0.1 until Ctrl-C; prints the address and the first sign-in
	$(BIN)/moratorium demo --into demo-out --serve --port $(PORT)

demo: install ## From an empty folder to decided, proven orders and report.html (folder: demo-out)
	$(BIN)/moratorium demo --into demo-out

test: dev ## Run all tests (at most 8 minutes on two cores)
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not soak"

coverage: dev ## Run all tests and show what they do not reach (a third slower)
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term:skip-covered -m "not soak"

check: dev ## Lint, types and architecture contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: dev ## Long laws, large inputs, mutation, kill loops (some hours; goes on where it was stopped; PART=web: some)
	$(BIN)/python -m pytest tests -v -p tests.soaking -n auto --dist loadgroup --no-loadscope-reorder --hypothesis-profile=soak $(if $(PART),-k "$(PART)")

bench: dev ## Show speed and memory beside a baseline
	$(BIN)/python bench/run.py

LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml
lock: ## Pin the dependencies again (needs uv)
	$(LOCK) --extra dev -o requirements-dev.lock
	$(LOCK) --constraint requirements-dev.lock -o requirements.lock
	$(LOCK) --constraint requirements-dev.lock --extra spark -o requirements-spark.lock

clean: ## Remove what the other targets made
	rm -rf $(VENV) demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* mutants build dist
