# confnotes: `make run` opens the sample vault, `make test` runs the tests. `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check house format release-check ablation bench highlights matrix live talks kills index-kills model sync team corpora goldens fuzz explore docs man pictures screens clean

VENV := .venv
BIN := $(VENV)/bin

# Tests start the program hundreds of times: compiled anew each time, that takes minutes.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest

# The sample vault is a conference of December 2019: its clock is set, unless the caller sets one.
CONFNOTES_NOW ?= 2019-12-10T10:10

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1	/' | expand -t 22

run: $(VENV)/.ready ## open the sample vault
	@if [ -t 0 ] && [ -t 1 ] && [ -t 2 ]; then \
	    CONFNOTES_NOW="$(CONFNOTES_NOW)" $(BIN)/confnotes --vault notes; \
	else \
	    CONFNOTES_NOW="$(CONFNOTES_NOW)" $(BIN)/confnotes now --vault notes && \
	    echo "The screens need a terminal: run “make run” in one." >&2; \
	fi

# Half of their time tests wait, for a terminal or a rest in typing: six at once keep two cores busy.
test: $(VENV)/.ready-dev ## run the tests
	@$(PYTEST) -n 6 --dist worksteal

check: $(VENV)/.ready-dev ## format, lint, types, architecture, tests
	$(BIN)/ruff format --check src tests docs hatch_build.py
	$(BIN)/ruff check src tests docs hatch_build.py
	$(BIN)/mypy
	@$(MAKE) --no-print-directory house
	@$(MAKE) --no-print-directory test

house: $(VENV)/.ready-dev ## hold the rules of the house and its budget of lines
	$(PYTEST) -q tests/test_architecture.py tests/test_house.py

format: $(VENV)/.ready-dev ## lay out the source and mend what can be mended
	$(BIN)/ruff format src tests docs hatch_build.py
	$(BIN)/ruff check --fix src tests docs hatch_build.py

release-check: $(VENV)/.ready-dev ## check that this checkout could be published, and is installed by pipx and uv
	@CONFNOTES_INSTALLERS=1 $(PYTEST) -q tests/test_wheel.py
	@PYTHONPATH=tests $(BIN)/python tests/release_check.py $(TAG)

bench: $(VENV)/.ready-dev ## measure speed against the plain tools
	@$(BIN)/python tests/bench/run.py

highlights: $(VENV)/.ready-dev ## hold the draft highlights of nine people's notes against what an editor chose, a minute
	@$(BIN)/python tests/bench/highlights.py

matrix: ## run it in bare Debians, with other Pythons, the lowest and the newest dependencies, 90 minutes
	@nice python3 tests/matrix.py

live: $(VENV)/.ready-dev ## type a whole talk against a bare TextArea, 25 minutes
	@$(BIN)/python tests/bench/live_typing.py

talks: $(VENV)/.ready-dev ## type two talks as recorded in vim and Obsidian, all of them, 5 minutes
	@CONFNOTES_WHOLE_TALKS=1 $(PYTEST) -q -n 2 --timeout 0 tests/tui/test_recorded_talks.py

kills: $(VENV)/.ready-dev ## kill it 500 times, write from two programs, look what is left, 50 minutes
	@PYTHONPATH=tests $(BIN)/python tests/kills.py --times 300 --scene editing
	@PYTHONPATH=tests $(BIN)/python tests/kills.py
	@PYTHONPATH=tests $(BIN)/python tests/two_writers.py

index-kills: $(VENV)/.ready-dev ## kill what writes the index 200 times, look what is found, 5 minutes
	@PYTHONPATH=tests $(BIN)/python tests/index_kills.py

sync: $(VENV)/.ready-dev ## sync three machines in 60 random rounds, in 20 over a bad network and in 20 over ssh, kill syncs, look what is left, 40 minutes
	@PYTHONPATH=tests $(BIN)/python tests/sync_rounds.py
	@PYTHONPATH=tests $(BIN)/python tests/sync_rounds.py --far --rounds 20
	@PYTHONPATH=tests $(BIN)/python tests/sync_rounds.py --ssh --rounds 20

