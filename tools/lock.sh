#!/usr/bin/env bash
# Writes the two lock files: exact versions and hashes for all platforms, but no index addresses,
# so that an office behind a mirror installs the same bytes from there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
options=(--quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url)
uv pip compile "${options[@]}" pyproject.toml -o requirements.lock
uv pip compile "${options[@]}" pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
