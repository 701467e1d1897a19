# Everything a newcomer needs: `make demo` shows what Ersatz does, `make test` proves it. `make help` lists the rest.

SWIFT ?= swift
PREFIX ?= /usr/local
TOPOLOGY ?= Topologies/maximum-resiliency.yaml
# Installing needs root; as root there may be no sudo.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help demo test build lint schema install dependencies clean

help:
	@echo 'make demo      replay $(TOPOLOGY) (installs what is missing, builds first)'
	@echo 'make test      run all tests (likewise)'
	@echo 'make build     build the release program: .build/release/ersatz'
	@echo 'make lint      check formatting and style'
	@echo 'make install   copy the program to $(PREFIX)/bin'
	@echo 'make clean     remove what was built'

demo: build
	.build/release/ersatz run $(TOPOLOGY)

test: dependencies
	$(SWIFT) test

build: dependencies
	$(SWIFT) build -c release --product ersatz

lint:
	$(SWIFT) format lint --strict -r Sources Tests Package.swift

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 .build/release/ersatz $(DESTDIR)$(PREFIX)/bin/ersatz

# libpcap's headers, from whichever package manager the system has.
dependencies:
	@if printf '#include <pcap/pcap.h>\n' | $${CC:-cc} -E - >/dev/null 2>&1; then :; \
	elif command -v apt-get >/dev/null; then $(SUDO) apt-get update && $(SUDO) apt-get install -y libpcap-dev; \
	elif command -v dnf >/dev/null; then $(SUDO) dnf install -y libpcap-devel; \
	elif command -v zypper >/dev/null; then $(SUDO) zypper --non-interactive install libpcap-devel; \
	elif command -v pacman >/dev/null; then $(SUDO) pacman -S --noconfirm libpcap; \
	elif command -v apk >/dev/null; then $(SUDO) apk add libpcap-dev; \
	elif command -v brew >/dev/null; then brew install libpcap; \
	else echo 'error: libpcap and its headers are missing; install them (libpcap-dev)' >&2; exit 4; fi

clean:
	rm -rf .build
