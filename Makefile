# Every target makes its own .venv on first use; nothing but Python (3.11 or newer) and make is needed.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
DEV := $(shell sed -n '/^dev = \[/,/^\]/s/^ *"\(.*\)",/"\1"/p' pyproject.toml)
PDF := $(shell sed -n 's/^pdf = \[\(.*\)\]/\1/p' pyproject.toml | tr ',' ' ')
# Tests wait more than they compute: one more than there are cores.
PYTEST = $(BIN)/python -m pytest -n $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --dist worksteal
FILE ?= seeds/000_1a521e34ec6b286b.txt

.PHONY: help read test check bench shots golden keys man clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r t h; do printf '  make %-7s %s\n' "$$t" "$$h"; done

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Lesepult needs Python 3.11 or newer; set PYTHON=/path/to/python3." >&2; exit 1; }
	@echo "Setting up .venv (once) ..."
	@if command -v uv >/dev/null 2>&1; then uv venv -q --clear --python "$(PYTHON)" $(VENV); else $(PYTHON) -m venv --clear $(VENV); fi
	@touch $@

INSTALL = if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python $(1); \
	else $(BIN)/python -m pip install -q --disable-pip-version-check $(1); fi

$(VENV)/.read: $(VENV)/.made pyproject.toml
	@$(call INSTALL,-e .)
	@touch $@

$(VENV)/.dev: $(VENV)/.read pyproject.toml
	@echo "Installing the test tools (once) ..."
	@$(call INSTALL,$(DEV))
	@touch $@

$(VENV)/.pdf: $(VENV)/.read pyproject.toml
	@echo "Installing what reads PDF files (once) ..."
	@$(call INSTALL,$(PDF))
	@touch $@

read: $(VENV)/.read $(if $(filter %.pdf %.PDF,$(FILE)),$(VENV)/.pdf) ## Open the sample article with its translation (FILE=... for another text)
	@$(BIN)/lesepult "$(FILE)"

test: $(VENV)/.dev ## Run the tests, but the slow ones
	@$(PYTEST) -m "not slow"

check: $(VENV)/.dev ## Format, lint, types, import contracts, then the slow tests (processes, terminals, kills, the wheel)
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --diff --quiet . ; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache | tail -n 3
	@$(PYTEST) -m slow

bench: $(VENV)/.dev ## Measure: cost per line, caches, matching, start-up (ratios beside references)
	@$(BIN)/python -m tests.bench

shots: $(VENV)/.dev ## Take screenshots (SVG) of the reader in light, dark and ansi themes into docs/
	@$(BIN)/python -m tests.shots

golden: $(VENV)/.dev ## Write the golden texts of the page anew; look at the difference before you commit it
	@UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/ui -k "looks_as_it_should or shipped_styles"

keys: $(VENV)/.dev ## Write the key table from the commands into README.md
	@$(BIN)/python -m reader.ui.key_table README.md

man: $(VENV)/.dev ## Write the manual page anew from the help of all commands
	@$(BIN)/python -m reader.manual > man/lesepult.1.new && mv man/lesepult.1.new man/lesepult.1

clean: ## Remove what the targets made
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
