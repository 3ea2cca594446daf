"""The bulk that browser tests look at: more runs and points than a client logs in a minute, over MLflow's REST API. Standard library only."""
import http.client
import json
import math
import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import local
from urllib.parse import urlsplit

BEGAN = 1_700_000_000_000
MINUTE = 60_000
MANY_RUNS = 20_000
MANY_POINTS = 1_000_000
BATCH = 1_000
CLIENTS = 4
IDLE_SECONDS = 5


class Tracking:
    """Connections that are kept: one for each thread."""

    def __init__(self, url):
        self.host = urlsplit(url).netloc
        self.connections = local()

    def post(self, path, body):
        # The server closes connections that were idle for long; it may do so just when one is used again.
        if time.monotonic() - getattr(self.connections, "used", 0) > IDLE_SECONDS:
            self.connections.one = http.client.HTTPConnection(self.host, timeout=120)
        self.connections.used = time.monotonic()
        connection = self.connections.one
        connection.request("POST", f"/api/2.0/mlflow/{path}", json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {text[:500]}")
        return json.loads(text)

    def experiment(self, name):
        return self.post("experiments/create", {"name": name})["experiment_id"]

    def run(self, experiment, name, number, **logged):
        began = BEGAN + number * MINUTE
        run = self.post("runs/create", {"experiment_id": experiment, "start_time": began, "run_name": name})["run"]["info"]["run_id"]
        if logged:
            self.post("runs/log-batch", {"run_id": run, **logged})
        self.post("runs/update", {"run_id": run, "status": "FINISHED", "end_time": began + MINUTE // 2})
        return run


def pairs(**values):
    return [{"key": key, "value": str(value)} for key, value in values.items()]


def many_runs(tracking, runs=MANY_RUNS):
    """An experiment that nobody reads to its end."""
    experiment = tracking.experiment("sweep")

    def log(number):
        generator = random.Random(number)
        tracking.run(
            experiment, f"sweep-{number:05d}", number,
            params=pairs(learning_rate=generator.choice([0.01, 0.03, 0.1]), depth=generator.randint(2, 9),
                         optimizer=generator.choice(["adam", "sgd"])),
            tags=pairs(team=generator.choice(["red", "blue"])),
            metrics=[{"key": key, "value": generator.random(), "timestamp": BEGAN + number, "step": 1} for key in ("auc", "loss", "recall")])

    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in pool.map(log, range(runs)):
            pass


def many_points(tracking, points=MANY_POINTS):
    """A run whose curve has many points and two spikes, of one point each."""
    generator = random.Random(1)
    run = tracking.run(tracking.experiment("long"), "a million points", 0)

    def value(step):
        if step == points // 3:
            return 3.0
        if step == 2 * points // 3:
            return -1.0
        return 1 / (1 + step / 50_000) + math.sin(step / 20_000) / 10 + generator.gauss(0, 0.02)

    def log(first):
        tracking.post("runs/log-batch", {"run_id": run, "metrics": [
            {"key": "loss", "value": value(step), "timestamp": BEGAN + step * 10, "step": step} for step in range(first, first + BATCH)]})

    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in pool.map(log, range(0, points, BATCH)):
            pass
