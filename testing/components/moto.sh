#!/usr/bin/env bash
# moto.sh start WORK PORT -- start moto, which answers like SQS, CloudWatch Logs and a simple ECS, on 127.0.0.1:PORT, and
#                            print its URL last. Idempotent. WORK gets pid and log. It remembers nothing after a stop.
# moto.sh stop WORK       -- stop it; nothing to do when none runs.
# Needs Python 3.10 or newer; moto comes from PyPI.
set -euo pipefail
V=5.2.5
VENV=${XDG_CACHE_HOME:-$HOME/.cache}/runwhy/components/moto-$V
usage() { echo "usage: moto.sh start WORK PORT | moto.sh stop WORK" >&2; exit 2; }
fail() { echo "moto.sh: $*" >&2; exit 1; }
case ${1:-} in start) [ $# = 3 ] || usage ;; stop) [ $# = 2 ] || usage ;; *) usage ;; esac
W=$(realpath -m "$2")

# The command line of the moto of WORK; nothing when it does not run, or when its pid is another process by now.
running() {
  local pid; pid=$(cat "$W/moto.pid" 2>/dev/null) || return 1
  tr '\0' ' ' 2>/dev/null < "/proc/$pid/cmdline" | grep "moto_server .*-p [0-9]"
}
answers() { curl -fsS -m 5 -o /dev/null "$1/moto-api/data.json" 2>/dev/null; }

if [ "$1" = stop ]; then
  if running >/dev/null; then
    pid=$(cat "$W/moto.pid"); kill "$pid" 2>/dev/null || true
    for _ in $(seq 50); do running >/dev/null || break; sleep 0.1; done
    ! running >/dev/null || kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$W/moto.pid"
  exit 0
fi

PORT=$3 URL=http://127.0.0.1:$3
[[ $PORT =~ ^[0-9]+$ ]] || fail "a port is expected, not \"$PORT\""
command -v curl >/dev/null || fail "no curl is found; install it"
if line=$(running); then
  [[ $line == *"-p $PORT "* ]] || fail "moto of $W runs on another port ($line); stop it first: moto.sh stop $W"
else
  ! (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null || fail "port $PORT is taken by another process; choose another port"
  bash "$(dirname "$0")/venv.sh" "$VENV" "moto[server,ecs,ec2,logs,sqs]==$V"
  mkdir -p "$W"
  setsid nohup "$VENV/bin/moto_server" -H 127.0.0.1 -p "$PORT" > "$W/moto.log" 2>&1 </dev/null &
  echo $! > "$W/moto.pid"
fi
for _ in $(seq 120); do
  if answers "$URL"; then echo "$URL"; exit 0; fi
  sleep 0.5
  running >/dev/null || { tail -n 10 "$W/moto.log" >&2; fail "moto ended at once; see $W/moto.log"; }
done
tail -n 10 "$W/moto.log" >&2
fail "moto does not answer at $URL after a minute; see $W/moto.log"
