# What a person may ask of this folder. `make help` lists it; 8-contract of the design names most of it.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PORT ?= 8000
DEMO ?=
# POW=0: complaints need no work before sending, as for scripts that send many.
POW ?= 1
STATE ?=
IN ?=
OUT ?=
SINCE ?=
UNTIL ?=
PERSON ?=
CASES ?=
N ?=
URL ?=
# Two stages of infra/samconfig.toml: trial, and live for the owners.
STAGE ?= trial
STACK ?= $(if $(filter live,$(STAGE)),huiyin,huiyin-trial)
UPGRADE ?=
GUIDED ?=
ISSUER ?=
REGION ?=

# The template is linted for these; `make regions` says where else it can run.
REGIONS := ap-southeast-1 ap-northeast-1 eu-west-1 us-east-1

PYTHON := .venv/bin/python
export PYTHONPATH := functions
# The folders too: only their time tells of a page that is gone. `site` alone would be the target of that name.
SITE_SOURCES := $(shell find site/ functions/huiyin/policy functions/huiyin/entry infra/site_* infra/openapi* mkdocs.yml mkdocs.en.yml \
	-not -name '*.pyc' -not -name __pycache__ 2>/dev/null)

# What the functions load as it was made here: letters as Python, models of AWS cut to our calls, the policy found to fit.
BUILT := functions/huiyin/built
# Folders as above.
BUILT_FROM := $(shell find functions/huiyin/mail/templates functions/huiyin/policy -not -name '*.pyc' -not -name __pycache__) functions/huiyin/mail/render.py functions/huiyin/store/clients.py \
	infra/built.py infra/requirements.txt

# $(call run,what is missing,the file that would do it,the command): a thing not built yet says so, and fails.
run = if [ -e $(2) ]; then $(3); else echo "make $@: $(1) is not built yet ($(2))." >&2; exit 2; fi

.PHONY: up test long check faults badinput schema fuzz walks bench replay evaluate site pages publish doctor redrive verify breach-report deploy regions lock sam-build sizes rehearse pictures \
	format clean help packages environment tools browser audits zensical successor long hooks audit holes $(CHECKS)

up: packages pages ## the whole stack on this machine: PORT=8000 POW=0 DEMO=300 STATE=folder
	@exec $(PYTHON) -m infra.local up --port $(PORT) $(if $(filter 0,$(POW)),--no-proof-of-work) $(if $(DEMO),--demo $(DEMO)) $(if $(STATE),--state '$(STATE)')

test: packages browser pages ## all tests, with what they need
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q -m 'not long'

long: packages browser pages zensical audits ## the tests that take long: every window and scheme, kill -9 over and over; HISTORIES=5
	@$(PYTHON) -m pytest -n 2 --dist worksteal -q -m long

# Each part apart, two at a time, with its output in one piece; `make check-types` runs one alone.
CHECKS := check-style check-types check-template check-house

check: packages ## format, lint, types, imports, template, dangerous Python; the house rules, which also look for secrets
	@began=$$(date +%s); $(MAKE) --no-print-directory -j2 -k -Otarget $(CHECKS) && echo "make check: all holds, $$(($$(date +%s) - began)) s"

check-style: packages
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .

check-types: packages
	.venv/bin/mypy

check-template: packages build/.linted

# cfn-lint takes longer than all the rest: again only when what it reads has changed.
build/.linted: template.yaml infra/requirements.txt Makefile
	.venv/bin/cfn-lint --regions $(REGIONS) -- template.yaml
	@mkdir -p build && touch $@

# Who may import whom is one of the house rules. Those that start the stack run in `make test`, as all others do.
# What Python compiles is kept, whatever the surroundings say: compiling all of pytest and moto again took half of the time.
check-house: packages
	env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -q -m 'not long and not stack' tests/house

audit: audits ## what is known to be bad: secrets in files, dangerous Python, the template; without network
	git ls-files -z | xargs -0 .audit-venv/bin/detect-secrets-hook --disable-plugin KeywordDetector \
		--disable-plugin HexHighEntropyString --disable-plugin Base64HighEntropyString
	.audit-venv/bin/bandit -q -ll -c infra/audit/bandit.yaml -x functions/huiyin/built -r functions infra
	.audit-venv/bin/checkov --config-file infra/audit/checkov.yaml --file template.yaml

holes: audits ## known holes in what the locks name; asks the network, and fails without it
	@for lock in $$(find infra -name requirements.txt); do echo "$$lock"; \
		.audit-venv/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off --requirement "$$lock" || failed=1; \
	done; [ -z "$$failed" ] || { echo "make holes: a hole is known, or the network was not reached: see above." >&2; exit 1; }

hooks: packages audits ## pre-commit: format, lint and house rules before each commit
	.audit-venv/bin/pre-commit install

format: packages ## puts the format right
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix-only --quiet .

faults: packages ## every AWS call fails, before and after it took effect
	@$(call run,the fault harness,tests/faults/__main__.py,$(PYTHON) -m tests.faults)

badinput: packages browser pages ## every bad input that the design names, and a table of what became of it
	@$(call run,the suite of bad inputs,tests/badinput/__main__.py,$(PYTHON) -m tests.badinput)

schema: packages ## schemathesis asks both doors what their OpenAPI document allows and what it does not: EXAMPLES=30
	@$(PYTHON) -m tests.schema

