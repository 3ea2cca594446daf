"""What the browser tests look at beside the demo: runs as the MLflow client logs them, over its REST API. Standard library only."""
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

    def post(self, path, body, method="POST"):
        return json.loads(self.send(method, f"/api/2.0/mlflow/{path}", json.dumps(body), "application/json"))

    def put_file(self, uri, name, content):
        self.send("PUT", uri.replace("mlflow-artifacts:", "/api/2.0/mlflow-artifacts/artifacts") + f"/{name}", content, "application/octet-stream")

    def send(self, method, path, body, content_type):
        # The server closes connections that were idle for long; it may do so just when one is used again.
        if time.monotonic() - getattr(self.connections, "used", 0) > IDLE_SECONDS:
            self.connections.one = http.client.HTTPConnection(self.host, timeout=120)
        self.connections.used = time.monotonic()
        connection = self.connections.one
        connection.request(method, path, body, {"Content-Type": content_type})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {text[:500]}")
        return text

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


def some_runs(tracking, model, runs=300):
    """An experiment of many runs with parameters and curves, the last of which logged a model."""
    generator = random.Random(7)
    experiment = tracking.experiment("churn")
    for number in range(runs):
        rate = [0.01, 0.03, 0.1][number % 3]
        began = BEGAN + number * MINUTE
        run = tracking.run(
            experiment, f"trial-{number:03d}", number,
            params=pairs(learning_rate=rate, depth=generator.randint(2, 9)),
            tags=pairs(team=generator.choice(["red", "blue"])),
            metrics=[{"key": "loss", "value": (1 + generator.random() / 10) / (1 + rate * step), "timestamp": began + step, "step": step}
                     for step in range(100)])
    log_model(tracking, experiment, run, model)


def log_model(tracking, experiment, run, model):
    info = tracking.post("logged-models", {"experiment_id": experiment, "name": "forest", "source_run_id": run})["model"]["info"]
    tracking.put_file(info["artifact_uri"], "MLmodel", f"flavors:\n  onnx:\n    data: model.onnx\nmodel_id: {info['model_id']}\n")
    tracking.put_file(info["artifact_uri"], "model.onnx", model)
    tracking.post(f"logged-models/{info['model_id']}", {"model_id": info["model_id"], "status": "LOGGED_MODEL_READY"}, method="PATCH")
    tracking.post("runs/outputs", {"run_id": run, "models": [{"model_id": info["model_id"], "step": 0}]})


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
