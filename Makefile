# Ret & Pligt. De to vigtigste: make run og make test.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv/bin
.PHONY: help setup run stop train demo-staff doctor eval lint lint-nlu format test test-fast rules cases mutants lix talks bench bench-rules bench-overview bench-reminders lock test-faults test-security test-restore bench-chat

help: ## Vis denne oversigt
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Hent og klargør alt (hurtigt anden gang)
	@$(PYTHON) tools/setup.py

run: setup ## Klargør alt, og start assistenten (Ctrl-C stopper den)
	@$(PYTHON) tools/run.py

stop: ## Stop en assistent, der kører
	@$(PYTHON) tools/run.py stop

train: setup ## Træn sprogmodellen igen
	@$(PYTHON) tools/setup.py train

demo-staff: setup ## Lav en konto til hver rolle, så du kan se siderne for medarbejdere
	@$(VENV)/python -m casework.cli staff demo

doctor: setup ## Se efter, om alt er sat rigtigt op, og hvad du skal gøre
	@$(VENV)/retpligt doctor

eval: setup ## Mål sprogforståelsen ved siden af Rasas egen opsætning
	@$(VENV)/python -m tests.load.understanding

lint: setup ## Kontrollér kode, typer, importretninger og regler
	@$(PYTHON) tools/check.py lint

lint-nlu: setup ## Kontrollér sætningerne, assistenten lærer og måles på
	@bot/.venv/bin/python -m bot.lint_nlu

format: setup ## Ret kodens form
	@$(VENV)/ruff check --fix . && $(VENV)/ruff format .

rules: setup ## Kontrollér alle regler og kilder
	@$(VENV)/retpligt check

test-fast: setup ## Kun de hurtige test (sekunder)
	@$(PYTHON) tools/check.py fast

test: setup ## Klargør alt, og kør alle test
	@$(PYTHON) tools/check.py all

lix: setup ## Mål, hvor let alle tekster til borgeren er at læse
	@$(VENV)/python -m tests.support.lix_report

cases: setup ## Skriv grænsesagerne igen, når en regel er ændret
	@$(VENV)/python tools/make_cases.py

mutants: setup ## Prøv alle små fejl i alle regler: ville en sag opdage dem?
	@$(VENV)/python -m tests.rules_core.mutation

talks: setup ## Spil de 60 samtaler, der læses af mennesker
	@$(VENV)/python -m tests.talks

test-faults: setup ## Slå delene ned én ad gangen, mens 50 borgere skriver: går noget tabt?
	@$(VENV)/python -m tests.faults

test-security: setup ## Kør de test, der holder løfterne i docs/sikkerhed.md, og vis hvert punkt
	@$(VENV)/python -m tests.security

test-restore: setup ## Tag en kopi, mist alt, læg den tilbage, og sammenlign hver række
	@$(VENV)/python -m pytest -q -rA tests/casework/test_backup.py tests/casework/test_migrations.py

bench: setup ## Mål svartid, hukommelse, træning og sprogforståelse (tager nogle minutter)
	@$(VENV)/python -m tests.load.bench

bench-chat: setup ## Mål chatten: åbne sider, beskeder i sekundet og ti minutters slid
	@$(VENV)/python -m tests.load.bench_chat

bench-rules: setup ## Mål reglerne: ét svar, en million borgere, ved siden af OpenFisca
	@$(VENV)/python -m tests.load.bench_rules

bench-overview: setup ## Mål, hvor længe tallene i /overblik er om 100.000 samtaler
	@$(VENV)/python -m tests.load.bench_overview

bench-reminders: setup ## Mål påmindelser: en million borgere planlagt, og hvor hurtigt de sendes
	@$(VENV)/python -m tests.load.bench_reminders

lock: ## Lås pakkernes versioner igen
	uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --python-version 3.11 --universal -o requirements.lock -q
	uv pip compile bot/pyproject.toml --extra dev --override bot/overrides.txt --generate-hashes --no-emit-index-url --python-version 3.10 -o bot/requirements.lock -q
