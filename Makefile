# Everything a newcomer types. `make` alone lists it.
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PORT

.PHONY: help run test lint bench faults screenshots requirements clean

help:  ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.run  ## start everything and then open http://localhost:8000 (PORT=8001 for another port)
	@exec $(BIN)/python manage.py up --port $(PORT)

test: $(VENV)/.dev  ## run everything that CI runs
	@scripts/check.sh

lint: $(VENV)/.dev  ## linters, types, the ladder of apps, migrations
	@scripts/check.sh lint

bench: $(VENV)/.dev  ## measure speed (docs/benchmarks.md)
	@$(BIN)/python -m tests.bench

faults: $(VENV)/.dev  ## break things on real servers (docs/reliability.md)
	@$(BIN)/python -m tests.faults --json .local/faults.jsonl

requirements: $(VENV)/.dev  ## compile the pinned requirements from the .in files
	@scripts/compile_requirements.sh

clean:  ## remove the virtual environment, the embedded servers' data and all caches
	@for list in $$(find .local -maxdepth 3 -name elsewhere 2>/dev/null); do xargs rm -rf < $$list; done
	rm -rf $(VENV) .local .mypy_cache .pytest_cache .ruff_cache .import_linter_cache staticfiles

$(VENV)/.run: requirements.txt requirements-local.txt
	@scripts/make_venv.sh requirements.txt requirements-local.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt
	@scripts/make_venv.sh requirements-dev.txt
	@touch $@
