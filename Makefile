PORT ?= 8000
WORKERS ?= 2
VENV := .venv/bin
PYTEST := $(VENV)/python -m pytest --numprocesses $(WORKERS)

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgres test-browser audit-pages lint fmt lock messages environment

help: ## Show what can be made.
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1 - /p' Makefile

run: ## Serve the site with its sample data; PORT=8123 for another port.
	@python=$$(sh scripts/find_python.sh) && exec "$$python" scripts/run.py "$(PORT)"

test: environment ## Run all tests on SQLite, then on a PostgreSQL that is started and stopped here, then those in a browser.
	@status=0; \
	$(MAKE) --no-print-directory test-sqlite || status=1; \
	$(MAKE) --no-print-directory test-postgres || status=1; \
	$(MAKE) --no-print-directory test-browser || status=1; \
	exit $$status

test-sqlite: environment ## Run all tests but those in a browser on SQLite: the quick loop.
	@echo "=== Tests on SQLite ==="
	@DATABASE_URL= $(PYTEST) --ignore tests/browser $(ARGS)

test-postgres: environment ## Run all tests but those in a browser on PostgreSQL: the server in DATABASE_URL, or one of their own.
	@echo "=== Tests on PostgreSQL ==="
	@$(VENV)/python scripts/postgres.py -- $(PYTEST) --ignore tests/browser $(ARGS)

test-browser: environment ## Run the tests in the machine's own Chromium, on SQLite; EVERY_LOOK=1 for all sizes and colours.
	@echo "=== Tests in a browser ==="
	@DATABASE_URL= $(PYTEST) tests/browser $(ARGS)

audit-pages: environment ## Judge all kinds of pages by other programs: Nu HTML checker, Lighthouse, schemas (needs Java, Node, Chromium).
	@$(VENV)/python scripts/audit_pages.py

lint: environment ## Check style, and that migrations match the models.
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@DEBUG=1 $(VENV)/python manage.py makemigrations --check --dry-run

fmt: environment ## Put the code into the house format.
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .

lock: ## Renew the hashed lock files from the .in files.
	@python=$$(sh scripts/find_python.sh) && "$$python" scripts/lock.py

messages: environment ## Collect texts to translate and compile the catalogues (needs gettext's tools).
	@DEBUG=1 $(VENV)/python manage.py makemessages --locale zh_Hans --no-location --no-obsolete --ignore .venv --ignore var --ignore staticfiles --ignore tests
	@DEBUG=1 $(VENV)/python manage.py compilemessages --ignore .venv --ignore var

environment:
	@python=$$(sh scripts/find_python.sh) && "$$python" scripts/environment.py requirements-dev.txt
