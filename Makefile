# vgledger: 'make demo' and 'make test' each work on a fresh machine with a Swift toolchain.

SHELL := /bin/bash
PREFIX ?= /usr/local
JOBS ?= 2
INTEROP_JOBS ?= 20000
SEED ?= 1
DEBUG := .build/debug
RELEASE := .build/release
PLACE = $(DESTDIR)$(PREFIX)
BASH_COMPLETION := share/bash-completion/completions
ZSH_COMPLETION := share/zsh/site-functions
FISH_COMPLETION := share/fish/vendor_completions.d
# All but libc linked statically, relocations in their compact form, and no table of symbols for
# others to link with: a smaller binary, and a quicker start.
STATIC := .build/static-libraries
RELEASE_FLAGS := -c release --static-swift-stdlib -Xswiftc -use-ld=lld \
  -Xlinker -z -Xlinker pack-relative-relocs -Xlinker --no-export-dynamic
RELEASE_BUILD = archives=$$(Tools/static-libraries.sh $(STATIC)) && \
  PKG_CONFIG_PATH="$$archives$${PKG_CONFIG_PATH:+:$$PKG_CONFIG_PATH}" \
  swift build -j $(JOBS) $(RELEASE_FLAGS)

# How often each method tries to break a ledger in 'make test'; UNITS asks for another number.
RELIABILITY := kills crash-states flips damage disk processes model tampering backups
UNITS_kills := 50
UNITS_crash-states := 5000
UNITS_flips := 300
UNITS_damage := 400
UNITS_disk := 6
UNITS_processes := 10
UNITS_model := 1000
UNITS_tampering := 11
UNITS_backups := 10
LONG_kills := 1000
LONG_crash-states := 1000000
LONG_flips := 10000
LONG_damage := 4000
LONG_disk := 600
LONG_processes := 600
LONG_model := 100000
LONG_tampering := 1100
LONG_backups := 100
RESULTS ?= .build/reliability.jsonl
SECONDS_EACH ?= 600

.PHONY: demo test install uninstall man schemas release bench-show bench-questions bench-polling watch-check \
  webhook-check format lint sdk-check litellm-check \
  interop-check proof-check reliability-check reliability-long reliability-report mutations-check \
  bench-integrity bench bench-full bench-peers bench-check bench-baseline bench-programs requirements clean $(RELIABILITY:%=%-check)

demo: requirements
	swift build -j $(JOBS) --product vgledger
	swift build -j $(JOBS) --product provider-simulator
	Demo/demo.sh $(DEBUG)

# The tests of the program start hundreds of processes. Foundation has crashed in Process.run while
# others were started and ended at the same time, so these tests run one after another.
test: requirements lint
	$(MAKE) reliability-check
	swift build -j $(JOBS) --build-tests
	swift test -j $(JOBS) --skip-build --skip '^VgledgerTests\.'
	swift test -j $(JOBS) --skip-build --no-parallel --filter '^VgledgerTests\.'

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

release: requirements
	$(RELEASE_BUILD) --product vgledger

# A page for each command, from the program's own description of itself.
man: requirements
	swift build -j $(JOBS) --product vgledger
	$(DEBUG)/vgledger help --manual man

