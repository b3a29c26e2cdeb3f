#!/bin/sh
# Makes .venv, and installs into it what the given requirements file lists, every file checked by its hash.
set -eu
requirements=$1

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if suits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    echo "No Python 3.11, 3.12 or 3.13 was found on the PATH." >&2
    echo "Install one (Debian/Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13)," >&2
    echo "or name yours: make setup PYTHON=/path/to/python3" >&2
    exit 1
}

# Debian and Ubuntu keep the part that makes virtual environments in a package of its own.
bring_venv_module() {
    if "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        return
    fi
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing $package (Python's module for virtual environments)"
        apt-get update -qq || true
        if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null; then
            return
        fi
    fi
    echo "This Python lacks the module for virtual environments. Install it, then run make again:" >&2
    echo "    sudo apt install $package" >&2
    exit 1
}

if ! suits .venv/bin/python; then
    python=$(find_python)
    bring_venv_module "$python"
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi

echo "Installing $requirements"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes -r "$requirements"
