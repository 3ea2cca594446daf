#!/usr/bin/env python3
"""How long a rollback takes under load, and how many of the predictions around it fail.

Run:   benchmarks/rollback/run.py [--requests 10000] [--callers 8] [--flips 20]

Starts a server of its own, registers two versions of a small model by training them in a pipeline, releases both, and lets
several callers ask for predictions over the Open Inference Protocol on connections that stay open, while another rolls back
and forth. Every answer must be 200 and name the model version of its release. The flip is the server's own figure: from the
call until every new prediction was served by the other release, the commit included.
"""
import argparse
import http.client
import json
import random
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from holdfast import Server  # noqa: E402

NAME = "rollback-benchmark"
PIPELINE = """
inputs:
  rows: {{dataset: {name}}}
steps:
  - name: fit
    kind: train
    data: rows
    label: label
    algorithm: logistic_regression
    holdout: {{share: 0.2}}
    seed: {seed}
  - name: publish
    kind: register
    model: fit.model
    as: {name}
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--callers", type=int, default=8)
    parser.add_argument("--flips", type=int, default=20)
    return parser.parse_args()


def rows(count=2_000):
    generator = random.Random(7)
    lines = ["a,b,label"]
    for _ in range(count):
        a, b = generator.gauss(0, 1), generator.gauss(0, 1)
        lines.append(f"{a:.4f},{b:.4f},{'yes' if a + b + generator.gauss(0, 0.5) > 0 else 'no'}")
    return "\n".join(lines) + "\n"


def prepare(api):
    api.post(f"/api/v1/datasets/{NAME}/versions", rows(), content_type="text/csv")
    api.put(f"/api/v1/deployments/{NAME}", {})
    for seed in (1, 2):
        api.put(f"/api/v1/pipelines/{NAME}", PIPELINE.format(name=NAME, seed=seed), content_type="application/yaml")
        run = api.post(f"/api/v1/pipelines/{NAME}/runs", {})
        run = api.get(f"/api/v1/pipelines/{NAME}/runs/{run['id']}?wait=300")
        if run["state"] != "succeeded":
            raise RuntimeError(f"Training failed: {json.dumps(run)[:2000]}")
        api.post(f"/api/v1/deployments/{NAME}/releases", {"model": NAME, "version": seed})


class Callers:
    def __init__(self, port, count, requests):
        self.port, self.left, self.lock = port, requests, threading.Lock()
        self.answered, self.failures, self.releases, self.latencies = 0, [], {}, []
        self.body = json.dumps({"inputs": [
            {"name": name, "datatype": "FP32", "shape": [1, 1], "data": [0.5]} for name in ("a", "b")]})
        self.threads = [threading.Thread(target=self.ask) for _ in range(count)]

    def ask(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while True:
            with self.lock:
                if self.left == 0:
                    return
                self.left -= 1
            began = time.perf_counter()
            try:
                connection.request("POST", f"/v2/models/{NAME}/infer", self.body, {"Content-Type": "application/json"})
                response = connection.getresponse()
                answer, failure = json.loads(response.read()), None
                if response.status != 200:
                    failure = f"{response.status}: {answer}"
                elif str(answer["parameters"]["release"]) != answer["model_version"]:
                    failure = f"release {answer['parameters']['release']} answered as version {answer['model_version']}"
            except (OSError, ValueError, http.client.HTTPException) as e:
                answer, failure = None, repr(e)
                connection.close()
            took = time.perf_counter() - began
            with self.lock:
                self.answered += 1
                self.latencies.append(took * 1000)
                if failure:
                    self.failures.append(failure)
                else:
                    self.releases[answer["model_version"]] = self.releases.get(answer["model_version"], 0) + 1


def main():
    options = arguments()
    with Server() as server:
        prepare(server.api)
        callers = Callers(server.port, options.callers, options.requests)
        began = time.perf_counter()
        for thread in callers.threads:
            thread.start()
        flips, calls = [], []
        for flip in range(options.flips):
            # Spread over the requests, so that each flip has them before and after it.
            while callers.left > options.requests * (1 - (flip + 1) / (options.flips + 1)):
                time.sleep(0.001)
            start = time.perf_counter()
            change = server.api.post(
                f"/api/v1/deployments/{NAME}/rollback", {"to_release": 1 + flip % 2, "reason": "benchmark"})
            calls.append((time.perf_counter() - start) * 1000)
            flips.append(change["flip_ms"])
        for thread in callers.threads:
            thread.join()
        seconds = time.perf_counter() - began
    latencies = sorted(callers.latencies)
    print(f"requests          {callers.answered:,} from {options.callers} callers, {callers.answered / seconds:,.0f}/s")
    print(f"failed            {len(callers.failures)}")
    print(f"answered by       {', '.join(f'version {v}: {n:,}' for v, n in sorted(callers.releases.items()))}")
    print(f"latency           p50 {latencies[len(latencies) // 2]:.2f} ms, p99 {latencies[len(latencies) * 99 // 100]:.2f} ms")
    print(f"flips             {len(flips)}: median {statistics.median(flips):.1f} ms, most {max(flips):.1f} ms (aim: under 50)")
    print(f"rollback call     median {statistics.median(calls):.1f} ms, most {max(calls):.1f} ms")
    for failure in callers.failures[:5]:
        print("  " + failure, file=sys.stderr)
    return 1 if callers.failures or max(flips) >= 50 else 0


if __name__ == "__main__":
    sys.exit(main())
