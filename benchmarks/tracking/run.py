#!/usr/bin/env python3
"""The MLflow protocol under load: Holdfast beside MLflow's own server, on one PostgreSQL.

Run:   benchmarks/tracking/run.py --mlflow VENV/bin/python [--k6 k6] [--runs 20000] [--users 20] [--duration 30]

Makes a PostgreSQL cluster of its own (from the programs in --postgres, or Debian's), two databases in it, and starts
Holdfast on one and `mlflow server` with four workers on the other. Both get an experiment of 20,000 runs with metrics and
parameters, a run with 10,000 points of one metric, and a hundred other experiments. Then each operation is asked for by
20 users for 30 seconds, of one server and then of the other; the one that rests is stopped with SIGSTOP. Both are asked
everything for 5 seconds before, so that neither is measured while it loads and compiles its code.

Most of the time goes into the 20,000 runs of MLflow's: `--data FOLDER` keeps the databases for the next time.

Needs k6 (`go install go.k6.io/k6@latest`), the programs of PostgreSQL 15 or newer, and a Python with `mlflow` and
`psycopg2-binary`. The load, the servers and the database share the machine: compare the columns, don't quote one alone.
"""

import argparse
import concurrent.futures
import contextlib
import glob
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from holdfast import Server  # noqa: E402
from mlflow_server import MlflowServer  # noqa: E402
from postgres import Postgres  # noqa: E402

OPERATIONS = {
    "create_run": "create a run",
    "metrics_10": "log 10 metrics",
    "metrics_500": "log 500 metrics",
    "params_10": "log 10 parameters",
    "params_100": "log 100 parameters",
    "search_runs": "search, 1,000 of {runs:,} runs",
    "search_filtered": "search by metric and parameter, ordered",
    "search_varied": "the same, for another value each time",
    "search_experiments": "search experiments",
    "history": "history of 10,000 points",
    "get_run": "get a run",
}
# How many times MLflow's throughput each operation aims at.
AIMS = {"search_runs": 50, "search_filtered": 50, "search_varied": 50, "history": 50}
READS_THE_SEEDED = {"search_runs", "search_filtered", "search_varied"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mlflow", help="a Python that has mlflow and psycopg2; without it Holdfast is measured alone")
    parser.add_argument("--k6", default=shutil.which("k6") or str(Path.home() / "go" / "bin" / "k6"))
    parser.add_argument("--postgres", help="the folder of initdb and postgres")
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--duration", type=int, default=30, help="seconds for each operation")
    parser.add_argument("--warm-up", type=int, default=5, help="seconds for each operation before any counts")
    parser.add_argument("--experiments", type=int, default=100, help="others, beside the two that are used")
    parser.add_argument("--operations", default=",".join(OPERATIONS))
    parser.add_argument("--data", type=Path, help="keeps the cluster and what was written, for the next time")
    parser.add_argument("--json", help="where to write the figures")
    return parser.parse_args()


def processes_of(root):
    """A process and all below it."""
    children = {}
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            pid, rest = Path(stat).read_text().split(" ", 1)
            children.setdefault(int(rest.rsplit(")", 1)[1].split()[1]), []).append(int(pid))
        except (OSError, ValueError, IndexError):
            continue
    found, left = [], [root]
    while left:
        found.append(left.pop())
        left += children.get(found[-1], [])
    return found


def memory_mib(root):
    """What the processes hold, shared pages counted once (proportional set size)."""
    total = 0
    for pid in processes_of(root):
        try:
            total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M).group(1))
        except (OSError, AttributeError):
            continue
    return total / 1024


def rest(server, resting):
    for pid in processes_of(server.process.pid):
        try:
            os.kill(pid, signal.SIGSTOP if resting else signal.SIGCONT)
        except ProcessLookupError:
            continue


@contextlib.contextmanager
def alone(server, servers):
    """The others rest meanwhile."""
    others = [each for each in servers if each is not server]
    for other in others:
        rest(other, True)
    try:
        yield
    finally:
        for other in others:
            rest(other, False)


class Seed:
    """What every operation finds: the same in each server."""

    def __init__(self, api, runs, others, note):
        """`note` is a file that says what is there already."""
        self.call = lambda path, **body: api.post(f"/api/2.0/mlflow/{path}", body)
        self.others = 0
        if note.exists():
            self.seeded, self.written, self.long, self.seconds, self.others = json.loads(note.read_text())
        else:
            self.write(runs)
        for number in range(self.others, others):
            self.call("experiments/create", name=f"other {number}")
        self.others = max(self.others, others)
        note.write_text(json.dumps([self.seeded, self.written, self.long, self.seconds, self.others]))

    def write(self, runs):
        began = time.monotonic()
        self.seeded = self.call("experiments/create", name="seeded")["experiment_id"]
        self.written = self.call("experiments/create", name="written")["experiment_id"]
        generator = random.Random(11)
        plan = [(generator.random(), generator.choice(("0.1", "0.01", "0.001"))) for _ in range(runs)]
        with concurrent.futures.ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda p: self.one(*p), plan))
        self.long = self.call("runs/create", experiment_id=self.seeded, start_time=1)["run"]["info"]["run_id"]
        for first in range(0, 10_000, 1_000):
            self.call(
                "runs/log-batch",
                run_id=self.long,
                metrics=[
                    {"key": "loss", "value": 1 / (step + 1), "timestamp": 1_700_000_000_000 + step, "step": step}
                    for step in range(first, first + 1_000)
                ],
            )
        self.seconds = time.monotonic() - began

    def one(self, accuracy, rate):
        run = self.call("runs/create", experiment_id=self.seeded, start_time=1_700_000_000_000)["run"]["info"]["run_id"]
        self.call(
            "runs/log-batch",
            run_id=run,
            tags=[{"key": "team", "value": "benchmark"}],
            metrics=[{"key": k, "value": v, "timestamp": 1, "step": 0} for k, v in (("accuracy", accuracy), ("loss", 1 - accuracy))],
            params=[{"key": k, "value": v} for k, v in (("learning_rate", rate), ("depth", "6"), ("seed", "1"))],
        )


