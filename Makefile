# `make help` lists what there is to make.

SWIFT ?= swift
PREFIX ?= /usr/local
TOPOLOGY ?= Topologies/maximum-resiliency.yaml

RELEASE := -c release --product ersatz
# With STATIC=1 Swift's own libraries are linked in, for machines that do not have them.
ifdef STATIC
RELEASE += --static-swift-stdlib -Xlinker -s
endif
ERSATZ := .build/release/ersatz
BENCHMARKS ?= $(notdir $(wildcard Benchmarks/Sources/*))
SOURCES := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

# What waits for real time runs apart from what keeps the processors busy.
REAL_TIME := ^(BGPSpeakerTests|ControlTests|LabTests|LiveEngineTests)\.

.DEFAULT_GOAL := help
.PHONY: help demo build test lint format bench interop live agreement latency profiles schema install uninstall clean dependencies

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */|/' | \
		awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

demo: build ## build, then replay the reference architecture (or TOPOLOGY=FILE)
	@$(ERSATZ) run $(TOPOLOGY)

build: dependencies ## build .build/release/ersatz
	$(SWIFT) build $(RELEASE)

test: dependencies ## build everything for debugging and run all tests
	$(SWIFT) test --disable-xctest --skip '$(REAL_TIME)'
	$(SWIFT) test --disable-xctest --skip-build --filter '$(REAL_TIME)'

lint: ## check the layout of the sources
	$(SWIFT) format lint --strict --recursive $(SOURCES)

format: ## lay out the sources as .swift-format says
	$(SWIFT) format --in-place --recursive $(SOURCES)

bench: dependencies ## run every benchmark (or BENCHMARKS='NAME ...')
	@for name in $(BENCHMARKS); do $(SWIFT) run -c release --package-path Benchmarks $$name || exit; done

interop: build ## test against FRR, BIRD, GoBGP, OpenBGPD and ExaBGP (root), and write docs/interop.md anew
	python3 -B Tests/Interop/interop.py --ersatz $(ERSATZ) --write docs/interop.md

live: build ## replay every topology in real time, several at once (root; FRR and BIRD for those with real routers)
	python3 -B Tests/Live/live.py --ersatz $(ERSATZ) expectations
	python3 -B Tests/Live/live.py --ersatz $(ERSATZ) ports
	python3 -B Tests/Live/live.py --ersatz $(ERSATZ) applications
	python3 -B Tests/Live/live.py --ersatz $(ERSATZ) ordinary

agreement: build ## ten replays of every topology in virtual and in real time: the same ends, the same medians? (two hours)
	python3 -B Tests/Live/live.py --ersatz $(ERSATZ) --lanes 12 agreement

latency: build ## what the live engine adds to a failover: medians of five runs on an idle machine
	python3 -B Tests/Live/live.py --ersatz $(ERSATZ) latency

profiles: build ## profiles against real FRR and BIRD: ten runs each, four at a time (root; twenty minutes)
	python3 -B Tests/Live/live.py --ersatz $(ERSATZ) profiles

schema: build ## write docs/topology.schema.json anew
	$(ERSATZ) schema > docs/topology.schema.json

install: build ## install the program and its completions under PREFIX (/usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(ERSATZ) $(DESTDIR)$(PREFIX)/bin/ersatz
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(ERSATZ) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ersatz
	install -d $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	$(ERSATZ) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_ersatz
	install -d $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(ERSATZ) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/ersatz.fish

uninstall: ## remove what install has installed
	rm -f $(DESTDIR)$(PREFIX)/bin/ersatz
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ersatz
	rm -f $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_ersatz
	rm -f $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/ersatz.fish

clean: ## remove what was built; runs stay
	$(SWIFT) package clean

dependencies:
	@.ci/install-dependencies
