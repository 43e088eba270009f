#!/usr/bin/env bash
# docker.sh WORK OTELCOL -- start a Docker engine of its own on WORK/docker.sock and import the Collector binary OTELCOL
# as the image that Testcontainers asks for. Leaves the firewall rules of others alone. Pid in WORK/docker.pid.
set -euo pipefail
W=$(mkdir -p "${1:?usage: docker.sh WORK OTELCOL}" && cd "$1" && pwd) OTELCOL=$2
IMAGE=otel/opentelemetry-collector-contrib:0.155.0
D=(docker -H "unix://$W/docker.sock")
if ! "${D[@]}" info >/dev/null 2>&1; then
  rm -f "$W/docker.pid"
  nohup dockerd -H "unix://$W/docker.sock" --data-root "$W/docker" --exec-root "$W/docker-exec" --pidfile "$W/docker.pid" \
    --bip 172.30.0.1/24 --iptables=false --ip6tables=false --ip-masq=false > "$W/docker.log" 2>&1 </dev/null &
  for _ in $(seq 60); do "${D[@]}" info >/dev/null 2>&1 && break; sleep 0.5; done
fi
if ! "${D[@]}" image inspect "$IMAGE" >/dev/null 2>&1; then
  root=$(mktemp -d); trap 'rm -rf "$root"' EXIT
  mkdir -p "$root"/{bin,tmp,etc}; chmod 1777 "$root/tmp"
  cp "$OTELCOL" "$root/otelcol-contrib"; cp /bin/busybox "$root/bin/sh"
  tar -C "$root" -c . | "${D[@]}" import -c 'ENTRYPOINT ["/otelcol-contrib"]' -c 'EXPOSE 4317 4318' - "$IMAGE" >/dev/null
fi
"${D[@]}" image ls
