#!/usr/bin/env python3
"""What monitoring costs a prediction: throughput with it on against throughput with it off, same model, same server.

Run:   benchmarks/monitoring/run.py [--seconds 10] [--rounds 5] [--connections 32] [--rows 1]        (needs wrk)

Two deployments serve the same model version, one counts its inputs and predictions and logs what its settings allow, one
does neither. They are loaded in turn, in rounds, so that what else the machine does falls on both alike; the ratio is that of
the medians. The processor time of a request, of the server and its PostgreSQL, does not depend on what else runs.
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

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from holdfast import Server  # noqa: E402

FEATURES = 10
WARM_ROUNDS = 3
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
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
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
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), re.search(r"99%\s+(\S+)", out).group(1)


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
        rates = {"unwatched": [], "watched": []}
        costs = {"unwatched": [], "watched": []}
        for _ in range(WARM_ROUNDS):  # both paths are compiled before either counts
            for name in rates:
                load(f"{api.base}/v2/models/{name}/infer", lua, args.connections, args.seconds)
        for number in range(args.rounds):
            for name in rates if number % 2 else reversed(rates):
                before = server.cpu_seconds()
                rate, p99 = load(f"{api.base}/v2/models/{name}/infer", lua, args.connections, args.seconds)
                rates[name].append(rate)
                costs[name].append((server.cpu_seconds() - before) / (rate * args.seconds) * 1e6)
                print(f"round {number + 1}: {name:10s} {rate:9,.0f} requests/s, p99 {p99}, {costs[name][-1]:.1f} µs of processor time each",
                      flush=True)
        metrics = api.get("/actuator/prometheus")
        drops = sum(float(line.rsplit(" ", 1)[1]) for line in metrics.splitlines() if line.startswith("holdfast_predictions_dropped_total"))
        medians = {name: statistics.median(values) for name, values in rates.items()}
        ratio = medians["watched"] / medians["unwatched"]
        used = {name: statistics.median(values) for name, values in costs.items()}
        print(f"\nprocessor time of a request {used['unwatched']:.1f} µs without, {used['watched']:.1f} µs with: "
              f"{used['watched'] / used['unwatched'] - 1:+.1%}")
        print(f"monitoring off {medians['unwatched']:9,.0f} requests/s\nmonitoring on  {medians['watched']:9,.0f} requests/s\n"
              f"ratio          {ratio:9.3f}\nrows uncounted {drops:9,.0f}\nJVM            {server.resident_mib():9,.0f} MiB resident")
        if args.least_ratio and ratio < args.least_ratio:
            raise SystemExit(f"Monitoring left {ratio:.3f} of the throughput, less than {args.least_ratio}.")


if __name__ == "__main__":
    main()
