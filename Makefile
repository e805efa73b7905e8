# ferry's build: `make demo` and `make test` are all that a newcomer needs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build

DESTDIR ?=
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
UNITDIR ?= $(PREFIX)/lib/systemd/system
USERUNITDIR ?= $(PREFIX)/lib/systemd/user
JOBS ?= 2
SEED ?= 1

RELEASE ?= .build/release
# Tells where a crash was; comes with the Swift toolchain. Empty: ferryd.service does without.
BACKTRACE ?= $(wildcard $(dir $(realpath $(shell command -v swift)))../libexec/swift/linux/swift-backtrace-static)
WARNINGS := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
# In CI one build serves the checks and the tests; at home a newer compiler's warning stops no test.
ifdef CI
LINT := $(WARNINGS)
TEST := $(WARNINGS)
else
LINT := $(WARNINGS) --scratch-path .build/lint
TEST :=
endif

.PHONY: deps deps-test build demo test system-test cron-test simulation soak bench lint format install deb package-test clean help

help: ## This list.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

deps: ## Installs the Debian packages that building and testing need.
	@scripts/deps

deps-test: ## Installs servers of S3 and the SDK of Alibaba Cloud for the tests, in a folder of the user's own.
	@scripts/deps-test peers

build: deps ## Builds ferryd, ferry and ferry-bench, release, with Swift linked in.
	swift build -c release --static-swift-stdlib -j $(JOBS)

demo: build ## Moves a real tree with a private daemon, on a schedule.
	@scripts/demo $(RELEASE)

test: deps ## Runs the tests that need nothing but this machine; under 5 minutes.
	swift test $(TEST) --disable-xctest -j $(JOBS) --skip SystemTests

system-test: deps deps-test ## Runs whole daemons: kill -9, signals, other users, the command line.
	swift build $(TEST) -j $(JOBS)
	FERRY_SYSTEM_TESTS=1 FERRY_BIN="$$(swift build --show-bin-path)" \
	  swift test $(TEST) --disable-xctest -j $(JOBS) --filter SystemTests

cron-test: deps ## Compares 20,000 random schedules with croniter; SEED= draws others.
	swift build -c release --static-swift-stdlib -j $(JOBS) --product ferry
	venv="$$(scripts/deps-test)"; \
	  "$$venv/bin/python" scripts/cron-differential $(RELEASE)/ferry --seed $(SEED)

SEEDS ?= 10000
FIRST_SEED ?= 0
simulation: deps ## Random lives of a daemon on a fake clock: SEEDS=10000, FIRST_SEED=0.
	FERRY_SEEDS=$(SEEDS) FERRY_FIRST_SEED=$(FIRST_SEED) swift test -c release -j $(JOBS) \
	  -Xswiftc -enable-testing --scratch-path .build/simulation --disable-xctest \
	  --filter 'SimulationTests|FamilyLifeTests'

soak: deps ## The tests that take long: every clock change of every zone.
	FERRY_SOAK=1 swift test --disable-xctest -j $(JOBS) --filter ClockChangeTests

bench: build ## Measures the mover, its scale, a retry, cron, the schedules (against their peers) and the limits.
	$(RELEASE)/ferry-bench mover
	$(RELEASE)/ferry-bench retry
	$(RELEASE)/ferry-bench scale --objects 1000000
	$(RELEASE)/ferry-bench cron
	$(RELEASE)/ferry-bench schedule
	$(RELEASE)/ferry-bench throttle
	$(RELEASE)/ferry-bench s3 --rclone "$$(scripts/deps-test peers)/bin/rclone"

lint: deps ## Format, warnings as errors, declared imports, tests that run, file lengths.
	swift format lint --strict -r Package.swift Sources Tests
	scripts/lint
	swift build --build-tests -j $(JOBS) $(LINT)

format: ## Formats the sources in place.
	swift format -i -r Package.swift Sources Tests

install: ## Installs into DESTDIR and PREFIX what `make build` has made.
	install -Dm755 $(RELEASE)/ferryd $(DESTDIR)$(PREFIX)/bin/ferryd
	install -Dm755 $(RELEASE)/ferry $(DESTDIR)$(PREFIX)/bin/ferry
	ln -sf ferry $(DESTDIR)$(PREFIX)/bin/mgwutil
	install -d $(DESTDIR)$(UNITDIR) $(DESTDIR)$(USERUNITDIR)
	for pair in ferryd.service:$(UNITDIR) ferryd.user.service:$(USERUNITDIR); do \
	  sed -e 's|@BINDIR@|$(PREFIX)/bin|' -e 's|@LIBEXECDIR@|$(PREFIX)/libexec/ferry|' \
	  $(if $(BACKTRACE),,-e '/^# .*swift-backtrace/d' -e '/^Environment=SWIFT_BACKTRACE=/d') \
	  systemd/$${pair%%:*} > $(DESTDIR)$${pair#*:}/ferryd.service; done
	$(if $(BACKTRACE),install -Dm755 $(BACKTRACE) \
	  $(DESTDIR)$(PREFIX)/libexec/ferry/swift-backtrace)
	for unit in ferry-events.path ferry-events.service; do \
	  sed -e 's|@LIBEXECDIR@|$(PREFIX)/libexec/ferry|' systemd/$$unit > $(DESTDIR)$(UNITDIR)/$$unit; done
	install -Dm755 systemd/ferry-events $(DESTDIR)$(PREFIX)/libexec/ferry/ferry-events
	install -Dm644 systemd/ferry.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/ferry.conf
	install -Dm644 systemd/ferry.catalog $(DESTDIR)$(PREFIX)/lib/systemd/catalog/ferry.catalog
	install -d -m755 $(DESTDIR)$(SYSCONFDIR)/ferry/addresses.d $(DESTDIR)$(SYSCONFDIR)/ferry/jobs.d \
	  $(DESTDIR)$(SYSCONFDIR)/ferry/access-keys.d
	test -e $(DESTDIR)$(SYSCONFDIR)/ferry/ferryd.conf \
	  || install -m644 etc/ferry/ferryd.conf $(DESTDIR)$(SYSCONFDIR)/ferry/ferryd.conf
	install -d $(DESTDIR)$(PREFIX)/share/doc/ferry/examples
	install -Dm644 -t $(DESTDIR)$(PREFIX)/share/doc/ferry/examples systemd/examples/*
	cp -r etc/ferry/examples systemd/drop-ins $(DESTDIR)$(PREFIX)/share/doc/ferry/
	rm -rf $(DESTDIR)$(PREFIX)/share/doc/ferry/examples/ferryd.service.d
	mv $(DESTDIR)$(PREFIX)/share/doc/ferry/drop-ins \
	  $(DESTDIR)$(PREFIX)/share/doc/ferry/examples/ferryd.service.d
	for page in man/*.[1-8]; do \
	  install -Dm644 $$page $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}; done
	ln -sf ferry.1 $(DESTDIR)$(PREFIX)/share/man/man1/mgwutil.1
	scripts/completions $(RELEASE)/ferry $(DESTDIR)$(PREFIX)/share

deb: build ## Builds dist/ferry_VERSION_ARCH.deb and looks at it with lintian.
	@scripts/deb $(RELEASE)

package-test: deb ## Installs the package into a real systemd in a container; needs root.
	@scripts/package-test

clean: ## Removes what building has made.
	rm -rf .build dist
