"""One cell of the benchmark: a closed loop against a server that runs, and what the server used for it. Standard library only."""

import glob
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from wire import ask

HERE = Path(__file__).resolve().parent
TICK = os.sysconf("SC_CLK_TCK")


def tree(root):
    """A process and all below it."""
    children = {}
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            text = Path(stat).read_text()
        except OSError:
            continue
        children.setdefault(int(text.rsplit(")", 1)[1].split()[1]), []).append(int(text.split(" ", 1)[0]))
    found, left = [], [root]
    while left:
        found.append(left.pop())
        left += children.get(found[-1], [])
    return found


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        try:
            used = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(used[11]) + int(used[12])
    return total / TICK


def memory_mib(pids):
    """-> resident in the largest process alone, and in all of them with shared pages counted once."""
    resident, proportional = [0], 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        sizes = {name: int(size) for name, size in re.findall(r"^(Rss|Pss):\s+(\d+)", text, re.M)}
        resident.append(sizes.get("Rss", 0))
        proportional += sizes.get("Pss", 0)
    return max(resident) / 1024, proportional / 1024


def stop(process):
    """Ends a server that was started here, with what it started."""
    pids = tree(process.pid)
    process.send_signal(signal.SIGTERM)
    until = time.monotonic() + 15
    while time.monotonic() < until and any(Path(f"/proc/{pid}").exists() for pid in pids):
        process.poll()
        time.sleep(0.1)
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


class Load:
    """The two generators, wrk and the gRPC client; `load` is where the latter was built to."""

    def __init__(self, load, scratch):
        self.load, self.scratch = load, scratch

    def written(self, body):
        file = self.scratch / "request.body"
        file.write_bytes(body)
        return file

    def command(self, front, path, headers, body, connections, seconds):
        if front.form == "grpc":
            return [self.load, "run", "-at", front.base, "-body", body, "-connections", str(connections), "-seconds", str(seconds)]
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", HERE / "post.lua", front.base + path]
        return [*command, "--", body, *(f"{name}={value}" for name, value in headers.items())]

    def drive(self, *request):
        found = subprocess.run(self.command(*request), capture_output=True, text=True, check=False)
        lines = [line for line in found.stdout.splitlines() if line.startswith("{")]
        if not lines:
            raise RuntimeError((found.stdout + found.stderr)[-500:])
        result = json.loads(lines[-1])
        if result["failed"] and found.stderr:
            result["why"] = found.stderr.strip().splitlines()[-1]
        return result

    def cell(self, server, front, question, connections, seconds, warm_up):
        """Checks an answer, warms up, measures. Rates in requests a second, times in ms, CPU in µs of all cores."""
        path, headers, body = question.body(front.form, front.name(question.model))
        file = self.written(body)
        if server.answers:
            question.check(ask(front.form, front.base, path, headers, file, self.load))
        if warm_up:
            self.drive(front, path, headers, file, connections, warm_up)
        timed = server.timer(front.name(question.model)) if server.timer else None
        pids = [pid for first in server.processes for pid in tree(first)]
        used, began = cpu_seconds(pids), time.monotonic()
        result = self.drive(front, path, headers, file, connections, seconds)
        took, used = time.monotonic() - began, cpu_seconds(pids) - used
        resident, proportional = memory_mib(pids)
        within = None
        if timed:
            count, quick = (after - before for after, before in zip(server.timer(front.name(question.model)), timed))
            within = quick / count if count else None
        return {
            "rate": result["requests"] / result["us"] * 1e6,
            "p50_ms": result["p50_us"] / 1000,
            "p99_ms": result["p99_us"] / 1000,
            "max_ms": result["max_us"] / 1000,
            "cpu_us": used / max(1, result["requests"]) * 1e6,
            "cores": used / took,
            "resident_mib": resident,
            "memory_mib": proportional,
            "requests": result["requests"],
            "failed": result["failed"],
            "why": result.get("why"),
            "within_100_us": within,
        }
