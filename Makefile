.DEFAULT_GOAL := help

GO       ?= go
FUZZTIME ?= 100000x
LINT     := .cache/golangci-lint

# Packages with benchmarks and with fuzz targets are found, but for those of other modules.
TESTS    := grep -rl --include='*_test.go' --exclude-dir=test --exclude-dir=tools --exclude-dir=.cache
BENCHED  := $(sort $(dir $(shell $(TESTS) '^func Benchmark' .)))
FUZZED   := $(sort $(dir $(shell $(TESTS) '^func Fuzz' .)))

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "%-8s %s\n", $$1, $$2 }'

.PHONY: build
build: ## build ./paifang
	CGO_ENABLED=0 $(GO) build -trimpath -o paifang ./cmd/paifang

.PHONY: test
test: ## run the tests
	$(GO) test ./...

.PHONY: race
race: ## run the tests under the race detector
	$(GO) test -race ./...

.PHONY: lint
lint: $(LINT) ## look at the code with the linters of .golangci.yml
	$(LINT) run ./...
	cd test/sdk && ../../$(LINT) run ./...

.PHONY: fmt
fmt: $(LINT) ## format the code
	$(LINT) fmt ./...
	cd test/sdk && ../../$(LINT) fmt ./... # a module of its own: the first line takes it for this one

# The linters are a module of their own: go.mod has what Paifang is made of.
$(LINT): tools/go.mod tools/go.sum
	$(GO) -C tools build -o ../$(LINT) github.com/golangci/golangci-lint/v2/cmd/golangci-lint

.PHONY: fuzz
fuzz: ## run each fuzz target FUZZTIME times (100000x)
	@set -e; for dir in $(FUZZED); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' $${dir}*_test.go); do \
			echo "$$dir $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$dir; \
		done; \
	done

.PHONY: bench
bench: ## run the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem $(BENCHED)

.PHONY: docs
docs: ## write the pages that the code makes
	$(GO) generate ./...
	$(GO) test ./docs -update

.PHONY: sdk
sdk: test/sdk/node_modules ## have official clients judge it (needs Node)
	cd test/sdk && $(GO) vet ./... && $(GO) test -count 1 ./...

test/sdk/node_modules: test/sdk/package-lock.json
	cd test/sdk && npm ci --no-audit --no-fund
	touch $@

.PHONY: ci
ci: ## all that has to hold
	.ci/run
