# Two commands matter: `make reports` and `make test`. Each sets up .venv first, once, from requirements.lock.

PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin
READY := .venv/.ready

# Caches of matplotlib and IPython stay in the checkout: a home folder need not exist or be writable.
export MPLCONFIGDIR := $(CURDIR)/.venv/cache/matplotlib
export IPYTHONDIR := $(CURDIR)/.venv/cache/ipython

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY)  ## .venv with every package of requirements.lock, by hash

reports: $(READY)  ## tables, PDF and HTML reports of everything in seeds/, as far as out of date
	$(BIN)/cq-research build --jobs $(JOBS)

test: $(READY)  ## all tests, lint included
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

score: $(READY)  ## the tables against the hand-made gold rows
	$(BIN)/cq-research tables seeds build/score
	$(BIN)/python tests/score_tables.py build/score seeds tests/gold --errors

lab: $(READY)  ## JupyterLab in notebooks/
	$(BIN)/jupyter lab --notebook-dir .

lock: $(READY)  ## requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --only-binary :all: --no-header --no-annotate --no-emit-index-url -o requirements.lock

clean:  ## remove what was built: reports/ and build/, not .venv
	rm -rf build reports .pytest_cache .hypothesis .ruff_cache

distclean: clean  ## remove .venv too
	rm -rf .venv

# A finished set-up leaves .venv/.ready; it is older than the lock or the project's own metadata only if they changed.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	  || { echo "error: $(PYTHON) is not Python 3.11 to 3.14; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "error: $(PYTHON) has no venv; on Debian: apt install python3-venv" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: help setup reports test score lab lock clean distclean
