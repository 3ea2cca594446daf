#!/usr/bin/env python3
"""Runs the browser tests of the web UI against a server that has run the demo and holds some hundred runs.

Needs Node.js and a Chromium: CHROMIUM names it, or it is found on the PATH. Screenshots, the report and the table of speeds
are left in web-ui/target/e2e.
"""
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks" / "lib"))
from holdfast import Server  # noqa: E402

E2E = ROOT / "web-ui" / "e2e"
RUNS = 300


def chromium():
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        raise SystemExit("There is no Chromium: install it, or name one in CHROMIUM.")
    return found


def log_runs(api):
    """Runs as the MLflow client logs them: an experiment of many with parameters and curves."""
    generator = random.Random(7)
    mlflow = "/api/2.0/mlflow"
    experiment = api.post(f"{mlflow}/experiments/create", {"name": "churn"})["experiment_id"]
    for number in range(RUNS):
        began = 1_700_000_000_000 + number * 60_000
        run = api.post(f"{mlflow}/runs/create", {
            "experiment_id": experiment, "start_time": began, "run_name": f"trial-{number:03d}"})["run"]["info"]["run_id"]
        rate = [0.01, 0.03, 0.1][number % 3]
        api.post(f"{mlflow}/runs/log-batch", {
            "run_id": run,
            "params": [{"key": "learning_rate", "value": str(rate)}, {"key": "depth", "value": str(generator.randint(2, 9))}],
            "tags": [{"key": "team", "value": generator.choice(["red", "blue"])}],
            "metrics": [{"key": "loss", "value": (1 + generator.random() / 10) / (1 + rate * step), "timestamp": began + step, "step": step}
                        for step in range(100)]})
        api.post(f"{mlflow}/runs/update", {"run_id": run, "status": "FINISHED", "end_time": began + 30_000})


def main():
    browser = chromium()
    shutil.rmtree(ROOT / "web-ui" / "target" / "e2e", ignore_errors=True)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=E2E, check=True)
    with Server(arguments=["demo"]) as server:
        server.await_demo()
        log_runs(server.api)
        tested = subprocess.run(["npm", "test", "--silent", "--", *sys.argv[1:]], cwd=E2E,
                                env={**os.environ, "CHROMIUM": browser, "HOLDFAST_URL": server.api.base})
        if tested.returncode != 0:
            raise SystemExit("The browser tests failed; see web-ui/target/e2e. The server's log ends:\n" + server.tail(20))


if __name__ == "__main__":
    main()
