#!/bin/sh
# Turns the lists of packages in pyproject.toml into locks with hashes; `make lock UPGRADE=1` also moves to newer releases.
set -eu
cd "$(dirname "$0")/.."

compile() { # the lock to write, then what goes into it
    lock=$1
    shift
    # One release for every Python and platform; no header and no index, so that no machine leaves a trace in the file.
    env -u PIP_FIND_LINKS -u UV_FIND_LINKS .venv/bin/uv pip compile -q --universal --fork-strategy fewest --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header ${UPGRADE:+--upgrade} "$@" --output-file "$lock"
    { echo "# Made by make lock from pyproject.toml. Do not edit."; grep -v '^# Made by' "$lock"; } > "$lock.new"
    mv "$lock.new" "$lock"
    echo "$lock: $(grep -c '==' "$lock") packages"
}

compile infra/requirements.txt pyproject.toml --group tests
# The Lambda runtime has boto3 and what it needs; a second copy would cost 30 MB and a cold start.
compile infra/layers/base/requirements.txt pyproject.toml --constraint infra/requirements.txt \
    --no-emit-package boto3 --no-emit-package botocore --no-emit-package s3transfer --no-emit-package urllib3 \
    --no-emit-package python-dateutil --no-emit-package six --no-emit-package pip --no-emit-package setuptools
compile infra/layers/images/requirements.txt --group pyproject.toml:images --constraint infra/requirements.txt
compile infra/layers/sheets/requirements.txt --group pyproject.toml:sheets --constraint infra/requirements.txt
compile infra/sam/requirements.txt --group pyproject.toml:sam
compile infra/rehearsal/requirements.txt --group pyproject.toml:rehearsal
compile infra/zensical/requirements.txt --group pyproject.toml:successor
compile infra/audit/requirements.txt --group pyproject.toml:audit
