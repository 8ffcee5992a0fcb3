#!/bin/sh
# Puts what is missing on this machine:
#   prepare.sh venv FOLDER LOCK   a Python environment holding exactly the lock; a second run with the same lock is instant
#   prepare.sh debian PACKAGE...  Debian packages, when dpkg does not know them yet
set -eu
cd "$(dirname "$0")/.."

say() { echo "$*" >&2; }

debian() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    command -v apt-get >/dev/null || { say "Please install:$missing (this machine has no apt-get)."; exit 2; }
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null || {
            say "Please run once as root: apt-get install --no-install-recommends$missing"
            exit 2
        }
        as_root="sudo -n"
    fi
    say "Installing Debian packages:$missing"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of packages is meant
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

venv() {
    folder=$1 lock=$2
    stamp="$folder/.made-from-$(sha256sum "$lock" | cut -c1-16)"
    [ -e "$stamp" ] && return 0
    command -v python3 >/dev/null || debian python3
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "Huiyin needs Python 3.11 or newer."; exit 2; }
    python3 -c 'import ensurepip' 2>/dev/null || debian python3-venv
    [ -x "$folder/bin/python" ] || python3 -m venv "$folder"
    say "Installing $(grep -c '==' "$lock") Python packages into $folder (once per change of $lock)"
    # The lock is complete, so nothing is resolved again; what it does not name is not installed.
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "$lock"
    rm -f "$folder"/.made-from-*
    : >"$stamp"
}

"$@"
