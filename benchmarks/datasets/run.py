#!/usr/bin/env python3
"""Registers and profiles a generated CSV over HTTP: seconds, CPU seconds, MiB/s and the
server's resident memory at its highest.

    benchmarks/datasets/run.py [--rows 1000000] [--server http://127.0.0.1:8080 --pid PID] [--repeat 3]

Without --server it starts ./holdfast on a free port and a home of its own. Standard library only.
"""
import argparse
import http.client
import json
import os
import random
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from holdfast import Server  # noqa: E402

TARGET_SECONDS = 15
TARGET_MIB = 1024


def generate(path, rows, seed):
    """30 columns: a time, an id, a flag, three categories, 20 floats (one with gaps) and four integers."""
    rng = random.Random(seed)
    names = ["ts", "id", "flag", "city", "plan", "device"]
    names += [f"f{i}" for i in range(20)] + [f"n{i}" for i in range(4)]
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write(",".join(names) + "\n")
        second = 1_700_000_000
        for row in range(rows):
            second += rng.randrange(100)
            values = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second)), f"u{rng.getrandbits(30)}",
                      "true" if rng.random() < 0.5 else "false", f"city_{int(50 * rng.random() * rng.random())}",
                      f"plan_{rng.randrange(4)}", "" if rng.random() < 0.05 else f"device_{rng.randrange(12)}"]
            for column in range(20):
                if column == 3 and rng.random() < 0.05:
                    values.append("")
                elif column % 3 == 0:
                    values.append(f"{rng.random() * 1000:.6f}")
                else:
                    values.append(f"{rng.expovariate(1 / (column + 1)):.6f}")
            values += [str(rng.randrange(limit)) for limit in (5, 100, 10_000, 1 << 30)]
            out.write(",".join(values) + "\n")


def resident_mib(pid):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds(pid):
    """User and system time of the process so far."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class PeakWatch(threading.Thread):
    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.done = pid, 0.0, threading.Event()

    def run(self):
        while not self.done.wait(0.02):
            self.peak = max(self.peak, resident_mib(self.pid))


def register(base, name, path):
    address = urlsplit(base)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=1800)
    with open(path, "rb") as body:
        connection.request("POST", f"/api/v1/datasets/{name}/versions", body=body,
                           headers={"Content-Type": "text/csv", "Content-Length": str(os.path.getsize(path))})
        answer = connection.getresponse()
        version = json.loads(answer.read())
    if answer.status != 201:
        raise SystemExit(f"{answer.status}: {version}")
    return version


def measure(base, pid, path, repeat):
    size = os.path.getsize(path) / (1 << 20)
    results = []
    for turn in range(repeat):
        before, cpu_before = resident_mib(pid), cpu_seconds(pid)
        watch = PeakWatch(pid)
        watch.start()
        began = time.perf_counter()
        # A dataset of its own each time: the same bytes in one dataset would not be profiled again.
        version = register(base, f"bench-{os.getpid()}-{turn}", path)
        seconds = time.perf_counter() - began
        watch.done.set()
        watch.join()
        results.append({"seconds": round(seconds, 2), "cpu_seconds": round(cpu_seconds(pid) - cpu_before, 2),
                        "mib_per_second": round(size / seconds, 1), "resident_before_mib": round(before),
                        "resident_peak_mib": round(watch.peak), "rows": version["rows"],
                        "columns": len(version["columns"])})
        print(json.dumps(results[-1]), flush=True)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--server", help="a running server, with --pid for its memory")
    parser.add_argument("--pid", type=int)
    parser.add_argument("--file", help="a CSV file of one's own instead of the generated one")
    arguments = parser.parse_args()
    if arguments.server and not arguments.pid:
        parser.error("--server needs --pid")
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as directory:
        path = arguments.file or os.path.join(directory, "rows.csv")
        if not arguments.file:
            generate(path, arguments.rows, arguments.seed)
        print(f"{os.path.getsize(path) / (1 << 20):.0f} MiB, load before: {os.getloadavg()[0]:.1f}", flush=True)
        if arguments.server:
            results = measure(arguments.server, arguments.pid, path, arguments.repeat)
        else:
            with Server() as server:
                results = measure(server.api.base, server.process.pid, path, arguments.repeat)
    worst = max(results, key=lambda result: result["seconds"])
    peak = max(result["resident_peak_mib"] for result in results)
    kept = worst["seconds"] < TARGET_SECONDS and peak < TARGET_MIB
    print(f"worst {worst['seconds']} s, peak {peak} MiB: " + ("within" if kept else "beyond")
          + f" {TARGET_SECONDS} s and {TARGET_MIB} MiB for 1,000,000 x 30")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
