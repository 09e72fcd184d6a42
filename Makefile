# `make` alone lists the commands. Only Python 3.11 or later, pip and make are needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Paths of every file that a bulletin depends on.
SOURCES := $(shell find src/probata -type f ! -name '*.pyc')
# Bulletins on made-up cases of an assumed design, or of a few published figures.
SIBLINGS := completion_and_reoffending engagement organisational_inputs tailoring
EARLY := $(shell find bulletins/early_outcomes -type f)

.PHONY: help bulletin bulletins scores test test-routing test-browser check fix docs bench bench-mixed bench-cohort bench-log bench-risk bench-agreement bench-linkage clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

bulletin: build/early_outcomes/bulletin.html ## Make the early-outcomes bulletin from its synthetic twin (the main job)
	@echo "Open build/early_outcomes/bulletin.html in a browser."

build/early_outcomes/bulletin.html: $(VENV)/.core $(SOURCES) $(EARLY)
	@$(BIN)/probata bulletin bulletins/early_outcomes --formats all --strict
	@touch $@

# The data of the bulletin on later outcomes, by the chain that real data would take.
CHAIN := build/chain/completion_and_reoffending
LATER := $(shell find bulletins/completion_and_reoffending -type f ! -path '*/text/*')

$(CHAIN)/outcomes/outcomes.csv: $(VENV)/.link $(SOURCES) $(LATER)
	@sh bulletins/completion_and_reoffending/recipe.sh $(BIN)/probata $(CHAIN)

# Cases and interviews with practitioners, joined.
JOINED := build/chain/organisational_inputs
INPUTS := $(shell find bulletins/organisational_inputs -type f ! -path '*/text/*')

$(JOINED)/joined.csv: $(VENV)/.core $(SOURCES) $(INPUTS)
	@sh bulletins/organisational_inputs/recipe.sh $(BIN)/probata $(JOINED)

bulletins: bulletin $(CHAIN)/outcomes/outcomes.csv $(JOINED)/joined.csv ## Make every bulletin whose data are at hand
	@for name in $(SIBLINGS); do \
		$(BIN)/probata bulletin bulletins/$$name --formats all --strict || exit 1; done
	@$(BIN)/probata bulletin bulletins/framework_performance --formats all --strict
	@$(BIN)/probata bulletin bulletins/judged_twice --formats all --strict
	@$(BIN)/probata series bulletins/progress_series --formats all --strict
	@test -e ../shared/data/compas || echo "No COMPAS data beside the checkout: compas_check is left out."
	@test ! -e ../shared/data/compas || $(BIN)/probata bulletin bulletins/compas_check \
		--formats all --data ../shared/data/compas/compas_two_years_deidentified.csv.gz
	@test ! -e ../shared/data/nij_recidivism || $(BIN)/probata bulletin bulletins/parole_activity \
		--formats all --data ../shared/data/nij_recidivism/nij_year1_survivors.csv.gz

scores: $(VENV)/.core ## Report on the scores of the public data at hand: COMPAS and parole
	@test -e ../shared/data/compas || echo "No COMPAS data beside the checkout: its score is left out."
	@test ! -e ../shared/data/compas || $(BIN)/probata validate \
		../shared/data/compas/compas_two_years_deidentified.csv.gz --score decile_score \
		--outcome two_year_recid --by race --by sex --out build/scores/compas
	@test -e ../shared/data/nij_recidivism || echo "No parole data beside the checkout: its score is left out."
	@test ! -e ../shared/data/nij_recidivism || $(BIN)/probata validate \
		../shared/data/nij_recidivism/nij_year1_survivors.csv.gz \
		--score Supervision_Risk_Score_First --outcome Recidivism_Within_3years \
		--by Gender --by Race --out build/scores/parole

.PHONY: serve
serve: $(VENV)/.service ## Run the case assessment service on made-up cases
	@$(BIN)/probata demo
	@$(BIN)/probata serve --demo

test: $(VENV)/.dev ## Run every test that needs no browser
	$(BIN)/pytest -q -n 2 -m "not spark and not browser"

test-routing: $(VENV)/.dev ## Try 10,000 random answer paths on each packaged framework (minutes)
	$(BIN)/pytest -q -n 2 tests/properties/test_assessment_properties.py --hypothesis-profile=thorough

test-browser: $(VENV)/.browser ## Check the pages in headless Chromium (install Chromium first)
	$(BIN)/pytest -q -n 2 -m browser

