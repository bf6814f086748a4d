# The few things one does here. `just` alone lists them.

_default:
    @just --list

# Run the tests.
test *options:
    python -m pytest -n auto {{options}}

# Format, lint, types and walls.
check:
    ruff format --check .
    ruff check .
    mypy
    lint-imports

# Make every golden file in samples/ and tests/golden/ again; review the diff.
golden:
    python samples/golden.py
    python tests/golden/sheets.py
    python tests/golden/narrations.py
    python -c "from converter.timeline.coverage import page; print(page(), end='')" > docs/coverage.md

# Measure speed beside other renderers; writes benchmarks/results.md.
bench:
    python -m benchmarks

# Score reading beside other extractors, on the tests' corpus or another one.
score *corpus:
    python -m benchmarks.reading {{corpus}}

# Write constraints.txt anew from pyproject.toml.
constraints:
    uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header -q -o constraints.txt
