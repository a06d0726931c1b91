#!/usr/bin/env bash
# Checks what ships, as far as that goes without a container engine: builds it (CROSS=1: for every platform of a release), lets the program run
# without any rights, and has the files read as those will who run them.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'kill "${pid:-}" 2>/dev/null || true; rm -rf "$out"' EXIT

targets=("$(go env GOHOSTOS)/$(go env GOHOSTARCH)")
[ -z "${CROSS:-}" ] || targets+=(linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64) # minutes of processor time each, the first time
for target in "${targets[@]}"; do
  echo "build $target"
  CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/} go build -trimpath -ldflags "-s -w -X github.com/voxpop-dev/voxpop/internal/cli.version=v0.0.0-check" \
    -o "$out/${target/\//-}" ./cmd/voxpop
done
program="$out/$(go env GOHOSTOS)-$(go env GOHOSTARCH)"
[ "$("$program" version | cut -d' ' -f2)" = v0.0.0-check ] || { echo "the version is not linked in"; exit 1; }

if command -v systemd-analyze >/dev/null; then
  sed "s|/usr/local/bin/voxpop|$program|" deploy/systemd/voxpop.service >"$out/voxpop.service"
  systemd-analyze verify "$out/voxpop.service"
  systemd-analyze security --offline=true --threshold=20 --no-pager "$out/voxpop.service" | tail -1
fi

echo "run without rights"
drop=()
if command -v setpriv >/dev/null && [ "$(id -u)" = 0 ]; then
  drop=(setpriv --reuid=65532 --regid=65532 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all)
fi
mkdir -m 0777 "$out/data"
chmod 755 "$out"
(cd "$out/data" && exec env -i PATH=/usr/bin:/bin HACKERNEWS_ENABLED=false API_PORT=18734 DASHBOARD_PORT=0 "${drop[@]}" "$program" serve) >"$out/log" 2>&1 &
pid=$!
for _ in $(seq 100); do
  env -i API_PORT=18734 "$program" health >"$out/health" 2>&1 && break
  sleep 0.1
done
grep -qE '^(healthy|degraded)$' "$out/health" || { cat "$out/health" "$out/log"; exit 1; }

echo "manifests, compose files, dashboard"
(cd deploy/check && go run . ../.. http://127.0.0.1:18734/metrics)

kill -TERM "$pid"
wait "$pid" || { cat "$out/log"; exit 1; }
unset pid
echo "all of it is in order"
