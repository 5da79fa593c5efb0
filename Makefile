# What people type. Each target brings a bare clone to where it can run.
.DEFAULT_GOAL := help
.PHONY: help try run test check audit fuzz attack torture soak scale bench shapes setup setup-dev
export PYTHONUTF8 = 1
BIN := .venv/bin
# Known kinds of keys are looked for; whatever looks random is not, or letters of Bangla would be.
NOT_SECRET := --disable-plugin KeywordDetector --disable-plugin Base64HighEntropyString --disable-plugin HexHighEntropyString --exclude-secrets 'secret|.*-on-loopback'

help:  ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 12

try: setup  ## the whole bot in a page of your browser: no account, no token
	@$(BIN)/chokh $(if $(PRESET),--preset $(PRESET)) try $(ARGS)

run: setup  ## the bot on Telegram, with the token of config.toml
	@$(BIN)/chokh run $(ARGS)

test: setup-dev  ## all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: setup-dev  ## style, types, that no floor looks up, unsafe calls, secrets
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/python -m pytest tests/test_floors.py
	@$(BIN)/bandit --quiet --configfile pyproject.toml --severity-level medium --recursive bot handlers models memory scripts
	@git ls-files -z -- ':!*.safetensors' ':!*.jpg' ':!*.png' | xargs -0 $(BIN)/detect-secrets-hook $(NOT_SECRET)

audit: setup-dev  ## asks the network whether a package that we pin is known to be unsafe
	@$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip

fuzz: setup-dev  ## 10,000 broken pictures, PDFs, sounds, videos and updates
	@$(BIN)/python -m tests.fuzz $(ARGS)

attack: setup-dev  ## files made to take time, memory or what isn't theirs: what they take
	@$(BIN)/python -m tests.attack $(ARGS)

soak: setup-dev  ## half an hour of fifty people and faults: nothing may be lost, nothing may grow
	@$(BIN)/python -m benchmarks.soak $(ARGS)

scale: setup-dev  ## three bots on one PostgreSQL and a cluster: one of each is killed, nothing is lost
	@$(BIN)/python -m benchmarks.scale $(ARGS)

torture: setup-dev  ## 200 kills under load, over polling and webhook, on SQLite and PostgreSQL
	@$(BIN)/python -m benchmarks.torture $(ARGS)

bench: setup-dev  ## measures, and writes benchmarks/results
	@$(BIN)/python -m benchmarks $(ARGS)

shapes: setup-dev  ## trains the demonstration's checkpoints again (about an hour)
	@$(BIN)/python -m tests.shapes.make $(ARGS)

setup:
	@scripts/setup

setup-dev:
	@scripts/setup dev
