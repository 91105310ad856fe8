# Ret & Pligt. De to vigtigste: make run og make test.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv/bin
.PHONY: help setup run stop train demo-staff doctor eval lint lint-nlu format test \
        test-fast rules cases mutants lix talks bench bench-rules bench-overview \
        bench-reminders lock test-faults test-security test-a11y test-restore bench-chat \
        run-scaled stop-scaled test-scale settings-page sbom audit

help: ## Vis denne oversigt
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Hent og klargør alt (hurtigt anden gang)
	@$(PYTHON) tools/setup.py

run: setup ## Klargør alt, og start assistenten (Ctrl-C stopper den)
	@$(PYTHON) tools/run.py

stop: ## Stop en assistent, der kører
	@$(PYTHON) tools/run.py stop

COPIES ?= 2
run-scaled: setup ## Start flere af hver proces bag nginx med PostgreSQL og Redis, som i stor drift (COPIES=2)
	@$(PYTHON) tools/run_scaled.py --copies $(COPIES)

stop-scaled: ## Stop den
	@$(PYTHON) tools/run_scaled.py stop

train: setup ## Træn sprogmodellen igen
	@$(PYTHON) tools/setup.py train

demo-staff: setup ## Lav en konto til hver rolle, så du kan se siderne for medarbejdere
	@$(VENV)/python -m casework.cli staff demo

settings-page: ## Skriv docs/indstillinger.md igen, når en indstilling er ændret
	@$(PYTHON) tools/make_settings_page.py

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

test-scale: setup ## Prøv flere af hver proces: rigtige svar, intet tabt, og hvad det koster i processortid
	@$(VENV)/python -m tests.scale

test-security: setup ## Kør de test, der holder løfterne i docs/sikkerhed.md, og vis hvert punkt
	@$(VENV)/python -m tests.security

test-a11y: setup ## Se alle sider på otte måder, og kør de test, der holder løfterne i docs/tilgaengelighed.md
	@$(VENV)/python -m tests.a11y

test-restore: setup ## Tag en kopi, mist alt, læg den tilbage, og sammenlign hver række
	@$(VENV)/python -m tests.restore

bench: setup ## Mål svartid, hukommelse, træning og sprogforståelse (tager nogle minutter)
	@$(VENV)/python -m tests.load.bench

bench-chat: setup ## Mål chatten: åbne sider, beskeder i sekundet og ti minutters slid
	@$(VENV)/python -m tests.load.bench_chat

.PHONY: bench-masking
bench-masking: setup ## Mål, hvor længe maskering er om 50.000 fjendtlige tegn
	@$(VENV)/python -m tests.load.bench_masking

bench-rules: setup ## Mål reglerne: ét svar, en million borgere, ved siden af OpenFisca
	@$(VENV)/python -m tests.load.bench_rules

bench-overview: setup ## Mål, hvor længe tallene i /overblik er om 100.000 samtaler
	@$(VENV)/python -m tests.load.bench_overview

bench-reminders: setup ## Mål påmindelser: en million borgere planlagt, og hvor hurtigt de sendes
	@$(VENV)/python -m tests.load.bench_reminders

.PHONY: screenshots
screenshots: setup ## Tag billederne i docs/billeder igen af det kørende produkt (et par minutter)
	@$(VENV)/python -m tests.screenshots

sbom: setup ## Skriv en liste over alle pakker (CycloneDX) i var/sbom
	@$(PYTHON) tools/supply.py sbom

audit: setup ## Spørg, om nogen af pakkerne har kendte svagheder (kræver net)
	@$(PYTHON) tools/supply.py audit

lock: ## Lås pakkernes versioner igen
	uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --python-version 3.11 --universal -o requirements.lock -q
	uv pip compile bot/pyproject.toml --extra dev --override bot/overrides.txt --generate-hashes --no-emit-index-url --python-version 3.10 -o bot/requirements.lock -q
	uv pip compile pyproject.toml --extra postgresql --extra scale -c requirements.lock --generate-hashes --no-emit-index-url --python-version 3.12 --custom-compile-command "make lock" -o deploy/images/app.lock -q
