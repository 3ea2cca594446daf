#!/bin/sh
# Measures how long a second start takes until /health answers OK, and the memory of the JVM when idle.
# Usage: benchmarks/startup/run.sh [STARTS]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd -P)
starts=${1:-5}
port=18999
work=$(mktemp -d)
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2> /dev/null; wait "$pid" || true; fi; rm -rf "$work"' EXIT
export HOLDFAST_HOME="$work/home"

now_ms() { date +%s%3N; }

# Starts the server and prints the milliseconds until it is ready.
start() {
    begun=$(now_ms)
    "$top/holdfast" start --port "$port" > "$work/log" 2>&1 &
    pid=$!
    until [ "$(curl -fs "http://127.0.0.1:$port/health" || true)" = OK ]; do
        kill -0 "$pid" 2> /dev/null || { cat "$work/log" >&2; pid=; exit 1; }
        sleep 0.02
    done
    took=$(($(now_ms) - begun))
}

stop() {
    kill "$pid"
    wait "$pid" || true
    pid=
}

resident_mib() { ps -o rss= -p "$pid" | awk '{printf "%d", $1 / 1024}'; }

start
printf 'first start, with the build if it was missing and a new database: %d ms\n' "$took"
stop
for i in $(seq "$starts"); do
    start
    printf 'start %d: ready after %d ms' "$i" "$took"
    if [ "$i" = "$starts" ]; then
        sleep 20
    fi
    printf ', JVM %d MiB resident\n' "$(resident_mib)"
    [ "$i" = "$starts" ] || stop
done
printf 'the last figure is after 20 s idle; load average %s, %s cores\n' "$(cut -d ' ' -f 1 /proc/loadavg 2> /dev/null || echo unknown)" \
    "$(getconf _NPROCESSORS_ONLN)"