# The JSON Schemas that docs/json/ keeps, as the program prints them.
schemas: requirements
	swift build -j $(JOBS) --product vgledger
	rm -f docs/json/*.json
	for name in $$($(DEBUG)/vgledger schema -o tsv --no-header --fields name); do \
	  $(DEBUG)/vgledger schema $$name > docs/json/$$name.json; done

# Binary, manual pages, completion for bash, zsh and fish; DESTDIR stands before PREFIX for packagers.
install: release
	rm -rf .build/man .build/completion && mkdir .build/completion
	$(RELEASE)/vgledger help --manual .build/man
	$(RELEASE)/vgledger completion bash > .build/completion/vgledger
	$(RELEASE)/vgledger completion zsh > .build/completion/_vgledger
	$(RELEASE)/vgledger completion fish > .build/completion/vgledger.fish
	install -d "$(PLACE)/bin" "$(PLACE)/share/man/man1" "$(PLACE)/$(BASH_COMPLETION)" \
	  "$(PLACE)/$(ZSH_COMPLETION)" "$(PLACE)/$(FISH_COMPLETION)"
	install -m 0755 $(RELEASE)/vgledger "$(PLACE)/bin/vgledger"
	install -m 0644 .build/man/*.1 "$(PLACE)/share/man/man1"
	install -m 0644 .build/completion/vgledger "$(PLACE)/$(BASH_COMPLETION)"
	install -m 0644 .build/completion/_vgledger "$(PLACE)/$(ZSH_COMPLETION)"
	install -m 0644 .build/completion/vgledger.fish "$(PLACE)/$(FISH_COMPLETION)"

uninstall:
	rm -f "$(PLACE)/bin/vgledger" "$(PLACE)"/share/man/man1/vgledger.1 \
	  "$(PLACE)"/share/man/man1/vgledger-*.1 "$(PLACE)/$(BASH_COMPLETION)/vgledger" \
	  "$(PLACE)/$(ZSH_COMPLETION)/_vgledger" "$(PLACE)/$(FISH_COMPLETION)/vgledger.fish"

# What 'show' costs beside a minimal Swift program and sqlite3; needs hyperfine, sqlite3, Python 3.
bench-show: release
	Benchmarks/show/run.sh .build/release/vgledger

# What questions cost on a million jobs; the ledger is kept. Needs hyperfine and Python 3.
bench-questions: release
	$(RELEASE_BUILD) --product provider-simulator
	env -u JOBS Benchmarks/questions/run.sh .build/release/vgledger .build/release/provider-simulator \
	  $${TMPDIR:-/tmp}/vgledger-questions

# Watch's schedule against asking at fixed times, on the same seeded jobs; writes its part of
# docs/performance.md. SEED makes other jobs.
bench-polling: requirements
	swift build -j $(JOBS) --product polling-benchmark
	Benchmarks/report.sh polling $(DEBUG)/polling-benchmark --seed $(SEED)

# 10 000 simulated jobs watched to their verdicts, killed and started again in the middle; takes ten
# minutes. Writes its part of docs/performance.md.
watch-check: release
	$(RELEASE_BUILD) --product provider-simulator
	SEED=$(SEED) Benchmarks/report.sh watch \
	  python3 Benchmarks/watch/check.py $(RELEASE)/vgledger $(RELEASE)/provider-simulator

# Signed deliveries under load, with the receiver killed again and again, and attacks on it.
webhook-check: release
	$(RELEASE_BUILD) --product provider-simulator
	for what in load kills attack; do SEED=$(SEED) Benchmarks/report.sh webhooks-$$what python3 \
	  Benchmarks/webhooks/check.py $$what $(RELEASE)/vgledger $(RELEASE)/provider-simulator || exit; done

# The providers' own SDKs against the simulator, and the library of Standard Webhooks against 'vgledger
# serve'; needs Python 3.11 or newer.
sdk-check: requirements
	swift build -j $(JOBS) --product vgledger
	swift build -j $(JOBS) --product provider-simulator
	test -x .build/sdk-check/bin/python || python3 -m venv .build/sdk-check
	.build/sdk-check/bin/pip install --quiet --requirement Tools/sdk-check/requirements.txt
	.build/sdk-check/bin/python Tools/sdk-check/check.py $(DEBUG)/provider-simulator
	.build/sdk-check/bin/python Tools/sdk-check/webhooks.py $(DEBUG)/vgledger

# A LiteLLM proxy in front of the simulator, and vgledger in front of that; needs Python 3.11 or newer.
litellm-check: requirements
	swift build -j $(JOBS) --product vgledger
	swift build -j $(JOBS) --product provider-simulator
	test -x .build/litellm-check/bin/python || python3 -m venv .build/litellm-check
	.build/litellm-check/bin/pip install --quiet --requirement Tools/litellm-check/requirements.txt
	.build/litellm-check/bin/python Tools/litellm-check/check.py $(DEBUG) .build/litellm-check/bin/litellm

# A second program computes jobs, stats, failures and costs from what 'export' writes, and compares
# all of it; then other people's programs read it: Python's sqlite3, datasette, and promtool where
# it is installed (PROMTOOL names it). INTEROP_JOBS and SEED make other ledgers.
interop-check: requirements
	swift build -j $(JOBS) --product vgledger
	swift build -j $(JOBS) --product provider-simulator
	test -x .build/interop/bin/python || python3 -m venv .build/interop
	.build/interop/bin/pip install --quiet --requirement Tests/interop/requirements.txt
	JOBS=$(INTEROP_JOBS) python3 Tests/interop/check.py \
	  $(DEBUG)/vgledger $(DEBUG)/provider-simulator
	Tests/interop/run.sh $(DEBUG) .build/interop/bin/python

# Go's golang.org/x/mod/sumdb checks keys, checkpoints and proofs, and refuses each after any change of
# a bit; needs Debian's golang-go and golang-golang-x-mod-dev, or GOPATH to name where x/mod lies.
proof-check: export GO111MODULE := off
proof-check: export GOPATH ?= /usr/share/gocode
proof-check: requirements
	mkdir -p .build/proof-check && rm -rf .build/proof-check/files && mkdir .build/proof-check/files
	go build -o .build/proof-check/check Tests/proof-check/main.go
	swift build -j $(JOBS) --build-tests
	VGLEDGER_PROOF_FILES=$(CURDIR)/.build/proof-check/files \
	  swift test -j $(JOBS) --skip-build --filter '^LedgerTests\.ProofFilesTests/'
	Tests/proof-check/files.sh .build/proof-check/check .build/proof-check/files
	swift build -j $(JOBS) --product vgledger
	swift build -j $(JOBS) --product provider-simulator
	Tests/proof-check/ledger.sh .build/proof-check/check $(DEBUG)/vgledger $(DEBUG)/provider-simulator

# One durable caller beside bare C with the same puts, and a verification of a million events; writes
# its part of docs/performance.md. Needs cc and Python 3.
bench-integrity: requirements
	swift build -j $(JOBS) -c release --static-swift-stdlib --product integrity-benchmark
	Benchmarks/report.sh integrity Benchmarks/integrity/run.sh $(RELEASE)/integrity-benchmark \
	  $${TMPDIR:-/tmp}/vgledger-integrity

# What the counts of instructions rest on: the release build of the program, and its benchmark.
bench-programs: requirements
	@Tools/requirements.sh valgrind
	$(RELEASE_BUILD) --product vgledger
	$(RELEASE_BUILD) --product integrity-benchmark

# vgledger beside what a user would pick instead; the table goes into docs/performance.md. 'bench' takes
# ten minutes after the builds, 'bench-full' an hour and 12 GB of disk: it has ledgers of up to ten million events.
BENCH_SHORT := --jobs 12000 --growth 10000 100000 1000000 --asked 20000 --watched 500
BENCH_FULL := --jobs 125000 --growth 10000 100000 1000000 10000000 --asked 1000000 --watched 10000

bench: bench-peers
	Benchmarks/report.sh peers $(BENCH_RUN) $(BENCH_SHORT)

bench-full: bench-peers
	Benchmarks/report.sh peers $(BENCH_RUN) $(BENCH_FULL)

BENCH_RUN = .build/peers/bin/python Benchmarks/peers/run.py $(RELEASE)/vgledger $(RELEASE)/integrity-benchmark \
  $(RELEASE)/provider-simulator

bench-peers: bench-programs
	@Tools/requirements.sh sqlite3
	$(RELEASE_BUILD) --product provider-simulator
	python3 -m venv .build/peers
	.build/peers/bin/pip install --quiet --requirement Benchmarks/peers/requirements.txt

# Fails where append, show or rebuild takes over 5 % more instructions than the baseline.
bench-check: bench-programs
	Benchmarks/instructions/check.py $(RELEASE)/vgledger $(RELEASE)/integrity-benchmark Benchmarks/baseline.json

# Makes the counts of now the baseline.
bench-baseline: bench-programs
	Benchmarks/instructions/check.py $(RELEASE)/vgledger $(RELEASE)/integrity-benchmark Benchmarks/baseline.json --write

# Each method that tries to break ledgers, in its short form; 'make kills-check UNITS=1000 SEED=2' asks for
# more of one. Tests/reliability/README.md tells what each does. Where a rule is broken it ends with 1.
$(RELIABILITY:%=%-check): %-check: requirements
	swift build -j $(JOBS) --product reliability-check
	$(DEBUG)/reliability-check $* --units $(or $(UNITS),$(UNITS_$*)) --seed $(SEED) \
	  --folder $$(test -w /dev/shm && echo /dev/shm || echo $${TMPDIR:-/tmp}) \
	  $(if $(filter disk,$*),--mount-optional) \
	  $(if $(and $(VGLEDGER),$(filter damage disk tampering,$*)),--vgledger $(VGLEDGER))

reliability-check: requirements
	swift build -j $(JOBS) --product reliability-check
	for method in $(RELIABILITY); do $(MAKE) --no-print-directory $$method-check || exit; done

# The long forms, two hours; what was recorded in RESULTS is not run again.
reliability-long: requirements
	swift build -j $(JOBS) -c release --product reliability-check
	$(foreach method,$(RELIABILITY),$(RELEASE)/reliability-check $(method) \
	  --units $(LONG_$(method)) --seed $(SEED) --results $(RESULTS) --folder /dev/shm \
	  $(if $(and $(VGLEDGER),$(filter damage disk tampering,$(method))),--vgledger $(VGLEDGER)) \
	  --build $$(git rev-parse --short HEAD) &&) true
	$(MAKE) mutations-check

# Adds the records of RESULTS up in docs/reliability.md.
reliability-report: requirements
	swift build -j $(JOBS) --product reliability-check
	$(DEBUG)/reliability-check report $(RESULTS) --page docs/reliability.md

# Mutated inputs to every decoder, each for SECONDS_EACH.
mutations-check: requirements
	swift build -j $(JOBS) --build-tests
	VGLEDGER_MUTATION_SECONDS=$(SECONDS_EACH) VGLEDGER_MUTATION_SEED=$(SEED) \
	  VGLEDGER_MUTATION_RESULTS=$(abspath $(RESULTS)) VGLEDGER_BUILD=$$(git rev-parse --short HEAD) \
	  VGLEDGER_MACHINE="$$(nproc) cores of $$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" \
	  swift test -j $(JOBS) --skip-build --no-parallel --filter '^VgledgerTests\.MutationTests/'

# liblmdb-dev and libsqlite3-dev are all that is needed beside the toolchain.
requirements:
	@Tools/requirements.sh

clean:
	rm -rf .build