fuzz: packages ## random bytes against every parser (not built yet)
	@$(call run,the fuzzing of the parsers,tests/fuzz/__main__.py,$(PYTHON) -m tests.fuzz)

walks: packages browser pages ## presses and minutes of each role on one repair, and of the counter, through the pages
	@$(PYTHON) -m tests.journeys

bench: packages browser pages ## benchmarks, as ratios within one run
	@$(call run,the benchmark,tests/bench/__main__.py,$(PYTHON) -m tests.bench)

replay: packages pages ## real lines through the public API: IN=x.jsonl N=300; into a running stack with URL=
	@[ -n '$(IN)' ] || { echo "make replay: say which file, as in IN=lines.jsonl N=300" >&2; exit 2; }
	@$(call run,the replay,infra/replay.py,$(PYTHON) -m infra.replay '$(IN)' $(N) $(if $(URL),--url '$(URL)'))

evaluate: packages ## the text mining on lines of your own: TASK=classify IN=in.jsonl OUT=out.jsonl
	@$(PYTHON) -m infra.evaluate $(TASK) --in '$(IN)' --out '$(OUT)'

site: packages ## the pages, live while you write them
	@$(PYTHON) -m infra.site_pages serve

pages: packages build/.pages

build/.pages: $(SITE_SOURCES)
	@$(PYTHON) -m infra.site_pages build
	@touch $@

successor: packages zensical ## the same pages by Zensical, which follows MkDocs, into build/zensical
	@$(PYTHON) -m infra.site_successor

publish: packages pages ## the pages into the bucket of a deployment: STACK=huiyin
	@$(call run,publishing,infra/publish.py,$(PYTHON) -m infra.publish --stack $(STACK))

doctor: packages ## is a deployment healthy, and what to do where it is not: STACK=huiyin
	@$(call run,the doctor,infra/doctor.py,$(PYTHON) -m infra.doctor --stack $(STACK))

redrive: packages ## hands dead letters back to where they came from, once the cause is gone: STACK=huiyin
	@$(call run,the redrive,infra/redrive.py,$(PYTHON) -m infra.redrive --stack $(STACK))

verify: packages ## every event of a deployment against the chain of its case: STACK=huiyin
	@$(call run,the verification of chains,infra/verify.py,$(PYTHON) -m infra.verify --stack $(STACK))

breach-report: packages ## who saw or was told whose data, when, by which channel: STACK=huiyin SINCE=2026-11-01 UNTIL=... PERSON=... CASES=... OUT=file
	@$(call run,the report of a breach,infra/breach_report.py,$(PYTHON) -m infra.breach_report --stack $(STACK) $(if $(SINCE),--since $(SINCE)) \
		$(if $(UNTIL),--until $(UNTIL)) $(if $(PERSON),--person $(PERSON)) $(if $(CASES),--cases $(CASES)) $(if $(OUT),--out '$(OUT)'))

sam-build: packages tools ## what would be deployed, into .aws-sam/build, and how big it is
	PATH="$(CURDIR)/.venv/bin:$$PATH" SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=ap-southeast-1 \
		.sam-venv/bin/sam validate --lint --template-file template.yaml
	PATH="$(CURDIR)/.venv/bin:$$PATH" SAM_CLI_TELEMETRY=0 .sam-venv/bin/sam build --config-file infra/samconfig.toml
	$(PYTHON) -m infra.sizes

sizes: packages ## MB of every layer and function as built
	@$(PYTHON) -m infra.sizes

rehearse: packages tools ## the deployment on a second emulator, and what both emulators answer; after make sam-build
	@infra/prepare.sh venv .rehearsal-venv infra/rehearsal/requirements.txt
	@$(PYTHON) -m infra.rehearsal

deploy: sam-build ## to your AWS account: STAGE=trial or live; the first time with GUIDED=1
	@SAM_CLI_TELEMETRY=0 $(PYTHON) -m infra.deploy --stage $(STAGE) --stack $(STACK) $(if $(GUIDED),--guided) $(if $(ISSUER),--own-issuer)

regions: packages ## where in AWS it can run; REGION= asks about one
	@$(PYTHON) -m infra.regions $(REGION)

lock: packages ## locks with hashes from pyproject.toml; UPGRADE=1 for newer releases
	@UPGRADE=$(UPGRADE) infra/lock.sh

pictures: packages browser pages ## the pictures of the README and of the documentation, made again
	@$(call run,the maker of pictures,infra/pictures.py,$(PYTHON) -m infra.pictures)

clean: ## everything that make has made, but for the environments
	rm -rf build $(BUILT) .aws-sam .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find functions infra tests -name __pycache__ -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

packages: $(BUILT)/made-from

$(BUILT)/made-from: $(BUILT_FROM) | environment
	@$(PYTHON) -m infra.built
	@touch $@

environment:
	@infra/prepare.sh venv .venv infra/requirements.txt

tools:
	@infra/prepare.sh venv .sam-venv infra/sam/requirements.txt

audits:
	@infra/prepare.sh venv .audit-venv infra/audit/requirements.txt

zensical:
	@infra/prepare.sh venv .zensical-venv infra/zensical/requirements.txt

browser:
	@infra/prepare.sh debian chromium fonts-noto-cjk
