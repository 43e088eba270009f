#!/usr/bin/env bash
# venv.sh DIR REQUIREMENT... -- make a Python environment in DIR with these packages from PyPI. Idempotent: a complete one
# is left alone, one that an ended run left half done is made anew. Needs Python 3.10 or newer with venv.
set -euo pipefail
DIR=$(realpath -m "${1:?usage: venv.sh DIR REQUIREMENT...}"); shift
WANTED="$* $(python3 --version 2>&1)" || { echo "venv.sh: no python3 is found; install Python 3.10 or newer" >&2; exit 1; }
if [ "$(cat "$DIR/.complete" 2>/dev/null)" = "$WANTED" ] && "$DIR/bin/python" -c '' 2>/dev/null; then exit 0; fi

python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
  { echo "venv.sh: $(python3 --version) is too old; install Python 3.10 or newer" >&2; exit 1; }
mkdir -p "$(dirname "$DIR")"; rm -rf "$DIR"
python3 -m venv "$DIR" > "$DIR.log" 2>&1 ||
  { tail -n 5 "$DIR.log" >&2; echo "venv.sh: python3 cannot make $DIR; on Debian install python3-venv" >&2; exit 1; }
"$DIR/bin/python" -m pip --disable-pip-version-check install "$@" >> "$DIR.log" 2>&1 ||
  { tail -n 10 "$DIR.log" >&2; echo "venv.sh: pip cannot install $* from PyPI; see $DIR.log" >&2; exit 1; }
echo "$WANTED" > "$DIR/.complete"