.PHONY: test-spark bench-scale
test-spark: $(VENV)/.spark ## Try the Spark engine on a cluster of two processes on this machine (minutes)
	$(BIN)/pytest -q -m spark

check: $(VENV)/.dev ## Format, lint, types and import contracts; changes nothing
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: attack
attack: $(VENV)/.dev ## Attack 200 random studies after disclosure control (some minutes)
	$(BIN)/python benchmarks/attack.py

fix: $(VENV)/.dev ## Format, and mend what can be mended by itself
	$(BIN)/ruff check --fix src tests benchmarks
	$(BIN)/ruff format src tests benchmarks

docs: $(VENV)/.dev ## Write the generated reference pages and schemas
	$(BIN)/python docs/reference/generate.py
	$(BIN)/probata schema --out docs/reference/schemas

bench: $(VENV)/.dev bulletin ## Time the main job side by side with its peers
	$(BIN)/python benchmarks/main_job.py

bench-mixed: $(VENV)/.dev bulletin ## Time the random-intercept fit beside lme4's glmer
	$(BIN)/python benchmarks/mixed.py

bench-linkage: $(VENV)/.dev ## Link public files with known truth beside Splink's own examples
	$(BIN)/python benchmarks/linkage.py

bench-cohort: $(VENV)/.dev ## Time 108 cohorts from a national case list, and their allocation
	$(BIN)/python benchmarks/cohort.py
	$(BIN)/python benchmarks/allocation.py

bench-log: $(VENV)/.dev ## Time a log of a million events: hash, verify, replay
	$(BIN)/python benchmarks/event_log.py

bench-risk: $(VENV)/.dev ## Time `probata risk` on a million people: read, score, write, whole
	$(BIN)/python benchmarks/risk.py

.PHONY: bench-release
bench-release: $(VENV)/.dev ## Time releases of the service: 1,539 and 10,000 cases
	$(BIN)/python benchmarks/releases.py

bench-agreement: $(VENV)/.dev ## Time agreement over 10,500 ratings (needs ../shared/data)
	$(BIN)/python benchmarks/agreement.py

.PHONY: bench-live
bench-live: $(VENV)/.dev ## Time the live ratings of a unit of 60 cases
	$(BIN)/python benchmarks/live_ratings.py

bench-scale: $(VENV)/.spark $(VENV)/.peers ## Time the engines beside their peers at growing sizes (half an hour)
	$(BIN)/python benchmarks/scale/run.py

.PHONY: bench-service bench-service-kills bench-service-long bench-service-restore
bench-service: $(VENV)/.service ## Load on the service, interleavings, tampering, against what is to be reached (under 10 minutes)
	$(BIN)/python benchmarks/service/run.py load

bench-service-kills: $(VENV)/.service ## Kill workers and the database under 60 saving inspectors (some 5 minutes)
	$(BIN)/python benchmarks/service/run.py kills

bench-service-long: $(VENV)/.service ## 2,600 whole case sessions with kills throughout (half an hour)
	$(BIN)/python benchmarks/service/run.py sessions

bench-service-restore: $(VENV)/.service ## Verify, back up and restore a million events (some minutes)
	$(BIN)/python benchmarks/service/run.py restore

clean: ## Remove what was built (keeps the environment)
	rm -rf build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Probata needs Python 3.11 or later; set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@$(PYTHON) -m venv $(VENV)

# Each stamp stands for one set of installed packages, pinned in constraints.txt.
$(VENV)/.core: $(VENV)/bin/python pyproject.toml constraints.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[spss,publish]'
	@touch $@

$(VENV)/.link: $(VENV)/.core
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[spss,publish,link]'
	@touch $@

$(VENV)/.service: $(VENV)/.core
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[spss,publish,service]'
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[spss,publish,link,service,dev]'
	@touch $@

$(VENV)/.browser: $(VENV)/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[spss,publish,link,service,dev,browser]'
	@touch $@

$(VENV)/.spark: $(VENV)/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[spss,publish,link,dev,spark]'
	@touch $@

# The peers of the benchmark of scale, apart from what Probata needs (and R from the system).
$(VENV)/.peers: $(VENV)/.core
	@$(PYTHON) -m venv $(VENV)/peers
	@$(VENV)/peers/bin/pip install --quiet --disable-pip-version-check -r benchmarks/scale/peers.txt
	@touch $@
