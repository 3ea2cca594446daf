#!/usr/bin/env python3
"""What monitoring costs a prediction: throughput with it on against throughput with it off, same model, same server.

Run:   benchmarks/monitoring/run.py [--seconds 2] [--pairs 30] [--warm-up 40] [--connections 32] [--rows 1]        (needs wrk)

Two deployments serve the same model version, one counts its inputs and predictions and logs what its settings allow, one
does neither. They are loaded in turn, in short slices: what else the machine does, and what the JVM still compiles, falls on
both slices of a pair alike. What counts is the median of the pairs' ratios, with their quartiles beside it.
"""
import argparse
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from holdfast import Server  # noqa: E402

FEATURES = 10
BODIES = 1_000
PIPELINE = """
inputs:
  rows: {dataset: monitored}
steps:
  - {name: fit, kind: train, data: rows, label: y, algorithm: gradient_boosted_trees, holdout: {share: 0.2}, seed: 1, params: {rounds: 50}}
  - {name: publish, kind: register, model: fit.model, as: monitored}
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=2, help="of a slice")
    parser.add_argument("--pairs", type=int, default=30)
    parser.add_argument("--warm-up", type=int, default=40, help="seconds of load on each before anything counts: the JVM compiles")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rows", type=int, default=1, help="rows of a request")
    parser.add_argument("--least-ratio", type=float, default=None, help="fail where monitoring leaves less")
    return parser.parse_args()


def training_rows():
    generator = random.Random(3)
    lines = [",".join([f"x{i}" for i in range(FEATURES)] + ["y"])]
    for _ in range(5000):
        values = [generator.gauss(0, 1) for _ in range(FEATURES)]
        lines.append(",".join(f"{v:.4f}" for v in values) + f",{int(sum(values[:3]) > 0)}")
    return "\n".join(lines) + "\n"


def body(generator, rows):
    return json.dumps({"inputs": [
        {"name": f"x{i}", "datatype": "FP32", "shape": [rows, 1], "data": [round(generator.gauss(0, 1), 4) for _ in range(rows)]}
        for i in range(FEATURES)]})


def script(rows):
    """Requests with values of the training data's distribution: the same one each time would be drift, and its events."""
    generator = random.Random(4)
    bodies = ",\n".join(f"[[{body(generator, rows)}]]" for _ in range(BODIES))
    file = tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False)
    file.write(f"""wrk.method = 'POST'
wrk.headers['Content-Type'] = 'application/json'
local bodies = {{{bodies}}}
local turn = 0
function request()
  turn = turn % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[turn])
end
""")
    file.close()
    return file.name


def load(url, lua, connections, seconds):
    out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", lua, "--latency", url],
                         capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        raise SystemExit(out)
    latency, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), float(latency) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


class Slice(NamedTuple):
    rate: float  # requests/s
    cost: float  # processor time of a request in µs, of the server and its PostgreSQL
    p99: float  # ms


def pair(server, lua, args, number):
    """A slice of either deployment; the other one first each time."""
    found = {}
    for name in ("watched", "unwatched") if number % 2 else ("unwatched", "watched"):
        before = server.cpu_seconds()
        rate, p99 = load(f"{server.api.base}/v2/models/{name}/infer", lua, args.connections, args.seconds)
        found[name] = Slice(rate, (server.cpu_seconds() - before) / (rate * args.seconds) * 1e6, p99)
    return found


def main():
    args = arguments()
    if not shutil.which("wrk"):
        raise SystemExit("This needs wrk, the load generator; Debian and Homebrew have it under that name.")
    lua = script(args.rows)
    with Server() as server:
        api = server.api
        api.post("/api/v1/datasets/monitored/versions", training_rows(), content_type="text/csv")
        api.put("/api/v1/pipelines/monitored", PIPELINE, content_type="application/yaml")
        run = api.post("/api/v1/pipelines/monitored/runs?wait=300", {"reason": "benchmark"})
        if run["state"] != "succeeded":
            raise SystemExit(run)
        for name, enabled in (("watched", True), ("unwatched", False)):
            api.put(f"/api/v1/deployments/{name}", {"monitoring": {"enabled": enabled}})
            api.post(f"/api/v1/deployments/{name}/releases", {"model": "monitored", "version": 1})
        for name in ("unwatched", "watched"):
            load(f"{api.base}/v2/models/{name}/infer", lua, args.connections, args.warm_up)
        pairs = [pair(server, lua, args, number) for number in range(args.pairs)]
        metrics = api.get("/actuator/prometheus")
        drops = sum(float(line.rsplit(" ", 1)[1]) for line in metrics.splitlines() if line.startswith("holdfast_predictions_dropped_total"))
        for name in ("unwatched", "watched"):
            print(f"{name:10s} {statistics.median(p[name].rate for p in pairs):9,.0f} requests/s, "
                  f"{statistics.median(p[name].cost for p in pairs):6.1f} µs of processor time each, "
                  f"p99 {statistics.median(p[name].p99 for p in pairs):.1f} ms")
        low, ratio, high = statistics.quantiles((p["watched"].rate / p["unwatched"].rate for p in pairs), n=4)
        more = statistics.median(p["watched"].cost - p["unwatched"].cost for p in pairs)
        print(f"ratio of the pairs {ratio:.3f}, quartiles {low:.3f} and {high:.3f}; {more:+.1f} µs\n"
              f"rows uncounted {drops:,.0f}\nJVM {server.resident_mib():,.0f} MiB resident")
        if args.least_ratio and ratio < args.least_ratio:
            raise SystemExit(f"Monitoring left {ratio:.3f} of the throughput, less than {args.least_ratio}.")


if __name__ == "__main__":
    main()
