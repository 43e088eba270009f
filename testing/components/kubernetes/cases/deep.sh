#!/usr/bin/env bash
# deep.sh OUT -- make a real cluster fail in the ways that need more than a Job: admission, other nodes, a person who
# deletes, drains and suspends; then save what each case left behind as OUT/NAME.json (one List a case).
# KUBECONFIG and kubectl on PATH as for the other cases. Takes about six minutes. Kueue's cases only where Kueue runs.
set -uo pipefail
OUT=$(mkdir -p "$1" && cd "$1" && pwd); HERE=$(cd "$(dirname "$0")" && pwd); NS=deep
k() { kubectl -n "$NS" "$@"; }
say() { echo "[deep $(date +%H:%M:%S)] $*"; }
CLEAN='del(.. | .managedFields?) | del(.items[].status.hostIP, .items[].status.hostIPs, .items[].status.podIP, .items[].status.podIPs, .items[].status.addresses, .items[].status.images, .items[].status.nodeInfo.machineID, .items[].status.nodeInfo.systemUUID, .items[].metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"])'
# snap NAME [KIND/NAME...] -- the Job NAME or the pod NAME, its pods, the claims, nodes named or not, and their events
snap() { local n=$1; shift; local parts=()
  local tmp; tmp=$(mktemp -d)
  k get job "$n" -o json > "$tmp/1.json" 2>/dev/null || rm -f "$tmp/1.json"
  k get pods -l job-name="$n" -o json > "$tmp/2.json"
  k get pod "$n" -o json > "$tmp/3.json" 2>/dev/null || rm -f "$tmp/3.json"
  local i=4; for extra in "$@"; do kubectl -n "$NS" get $extra -o json > "$tmp/$i.json" 2>/dev/null || rm -f "$tmp/$i.json"; i=$((i+1)); done
  jq -s '{apiVersion:"v1",kind:"List",items:[.[] | if .items then .items[] else . end]}' "$tmp"/*.json > "$tmp/objects"
  kubectl get events -A -o json > "$tmp/events"
  jq --slurpfile e "$tmp/events" '([.items[].metadata.uid] + [.items[]|select(.kind=="Node").metadata.name]) as $ids | .items += [$e[0].items[] | select(.involvedObject.uid as $u | $ids | index($u))]' "$tmp/objects" | jq "$CLEAN" | sed -e 's#[^" ]*/kubelet/\(pods\|seccomp\)#/var/lib/kubelet/\1#g' > "$OUT/$n.json"
  for p in $(jq -r '.items[]|select(.kind=="Pod").metadata.name' "$OUT/$n.json"); do
    for c in $(jq -r --arg p "$p" '.items[]|select(.kind=="Pod" and .metadata.name==$p).spec.containers[].name' "$OUT/$n.json"); do
      k logs "$p" -c "$c" > "$tmp/log" 2>/dev/null && [ -s "$tmp/log" ] && cp "$tmp/log" "$OUT/$n.$c.log"; done; done
  rm -rf "$tmp"; }

kubectl apply -f "$HERE/deep.yaml" >/dev/null
kubectl wait --for=condition=Ready node/node1 --timeout=60s >/dev/null
say "admission policies"
sleep 5
say "a node that nobody runs, and one that goes away"
for n in ghost gone; do printf 'apiVersion: v1\nkind: Node\nmetadata: {name: %s}\nspec: {taints: [{key: test, effect: NoSchedule}]}\n' $n | kubectl apply -f - >/dev/null; done
for n in ghost gone; do kubectl patch node $n --subresource=status -p '{"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"10"},"capacity":{"cpu":"4","memory":"8Gi","pods":"10"}}}' >/dev/null; done
kubectl apply -f "$HERE/deep-jobs.yaml" >/dev/null
sleep 50
say "deletions"
k delete pod killed-by-a-person --wait=false >/dev/null
k delete pod pre-stop-hangs --wait=false >/dev/null
k delete pod held-by-finalizer --wait=false >/dev/null
k delete job owner-deleted --cascade=foreground --wait=false >/dev/null
kubectl delete node gone >/dev/null
k patch job suspended-later -p '{"spec":{"suspend":true}}' >/dev/null
sleep 3
snap pre-stop-hangs; snap killed-by-a-person; snap owner-deleted
say "a taint that evicts"
kubectl taint node node1 maintenance=now:NoExecute >/dev/null; sleep 4
snap tainted node/node1
kubectl taint node node1 maintenance- >/dev/null
sleep 80
snap suspended-later
say "recording"
for n in $(k get jobs -o jsonpath='{.items[*].metadata.name}'); do
  case $n in suspended-later|tainted|owner-deleted) ;; unsched-*|nodeadm-*|ghost*|gone*|cordoned*) snap "$n" nodes pvc;; pvc-*|vol-*) snap "$n" pvc;; *) snap "$n";; esac; done
for n in held-by-finalizer; do snap $n; done
for c in $(k get cronjobs -o jsonpath='{.items[*].metadata.name}'); do
  k get cronjob "$c" -o json > "$OUT/.c"; kubectl -n $NS get events -o json > "$OUT/.e"
  jq -s --arg c "$c" '{apiVersion:"v1",kind:"List",items:([.[0]] + [.[1].items[]|select(.involvedObject.kind=="CronJob" and .involvedObject.name==$c)])}' "$OUT/.c" "$OUT/.e" | jq "$CLEAN" > "$OUT/cron-$c.json"; rm -f "$OUT/.c" "$OUT/.e"; done
say "done: $(ls "$OUT"/*.json | wc -l) cases"
