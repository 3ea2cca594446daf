#!/usr/bin/env python3
"""Predictions over the network: Holdfast beside other model servers, with the same ONNX models on the same machine.

Run:   benchmarks/serving/run.py [--peers fastapi-taught,fastapi,mlserver,bentoml,mlflow] [--seconds 5] [--results FILE]

Needs wrk and Go (for the gRPC client); the peers, and what makes the models, are installed with pip into --cache the first
time. A peer that can't be installed or started is left out, with a word. Every answer is compared with ONNX Runtime's own
before its cell is measured: a closed loop, so many connections, each asking again as soon as it has its answer.

With --results the figures are kept and added to, so that one part can be measured after the other and the tables show all;
--table only prints them. One server runs at a time, but the generator shares the cores with it: compare the rows, don't quote
one alone, and look at what the generators reach against a server that does nothing.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import ours  # noqa: E402
import peers  # noqa: E402
from measure import Load  # noqa: E402
from table import Figures  # noqa: E402
from wire import Question  # noqa: E402

HERE = Path(__file__).resolve().parent
VARIANTS = {"off": {"-unmonitored": {"monitoring": {"enabled": False}}}, "on": {"": {}}}
VARIANTS["both"] = VARIANTS["off"] | VARIANTS["on"]
SOAK_MIB = 300
# Beside each of them one whose requests are joined.
JOINED = {"batching": {"enabled": True, "max_rows": 64}}


def names(text):
    return [] if text == "none" else text.split(",")


def numbers(text):
    return [int(each) for each in text.split(",")]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=names, default=list(peers.TITLES), help="of " + ", ".join(peers.TITLES) + "; or none")
    parser.add_argument("--without-ours", action="store_true", help="measure the peers alone")
    parser.add_argument("--without-limit", action="store_true", help="neither ONNX Runtime in a loop nor the generators alone")
    parser.add_argument("--monitoring", choices=VARIANTS, default="both", help="Holdfast's, of the deployments that are asked")
    parser.add_argument("--joined", action="store_true", help="beside each of these deployments one whose requests are joined")
    parser.add_argument("--fronts", type=names, help="only the ways into Holdfast with one of these in their names")
    parser.add_argument("--models", type=names, default=["mlp", "trees", "cnn", "wide"])
    parser.add_argument("--rows", type=numbers, default=[1, 64])
    parser.add_argument("--connections", type=numbers, default=[1, 8, 32])
    parser.add_argument("--seconds", type=int, default=5, help="for each cell")
    parser.add_argument("--warm-up", type=int, default=2, help="seconds for each cell before anything counts")
    parser.add_argument("--rounds", type=int, default=1, help="how often each cell is measured; the median counts")
    parser.add_argument("--first-load", type=int, default=30, help="seconds of load on each way into Holdfast before the first cell: the JVM compiles")
    parser.add_argument("--soak", type=int, metavar="REQUESTS", help="instead of measuring cells, send Holdfast so many, print its resident memory, and fail where it is 300 MiB above the idle server's")
    parser.add_argument("--all-cells", action="store_true", help="also 64 images as JSON, 8 MB each")
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "holdfast-benchmarks" / "serving"
    parser.add_argument("--cache", type=Path, default=default, help="where peers and models are kept")
    parser.add_argument("--results", type=Path, help="JSON that the figures are added to")
    parser.add_argument("--table", action="store_true", help="print what is in --results and measure nothing")
    return parser.parse_args()


class Benchmark:
    def __init__(self, args, scratch):
        self.args, self.scratch = args, scratch
        self.results = {"cells": [], "limit": [], "soak": [], "notes": []}
        if args.results and args.results.exists():
            self.results = json.loads(args.results.read_text())
        if args.table:
            return
        self.models = args.cache.resolve() / "models"
        self.python = peers.installed(args.cache.resolve(), "tools")
        if not (self.models / "wide-64.json").exists():
            subprocess.run([self.python, HERE / "models.py", self.models], check=True)
        program = args.cache.resolve() / "load"
        subprocess.run(["go", "build", "-buildvcs=false", "-o", program, "."], cwd=HERE / "load", check=True)
        self.load = Load(program, scratch)

    def note(self, text):
        if text not in self.results["notes"]:
            self.results["notes"].append(text)
        print(text, file=sys.stderr, flush=True)

    def keep(self, kind, entry, *keys):
        """Replaces what was measured before under the same keys."""
        self.results[kind] = [old for old in self.results.get(kind, []) if any(old[key] != entry[key] for key in keys)] + [entry]
        if self.args.results:
            self.args.results.write_text(json.dumps(self.results, indent=1))

    def measure(self, server, models):
        """All cells of a server; its fronts in turn for each cell, so that what else happens falls on all alike."""
        fronts = self.chosen(server.fronts)
        for model in models:
            for rows in self.args.rows:
                question = Question(self.models, model, rows)
                images = model == "cnn" and rows > 1 and not self.args.all_cells
                asked = [front for front in fronts if not images or front.form in ("binary", "grpc")]
                for connections in self.args.connections:
                    self.cell(server, asked, question, connections)

    def cell(self, server, fronts, question, connections):
        found = {front: [] for front in fronts}
        for number in range(self.args.rounds):
            for front in fronts if number % 2 == 0 else reversed(fronts):
                warm_up = self.args.warm_up if number == 0 else 0
                try:
                    found[front].append(self.load.cell(server, front, question, connections, self.args.seconds, warm_up))
                except (OSError, RuntimeError, subprocess.SubprocessError) as e:
                    self.note(f"{front.title}, {question.model}, {question.rows} rows, {connections} connections: {e}")
        for front, cells in found.items():
            if cells:
                cell = sorted(cells, key=lambda c: c["rate"])[len(cells) // 2]
                cell |= {"server": front.title, "model": question.model, "rows": question.rows, "connections": connections}
                cell["rates"] = [c["rate"] for c in cells]
                self.keep("cells", cell, "server", "model", "rows", "connections")
                print(
                    f"{front.title:40s} {question.model:5s} {question.rows:2d} rows {connections:2d} connections {cell['rate']:10,.1f}/s "
                    f"p50 {cell['p50_ms']:8.2f} p99 {cell['p99_ms']:8.2f} ms  {cell['cpu_us']:8.1f} µs CPU, {cell['cores']:.2f} cores "
                    f"{cell['memory_mib']:5.0f} MiB{'  FAILED ' + str(cell['failed']) if cell['failed'] else ''}",
                    file=sys.stderr,
                    flush=True,
                )

    def limit(self):
        command = [self.python, HERE / "limit.py", self.models, str(min(3, self.args.seconds)), *self.args.models]
        for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
            self.keep("limit", json.loads(line), "model", "rows", "processes")
        with peers.idle_server(self.load.load) as server:
            self.measure(server, [model for model in self.args.models if model != "cnn"][:1])

    def ours(self):
        variants = VARIANTS[self.args.monitoring]
        if self.args.joined:
            variants = variants | {f"{suffix}-joined": settings | JOINED for suffix, settings in variants.items()}
        with ours.started(self.models, self.args.models, variants, self.note) as server:
            question = Question(self.models, self.args.models[0], 1)
            for front in [] if self.args.soak else list(server.fronts):
                try:
                    self.load.cell(server, front, question, 32, self.args.first_load, 0)
                except (OSError, RuntimeError, subprocess.SubprocessError) as e:
                    server.fronts.remove(front)
                    self.note(f"{front.title}: skipped ({e})")
            if self.args.soak:
                self.soak(server, question)
            else:
                self.measure(server, self.args.models)

    def soak(self, server, question):
        """One row on 32 connections through each way in turn, until so many were asked: what the memory does meanwhile."""
        fronts = self.chosen(server.fronts)
        asked, failed, turn, highest, began = 0, 0, 0, 0, time.monotonic()
        while asked < self.args.soak:
            cell = self.load.cell(server, fronts[turn % len(fronts)], question, 32, 10, 0)
            asked, failed, turn = asked + cell["requests"], failed + cell["failed"], turn + 1
            highest = max(highest, cell["resident_mib"])
            print(
                f"{time.monotonic() - began:6.0f} s {asked:12,} requests, {failed} failed: {cell['resident_mib']:.0f} MiB resident, "
                f"{cell['resident_mib'] - server.idle_mib:+.0f} against the idle server",
                file=sys.stderr,
                flush=True,
            )
        self.keep("soak", {"requests": asked, "failed": failed, "idle_mib": server.idle_mib, "highest_mib": highest}, "requests")
        if failed or highest - server.idle_mib >= SOAK_MIB:
            raise SystemExit(f"{failed} requests failed; {highest - server.idle_mib:.0f} MiB above the idle server, and less than {SOAK_MIB} is the aim")

    def chosen(self, fronts):
        return [f for f in fronts if not self.args.fronts or not f.title.startswith("Holdfast") or any(n in f.title for n in self.args.fronts)]

    def peer(self, name):
        groups = [[model] for model in self.args.models] if name in peers.ONE_MODEL else [self.args.models]
        for group in groups:
            try:
                with peers.started(name, self.args.cache.resolve(), self.models, self.scratch, group[0]) as server:
                    self.measure(server, group)
            except (peers.Skipped, subprocess.SubprocessError) as e:
                self.note(f"{peers.TITLES[name]}: skipped, {e}")

    def run(self):
        if not self.args.without_limit:
            self.limit()
        if not self.args.without_ours:
            self.ours()
        for name in self.args.peers:
            self.peer(name)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers that were started are stopped
    args = arguments()
    if not args.table and not (shutil.which("wrk") and shutil.which("go")):
        raise SystemExit("This needs wrk, the load generator (Debian and Homebrew have it under that name), and Go.")
    unknown = set(args.peers) - set(peers.TITLES)
    if unknown:
        raise SystemExit(f"Not known: {', '.join(sorted(unknown))}; the peers are {', '.join(peers.TITLES)}")
    with tempfile.TemporaryDirectory(prefix="holdfast-serving-") as scratch:
        benchmark = Benchmark(args, Path(scratch))
        if not args.table:
            benchmark.run()
    print(Figures(benchmark.results).markdown())


if __name__ == "__main__":
    main()
