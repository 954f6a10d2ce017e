# `make demo` needs Python 3.11 or newer, and nothing else.
PYTHON ?= python3
PORT ?= 8000
UV ?= uv
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
EMBEDDED := $(BIN)/python -m config.embedded

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench reset smoke format messages requirements

help: ## this list
	@sed -n 's/^\([a-z]*\):[^=]*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 22

demo: export PORT := $(PORT)
demo: $(VENV)/.runtime ## all of Headroom with a demo organisation, on http://localhost:8000/ (PORT= moves it)
	@$(EMBEDDED) demo

test: $(VENV)/.dev ## the tests, on PostgreSQL and Redis of their own (ARGS="-k week")
	@$(EMBEDDED) run --throwaway -- $(BIN)/python -m pytest $(ARGS)

lint: export DEBUG = 1
lint: $(VENV)/.dev ## style, types, layers, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(wildcard booking/rules booking/actions)
	$(BIN)/lint-imports
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	$(EMBEDDED) run --throwaway -- $(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/.dev ## let ruff and djade put things in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

bench: $(VENV)/.dev ## bookings and pages per second, beside a bare Django and plain SQL
	@$(EMBEDDED) run --throwaway --durable -- $(BIN)/python -m benchmarks $(ARGS)

smoke: $(VENV)/.runtime ## start the demo afresh elsewhere, sign in, stop it, see that nothing is left
	@$(EMBEDDED) smoke

reset: $(VENV)/.runtime ## forget the demo's data
	@$(EMBEDDED) reset

# The date of extraction would change each file for nothing.
messages: export DEBUG = 1
messages: $(VENV)/.dev ## gather the texts to translate and compile the translations (needs gettext)
	@command -v msgfmt >/dev/null || { echo "headroom: no msgfmt; on Debian, install gettext" >&2; exit 1; }
	$(BIN)/python manage.py makemessages --locale nl --locale fr --locale de --no-wrap --no-obsolete --add-location file \
		--ignore tests --ignore benchmarks
	@for file in booking/locale/*/LC_MESSAGES/django.po; do \
		sed '/^"POT-Creation-Date:/d' $$file > $$file.new && mv $$file.new $$file; done
	$(BIN)/python manage.py compilemessages --locale nl --locale fr --locale de --ignore $(VENV)

requirements: ## pin what pyproject.toml asks for (needs uv)
	$(UV) pip compile pyproject.toml $(PINNED) --extra embedded --output-file requirements/runtime.txt
	$(UV) pip compile pyproject.toml $(PINNED) --extra embedded --extra dev --constraint requirements/runtime.txt \
		--output-file requirements/dev.txt

PINNED := --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make requirements"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "headroom: Python 3.11 or newer is needed; name one with PYTHON=" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "headroom: no virtual environment; on Debian, install python3-venv" >&2; exit 1; }

$(VENV)/.runtime: requirements/runtime.txt | $(VENV)/bin/python
	@echo "Installing Headroom's dependencies …"
	@$(PIP) -r requirements/runtime.txt
	@touch $@

# The development set holds the runtime set, at the same versions.
$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing Headroom's dependencies and its tools …"
	@$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/.runtime
