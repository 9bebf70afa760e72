# What a user types; see README.md. Every target prints what it does and ends with the code of what it ran.
PIPELINE ?= Pipelines/recommend.json
CONFIG   ?= Configs/sample-shop.json
MERCER   := .build/release/mercer
SHOP     := artifacts/data/sample-shop

# Packaged OpenBLAS can be older than the processor and fall back to its oldest kernels. The program notices and restarts
# itself; tests and benchmarks cannot, so they are told here.
CPU_FLAGS := $(shell grep -m1 '^flags' /proc/cpuinfo 2>/dev/null)
ifneq (,$(filter avx512f,$(CPU_FLAGS)))
BLAS_CORE := SkylakeX
else ifneq (,$(filter avx2,$(CPU_FLAGS)))
BLAS_CORE := Haswell
endif
TEST_ENVIRONMENT := OPENBLAS_NUM_THREADS=1 $(if $(BLAS_CORE),OPENBLAS_CORETYPE=$(BLAS_CORE))

.PHONY: train nightly test torture neon accessibility build setup bench check format lint schema report clean

train: build $(if $(findstring sample-shop,$(CONFIG)),$(SHOP)/truth.json)
	$(MERCER) run $(PIPELINE) --config $(CONFIG)

# The nightly file of the recipes runs on the sample shop; name another with NIGHTLY=.
NIGHTLY ?= Pipelines/nightly.json
nightly: build $(if $(filter Pipelines/nightly.json,$(NIGHTLY)),$(SHOP)/truth.json)
	$(MERCER) run $(NIGHTLY)

$(SHOP)/truth.json: | build
	$(MERCER) generate shop --output $(SHOP)

build: setup
	swift build -c release --product mercer

test: setup .build/mlflow/installed
	swift build -c release --build-tests
	$(TEST_ENVIRONMENT) swift test -c release --skip-build --quiet --disable-xctest

# The server that the tests of tracking run against; nothing else needs it.
.build/mlflow/installed: Scripts/mlflow-requirements.txt | setup
	@echo "Making .build/mlflow with MLflow's server, for the tests" >&2
	python3 -m venv .build/mlflow
	.build/mlflow/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# Kills real runs at random instants, 200 times unless KILLS says otherwise.
torture: build
	./Scripts/torture.sh $(MERCER) $(KILLS)

# Runs the kernels as built for ARM under qemu and compares them with AVX2's; says which packages that takes.
neon:
	./Scripts/check-neon.sh

# Holds every kind of page against axe's rules in Chromium; once the pages are made, says so where there is none.
accessibility: build .build/accessibility/installed
	rm -rf .build/accessibility/pages
	./Scripts/accessibility-pages.sh $(MERCER) .build/accessibility/pages > .build/accessibility/list
	.build/accessibility/bin/python Scripts/check-accessibility.py $(if $(PICTURES),--pictures '$(PICTURES)') \
		$$(cat .build/accessibility/list)

.build/accessibility/installed: Scripts/accessibility-requirements.txt
	python3 -m venv .build/accessibility
	.build/accessibility/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

setup:
	@./Scripts/setup.sh

report:
	@$(MERCER) runs show latest

# Measures; Benchmarks/README.md says what. The program mends OpenBLAS's core itself, for its children too.
BENCH_DATA  ?= $(or $(MERCER_BENCH),artifacts/bench)
PEER_PYTHON ?= .build/peers/bin/python
BENCH_OPTIONS = --data '$(BENCH_DATA)' $(if $(ONLY),--only '$(ONLY)') $(if $(ROUNDS),--rounds $(ROUNDS)) \
	$(if $(THREADS),--threads $(THREADS)) $(if $(INTERACTIONS),--interactions $(INTERACTIONS)) \
	$(if $(EXACT_LOSS),--exact-loss $(EXACT_LOSS)) $(if $(OUTPUT),--output '$(OUTPUT)') \
	$(if $(BASELINE),--baseline '$(BASELINE)') $(if $(PEER),--peer-python '$(PEER_PYTHON)')

bench: build $(if $(PEER),$(if $(filter .build/peers/%,$(PEER_PYTHON)),.build/peers/installed))
	MERCER_BENCHMARKS=1 swift build -c release --product mercer-bench
	.build/release/mercer-bench $(BENCH_OPTIONS)

.build/peers/installed: Benchmarks/peers/requirements.txt
	python3 -m venv .build/peers
	.build/peers/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

check: lint schema-is-current

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks
	clang-format --dry-run --Werror $$(git ls-files '*.c' '*.h')
	./Scripts/lint-examples.sh
	swift package dump-package | python3 Scripts/check_dependencies.py

format:
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks
	clang-format -i $$(git ls-files '*.c' '*.h')

schema: build
	$(MERCER) schema pipeline > Configs/schema/pipeline.schema.json
	$(MERCER) schema config > Configs/schema/config.schema.json
	$(MERCER) schema nightly > Configs/schema/nightly.schema.json
	$(MERCER) components --markdown > Documentation/Components.md

.PHONY: schema-is-current
schema-is-current: build
	$(MERCER) schema pipeline | diff - Configs/schema/pipeline.schema.json || (echo "run 'make schema' and commit"; exit 1)
	$(MERCER) schema config | diff - Configs/schema/config.schema.json || (echo "run 'make schema' and commit"; exit 1)
	$(MERCER) schema nightly | diff - Configs/schema/nightly.schema.json || (echo "run 'make schema' and commit"; exit 1)
	$(MERCER) components --markdown | diff - Documentation/Components.md || (echo "run 'make schema' and commit"; exit 1)

clean:
	rm -rf .build artifacts
