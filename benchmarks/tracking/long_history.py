#!/usr/bin/env python3
"""One run with millions of points of one metric: written, read, charted and searched over HTTP.

Run:   benchmarks/tracking/long_history.py [--points 10000000] [--writers 4]

Starts Holdfast with its embedded PostgreSQL and logs the points in batches of 1,000, the most that the protocol takes.
Standard library only.
"""

import argparse
import concurrent.futures
import http.client
import json
import sys
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from holdfast import Server  # noqa: E402

BATCH = 1_000
PAGE = 25_000
START_MS = 1_700_000_000_000


class Connection:
    """Keeps its connection, other than holdfast.Api."""

    def __init__(self, port):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def call(self, method, path, body=None):
        self.http.request(method, "/api/2.0/mlflow/" + path, body, {"Content-Type": "application/json"} if body else {})
        answer = self.http.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {content[:500]}")
        return content

    def get(self, path, **query):
        return self.call("GET", path + "?" + urllib.parse.urlencode(query))

    def post(self, path, body):
        return self.call("POST", path, json.dumps(body))


def batch(run, first):
    """By hand: the writer must not be what is measured."""
    points = ",".join(
        f'{{"key":"loss","value":{1 / (step + 1)!r},"timestamp":{START_MS + step},"step":{step}}}' for step in range(first, first + BATCH)
    )
    return f'{{"run_id":"{run}","metrics":[{points}]}}'


def write(port, run, points, writers):
    """Several writers, each with a stretch of its own, as a history that is moved in has."""
    stretch = points // writers // BATCH * BATCH

    def one(number):
        connection = Connection(port)
        last = points if number == writers - 1 else (number + 1) * stretch
        for first in range(number * stretch, last, BATCH):
            connection.call("POST", "runs/log-batch", batch(run, first))

    with concurrent.futures.ThreadPoolExecutor(writers) as threads:
        list(threads.map(one, range(writers)))


def timed(what, action, times=5):
    """Prints the median of several times and the first, which finds nothing in memory."""
    took = []
    for _ in range(times):
        began = time.monotonic()
        result = action()
        took.append(1000 * (time.monotonic() - began))
    print(f"| {what} | {took[0]:,.0f} | {sorted(took)[len(took) // 2]:,.0f} |", flush=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=10_000_000)
    parser.add_argument("--writers", type=int, default=4)
    options = parser.parse_args()
    points = options.points // BATCH * BATCH
    with Server() as server:
        connection = Connection(server.port)
        experiment = json.loads(connection.post("experiments/create", {"name": "long"}))["experiment_id"]
        run = json.loads(connection.post("runs/create", {"experiment_id": experiment, "start_time": 1}))["run"]["info"]["run_id"]
        began = time.monotonic()
        write(server.port, run, points, options.writers)
        took = time.monotonic() - began
        print(f"{points:,} points written in {took:,.1f} s: {points / took:,.0f} a second; server {server.resident_mib():,.0f} MiB\n")
        print("| what | first, ms | median, ms |\n|---|---|---|")
        history = {"run_id": run, "metric_key": "loss", "max_results": PAGE}
        first = timed(f"the first page of {PAGE:,}", lambda: connection.get("metrics/get-history", **history))
        assert len(json.loads(first)["metrics"]) == PAGE
        chart = {"run_ids": run, "metric_key": "loss", "max_results": 2_500}
        sampled = json.loads(timed("a chart of 2,500 points of all", lambda: connection.get("metrics/get-history-bulk-interval", **chart)))
        steps = [point["step"] for point in sampled["metrics"]]
        assert len(steps) in (2_500, 2_501) and steps == sorted(steps) and steps[0] == 0 and steps[-1] == points - 1, len(steps)
        part = {**chart, "start_step": points // 2, "end_step": points // 2 + points // 100}
        timed("a chart of 2,500 points of one in a hundred", lambda: connection.get("metrics/get-history-bulk-interval", **part))
        search = {"experiment_ids": [experiment], "filter": "metrics.loss < 0.001", "order_by": ["metrics.loss"]}
        found = json.loads(timed("a search by the latest value", lambda: connection.post("runs/search", search)))
        assert found["runs"][0]["data"]["metrics"][0]["step"] == points - 1
        timed("the run with its latest value", lambda: connection.get("runs/get", run_id=run))
        began, read, pages, slowest, token = time.monotonic(), 0, 0, 0, None
        while pages == 0 or token:
            asked = time.monotonic()
            page = connection.get("metrics/get-history", **history, **({"page_token": token} if token else {}))
            slowest = max(slowest, time.monotonic() - asked)
            read, pages = read + page.count(b'"step"'), pages + 1
            token = json.loads(page[page.rindex(b"]") + 1 :].replace(b",", b"{", 1)).get("next_page_token") if page[-2:] != b"]}" else None
        took = time.monotonic() - began
        assert read == points, read
        print(f"\nAll {read:,} points read in {pages:,} pages in {took:,.1f} s; the slowest page took {1000 * slowest:,.0f} ms")
        print(f"Server after it all: {server.resident_mib():,.0f} MiB")


if __name__ == "__main__":
    main()
