# `make run` starts everything, `make test` runs every test; both install what they need into this folder.
# What is installed is remembered by the content of its list, so that a second start installs nothing.

PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
ASSETS := $(BIN)/python -c 'from resident.web.assets import build; build(for_tests=True)'

unexport PYTHONDONTWRITEBYTECODE  # some machines set it, and each of the many processes would compile all modules anew

.PHONY: help run test bench mutants soak matrix valid lighthouse screenshots clean venv for-run for-tests catalogues browser

help:
	@echo "make run          set up and start on http://127.0.0.1:8000 (HOST and PORT change that)"
	@echo "make test         install what the tests need and run them all"
	@echo "make bench        speed, measured beside a bare page (GROWTH=1: with a million demands beside ten thousand)"
	@echo "make mutants      small faults, put into PACKAGE=points (or another), which its tests must notice"
	@echo "make soak         kills, crowds and backups, for longer than the tests do"
	@echo "make matrix       every kind of page in twelve ways: accessibility, overflow, targets, cut text; and its HTML"
	@echo "make valid        the HTML of every kind of page alone"
	@echo "make lighthouse   points of five pages, the median of five runs, on a quiet machine"
	@echo "make screenshots  the pictures of the README"
	@echo "make clean        forget what was installed and built; data in instance/ stays"

run: for-run catalogues
	@RESIDENT_DEMO=$${RESIDENT_DEMO-1} exec $(BIN)/python -m resident.supervisor

# Three at a time on two cores: a third of the time goes by waiting for browsers, databases and clocks.
test: for-tests catalogues browser
	@$(ASSETS)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check --quiet .
	$(BIN)/python -m djlint --lint --quiet templates
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest -n 3 --dist loadgroup

bench: for-tests catalogues
	@$(ASSETS)
	$(BIN)/python -m tests.benchmarks

mutants: for-tests catalogues
	@$(ASSETS)
	@nice -n 15 $(BIN)/python -m tests.mutants $(PACKAGE)

soak: for-tests catalogues
	@$(ASSETS)
	SOAK=1 $(BIN)/python -m pytest tests/load

matrix: for-tests catalogues browser
	@$(ASSETS)
	$(BIN)/python -m tests.matrix

valid: for-tests catalogues
	@$(ASSETS)
	$(BIN)/python -m tests.matrix --valid

lighthouse: for-tests catalogues browser
	@$(ASSETS)
	$(BIN)/python -m tests.matrix.lighthouse

screenshots: for-tests catalogues browser
	@$(ASSETS)
	$(BIN)/python -m tests.journeys.screenshots

clean:
	rm -rf .venv .build static/vendor translations/*/LC_MESSAGES/messages.mo

venv:
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed, with venv (Debian: apt-get install python3-venv)."; exit 1; }; \
		echo "Making .venv with $(PYTHON)"; $(PYTHON) -m venv --clear .venv; }

# $(call install,NAME,LIST): install the packages of LIST, unless this very list is installed already
install = @want=$$(cksum < $(2)); [ "$$want" = "$$(cat .venv/$(1) 2>/dev/null)" ] || { \
	echo "Installing what $(2) lists"; $(PIP) -r $(2) && echo "$$want" > .venv/$(1); }

for-run: venv
	$(call install,installed,constraints.txt)

for-tests: for-run
	$(call install,installed-for-tests,constraints-test.txt)

catalogues: for-run
	@$(BIN)/python -m babel.messages.frontend --quiet compile --directory translations

# Chromium and Chinese fonts for the tests in a browser, where this machine can install them; elsewhere those tests skip.
browser:
	@command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium and Chinese fonts"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; \
	else \
		echo "No chromium or no Chinese fonts on this machine: the tests in a browser are skipped or look odd."; \
	fi