def measure(options, server, seed, operation, users, seconds):
    with tempfile.NamedTemporaryFile(suffix=".json") as summary:
        given = {
            "BASE": server.api.base,
            "OPERATION": operation,
            "RUN": seed.long,
            "USERS": users,
            "DURATION": f"{seconds}s",
            "EXPERIMENT": seed.seeded if operation in READS_THE_SEEDED else seed.written,
            "SUMMARY": summary.name,
        }
        command = [options.k6, "run", "--quiet", "--no-usage-report"]
        for name, value in given.items():
            command += ["-e", f"{name}={value}"]
        subprocess.run(
            [*command, str(Path(__file__).with_name("requests.js"))], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        figures = json.loads(Path(summary.name).read_text())
    return {**figures, "memory_mib": memory_mib(server.process.pid)}


def table(options, figures, names):
    ours, peer = names[0], names[1] if len(names) > 1 else None
    head = (
        ["operation"] + [f"{n} {what}" for n in names for what in ("/s", "p50 ms", "p95 ms", "failed")] + (["ratio", "aim"] if peer else [])
    )
    print("\n| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for operation, by in figures.items():
        cells = [OPERATIONS[operation].format(runs=options.runs)]
        for name in names:
            f = by[name]
            cells += [
                f"{f['rate']:,.1f}" if f["rate"] < 100 else f"{f['rate']:,.0f}",
                f"{f['p50']:,.1f}",
                f"{f['p95']:,.1f}",
                str(f["failed"]),
            ]
        if peer:
            aim = AIMS.get(operation, 10)
            ratio = by[ours]["rate"] / by[peer]["rate"] if by[peer]["rate"] else float("inf")
            cells += [f"{ratio:.1f}", f"{aim}" + ("" if ratio >= aim else ", **not reached**")]
        print("| " + " | ".join(cells) + " |")


def main():
    options = arguments()
    if not Path(options.k6).exists():
        raise SystemExit("benchmarks/tracking needs k6: go install go.k6.io/k6@latest, or name it with --k6")
    folder = options.data.resolve() if options.data else Path(tempfile.mkdtemp(prefix="tracking-"))
    home = folder / "holdfast-home"
    home.mkdir(parents=True, exist_ok=True)
    with Postgres(folder / "postgres", ("holdfast", "mlflow"), options.postgres) as postgres:
        servers, seeds, idle, figures = {}, {}, {}, {}
        try:
            servers["Holdfast"] = Server(
                home=home, environment={"HOLDFAST_DATABASE_URL": f"jdbc:postgresql://127.0.0.1:{postgres.port}/holdfast?user=postgres"}
            )
            servers["Holdfast"].start()
            if options.mlflow:
                database = f"postgresql+psycopg2://postgres@127.0.0.1:{postgres.port}/mlflow"
                servers["MLflow"] = MlflowServer(options.mlflow, database, workers=4).__enter__()
            for name, server in servers.items():
                idle[name] = memory_mib(server.process.pid)
                seeds[name] = Seed(server.api, options.runs, options.experiments, folder / f"{name}.json")
                print(f"{name}: {idle[name]:,.0f} MiB idle; {options.runs:,} runs written in {seeds[name].seconds:,.0f} s", flush=True)
            operations = [each for each in options.operations.split(",") if each]
            if options.warm_up:
                for name, server in servers.items():
                    with alone(server, servers.values()):
                        for operation in operations:
                            measure(options, server, seeds[name], operation, options.users, options.warm_up)
            for operation in operations:
                for name, server in servers.items():
                    with alone(server, servers.values()):
                        found = measure(options, server, seeds[name], operation, options.users, options.duration)
                    figures.setdefault(operation, {})[name] = found
                    print(f"{operation:20} {name:10} " + "  ".join(f"{k} {v:,.1f}" for k, v in found.items()), flush=True)
            if "search_runs" in figures:
                with alone(servers["Holdfast"], servers.values()):
                    single = measure(options, servers["Holdfast"], seeds["Holdfast"], "search_runs", 1, options.duration)["p95"]
            if figures:
                table(options, figures, list(servers))
            if "search_runs" in figures:
                busy = figures["search_runs"]["Holdfast"]["p95"]
                print(f"\np95 of a search of 1,000 runs: {busy:,.0f} ms with {options.users} users (aim: 250), {single:,.0f} ms with one (50)")
            for name in servers if figures else ():
                most = max(f[name]["memory_mib"] for f in figures.values())
                print(f"{name}: {idle[name]:,.0f} MiB idle, {most:,.0f} MiB at most after an operation")
            if options.json:
                Path(options.json).write_text(json.dumps({"idle_mib": idle, "operations": figures}, indent=1))
        finally:
            for server in reversed(servers.values()):
                if server.process:
                    rest(server, False)
                server.__exit__()
    if not options.data:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
