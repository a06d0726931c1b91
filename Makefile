# voxpop. `make` alone prints the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export CGO_ENABLED := 0

GO ?= go
UI_DIST := internal/serve/web/dist
UI_SOURCES := $(shell find ui -path ui/node_modules -prune -o -type f -print 2>/dev/null)

# Build tools, pinned. They are run, not linked.
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0

.PHONY: help
help: ## Print this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z][a-z0-9-]*:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: bin/voxpop ## Show the whole program on a simulated Reddit (no account needed)
	bin/voxpop demo

.PHONY: run
run: bin/voxpop ## Collect for real and serve the dashboard on http://localhost:3000
	bin/voxpop serve

.PHONY: build
build: bin/voxpop ## Build bin/voxpop with the dashboard inside

bin/voxpop: $(UI_DIST)/index.html FORCE
	@mkdir -p bin
	$(GO) build -o $@ ./cmd/voxpop

.PHONY: FORCE
FORCE:

.PHONY: ui
ui: $(UI_DIST)/index.html ## Build the dashboard

ui/node_modules/.package-lock.json: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund
	@touch $@

$(UI_DIST)/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	cd ui && npm run build
	@touch $@

# The longest packages first, and three at a time: some of them mostly wait.
TESTED := -p 3 -timeout 10m ./internal/store/postgres ./internal/store/sqlite ./internal/chaos ./...

.PHONY: test
test: ## Run all tests; finds or starts PostgreSQL (SKIP_POSTGRES=1 leaves it out)
ifeq ($(SKIP_POSTGRES),1)
	@echo "************************************************************************"
	@echo "* SKIP_POSTGRES=1: nothing is tested on PostgreSQL in this run.        *"
	@echo "************************************************************************"
	VOXPOP_SKIP_POSTGRES=1 $(GO) test $(TESTED)
else
	$(GO) test $(TESTED)
endif
	cd ui && [ -d node_modules ] || (cd ui && npm ci --no-audit --no-fund)
	cd ui && npm test

.PHONY: race
race: ## Run the tests under the race detector (needs a C compiler; takes samples of the long ones)
	CGO_ENABLED=1 $(GO) test -race -short -timeout 30m ./...

.PHONY: e2e
e2e: bin/voxpop ## Drive the dashboard in headless Chromium, against a mock and against the demo
	cd e2e && npm ci --no-audit --no-fund && npm test

.PHONY: screenshots
SHOTS ?= /tmp/voxpop-screenshots
README_SHOTS ?= ../docs/screenshots
screenshots: bin/voxpop ## Take pictures of every page in many states and widths into SHOTS, to look at, and those of the README
	cd e2e && npm ci --no-audit --no-fund && node shots.mjs $(SHOTS) full,empty,small 360,1280,2560 light,dark /,/tools/loomcode,/compare,/hot,/feed,/coverage && node readme.mjs $(README_SHOTS)

.PHONY: measure-ui
measure-ui: bin/voxpop ## Print what the dashboard costs in a browser: paints, interactions, scrolling, memory (docs/performance.md)
	cd e2e && npm ci --no-audit --no-fund && npm run --silent measure

.PHONY: lint
lint: ## Vet, lint and check formatting
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt these:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(GO) run $(GOLANGCI) run ./...

.PHONY: vuln
vuln: ## Look for known vulnerabilities in what is linked (needs the advisory database)
	$(GO) run $(GOVULNCHECK) ./...

.PHONY: package-check
package-check: $(UI_DIST)/index.html ## Check what ships: unit, manifests, compose files, Grafana dashboard (CROSS=1: builds for all platforms)
	deploy/check.sh

.PHONY: chaos
KILLS ?= 100
STORM ?= 600
chaos: ## Kill the program KILLS times (default 100) on each store, take its database away for a minute, disturb three replicas for STORM seconds (default 600), upgrade two, and check what is left
	VOXPOP_CHAOS_KILLS=$(KILLS) VOXPOP_CHAOS_OUTAGE=60 VOXPOP_CHAOS_REPLICAS=$(STORM) $(GO) test -count 1 -v -timeout 60m ./internal/chaos

.PHONY: fuzz
FUZZTIME ?= 30s
fuzz: ## Run every fuzz target for FUZZTIME (default 30s)
	@for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "== $$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; done

.PHONY: bench
bench: bin/voxpop ## Measure against the budgets of the design: one table (under 10 minutes)
	$(GO) run ./cmd/bench all

.PHONY: load-test
load-test: bin/voxpop ## The predecessor's load test, during collection cycles (2 minutes)
	$(GO) run ./cmd/bench load-test

.PHONY: soak
CYCLES ?= 336
soak: bin/voxpop ## Collect a simulated week in CYCLES cycles (default 336) with 20 readers and re-analyses, and tell what rises
	$(GO) run ./cmd/bench -items 30000 -cycles $(CYCLES) soak

.PHONY: bench-large
bench-large: bin/voxpop ## Measure with a million items (about 20 minutes)
	$(GO) run ./cmd/bench large

.PHONY: bench-tools
bench-tools: bin/voxpop ## Measure every read about tools, with 500 tools and a million items (about 25 minutes)
	$(GO) run ./cmd/bench tools

.PHONY: bench-go
bench-go: ## Run the Go benchmarks of all packages
	$(GO) test -run '^$$' -bench . -benchmem -timeout 30m ./...

.PHONY: weights-check
SHARED ?= ../shared/data
weights-check: bin/voxpop ## Learn the weights of the model engine and of the mentions anew from SHARED and compare with the embedded ones (a few minutes)
	bin/voxpop train $(SHARED)/sentiment $(addprefix --label ,$(LABELS)) -o bin/weights.zst
	cmp bin/weights.zst internal/analyze/model/weights.zst
	bin/voxpop train --mentions $(SHARED)/sentiment $(addprefix --label ,$(LABELS)) -o bin/attitude.zst
	cmp bin/attitude.zst internal/analyze/tools/attitude.zst

.PHONY: clean
clean: ## Remove what was built
	rm -rf bin $(UI_DIST)/* ui/node_modules e2e/node_modules
	@touch $(UI_DIST)/.gitkeep
