#!/usr/bin/env bash
# cfn-lint.sh -- check deploy/ecs: the templates with cfn-lint, and that the bridge may do what policy.json says and nothing
# else. Works from any folder. Needs Python 3.10 or newer; cfn-lint comes from PyPI.
set -euo pipefail
cd "$(dirname "$0")/../.."
V=1.58.0
VENV=${XDG_CACHE_HOME:-$HOME/.cache}/runwhy/components/cfn-lint-$V

bash testing/components/venv.sh "$VENV" "cfn-lint==$V"
"$VENV/bin/cfn-lint" deploy/ecs/*.yaml ||
  { echo "cfn-lint.sh: a template of deploy/ecs is wrong; the lines are above" >&2; exit 1; }
echo "cfn-lint $V:" deploy/ecs/*.yaml "ok"
"$VENV/bin/python" testing/components/ecs-permissions.py deploy/ecs
