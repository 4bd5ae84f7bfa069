# Conveniences; everything works without make.
.DEFAULT_GOAL := help
.PHONY: help run test fast check format migrations locks services pictures

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## start with the demo
	python3 run.py

test: ## the tests that need no services
	python3 run.py test

fast: ## those of them that answer within a minute
	python3 run.py test -m fast

check: ## what the continuous integration checks besides the tests
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m mypy
	.venv/bin/lint-imports
	.venv/bin/python manage.py makemigrations --check --dry-run
	.venv/bin/python manage.py catalogues check
	.venv/bin/python manage.py render_workflow --check
	.venv/bin/python manage.py render_rule_keys --check

format: ## sort imports and format
	.venv/bin/python -m ruff check --fix .
	.venv/bin/python -m ruff format .

migrations: ## write the migrations that models ask for
	.venv/bin/python manage.py makemigrations

COMPILE = uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --universal
locks: ## after a change of the dependencies (needs uv); versions move only when they must
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra server -c requirements.lock -o requirements-server.lock
	$(COMPILE) --extra server --group dev --group e2e -c requirements.lock -o requirements-dev.lock

services: ## web, worker, beat, PostgreSQL and Redis in containers
	docker compose up --detach --build

PICTURES = viec-cua-toi de-nghi bo-phieu-dien-thoai quyet-dinh thong-ke bao-cao-giai-doan-dang-soan phong-trao dien-hinh goi-den so-van-ban $(addprefix tu-chuong-trinh-,1-lap-phien 2-quyet-dinh 3-giay-khen 4-to-trinh 5-goi-ho-so)
pictures: ## the screens of README and user guide, as the browser journeys saw them
	.venv/bin/python -m pytest -q -m journey tests/journeys
	mkdir -p docs/screens
	cd tests/journeys/output && cp $(addsuffix .png,$(PICTURES)) ../../../docs/screens/