team: $(VENV)/.ready-dev ## have five people write for an hour, look for lost lines and growing memory
	@PYTHONPATH=tests $(BIN)/python tests/team_hour.py

model: $(VENV)/.ready-dev ## play 20,000 typists on keeper, journal and files, kill them too, 15 minutes
	@PYTHONPATH=tests $(BIN)/python tests/keeper_model.py

corpora: $(VENV)/.ready-dev ## compare what is read with what real programs say, and what is exported with real notes
	@PYTHONPATH=tests $(BIN)/python tests/corpora/run.py
	@PYTHONPATH=tests $(BIN)/python tests/corpora/words.py

ablation: $(VENV)/.ready-dev ## empty each list of words of the importers, read everything, print what changes, 40 minutes; PARTS=facts.words
	@PYTHONPATH=tests nice $(BIN)/python tests/ablation.py $(PARTS)

goldens: $(VENV)/.ready-dev ## hold and keep what users have, byte for byte; BASE=COMMIT shows what differs, 5 minutes
	@PYTHONPATH=tests $(BIN)/python tests/goldens/run.py $(if $(BASE),--base $(BASE)) $(PARTS)

fuzz: $(VENV)/.ready-dev ## break 20,000 sources for every reader
	@CONFNOTES_FUZZ=20000 $(PYTEST) -q -n 2 --timeout 0 tests/importers/test_fuzz.py

explore: $(VENV)/.ready-dev ## run the property tests with new examples each time, 10 minutes
	@CONFNOTES_EXPLORE=1 $(PYTEST) -q -n 2 --timeout 0 $$(grep -rl "from hypothesis" tests --include='test_*.py')

docs: $(VENV)/.ready-docs ## build the documentation into site/ and check its links
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build
	@$(BIN)/python docs/check_site.py site
	@echo "Open site/index.html in a browser."

man: $(VENV)/.ready-dev ## write the manual page again, man/confnotes.1
	@mkdir -p man && $(BIN)/confnotes man > man/confnotes.1

pictures: $(VENV)/.ready-dev ## draw the pictures of the README and the documentation again, 5 minutes
	@CONFNOTES_NOW="$(CONFNOTES_NOW)" $(BIN)/python docs/draw_screen.py
	@$(BIN)/python docs/draw_tour.py
	@$(BIN)/python docs/draw_house.py
	@$(BIN)/python docs/draw_export.py

screens: $(VENV)/.ready-dev ## draw every screen at three sizes in four themes into INTO=FOLDER, 15 minutes; WORDS="now search"
	@PYTHONPATH=tests $(BIN)/python docs/draw_screen.py $(or $(INTO),.screens) $(WORDS)

clean: ## forget everything that was made
	rm -rf $(VENV) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis .bench .goldens .screens
	find src tests -name __pycache__ -type d -exec rm -rf {} +

$(VENV)/.ready: pyproject.toml
	@$(MAKE) --no-print-directory venv
	@echo "Installing confnotes into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml
	@$(MAKE) --no-print-directory venv
	@echo "Installing confnotes and its development tools into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.ready $(VENV)/.ready-docs

$(VENV)/.ready-docs: pyproject.toml
	@$(MAKE) --no-print-directory venv
	@echo "Installing confnotes and what builds its documentation into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@ $(VENV)/.ready

# A virtual environment whose Python works, made with the first Python from 3.11 on that can make one.
.PHONY: venv
venv:
	@if $(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exit 0; fi; \
	for python in $(PYTHON) python3 python3.13 python3.12 python3.14 python3.11 python; do \
	    if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        exec "$$python" -m venv --clear $(VENV); \
	    fi; \
	done; \
	echo "confnotes needs Python 3.11 or later with its venv module, and none was found." >&2; \
	echo "Install one (Debian, Ubuntu: apt install python3-venv; macOS: brew install python) or say make PYTHON=/path/to/python." >&2; \
	exit 1
