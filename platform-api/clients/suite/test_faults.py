"""Connections and servers that die in the middle: what was acknowledged is there, what was not leaves nothing."""

import json
import os
import signal
import socket
import threading

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import Metric
from mlflow.exceptions import MlflowException
from servers import Server


def cut_off(uri, path, method, body, announced):
    """Sends a request whose body ends before the announced length, and hangs up."""
    host, port = uri.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {announced}\r\n\r\n"
        connection.sendall(head.encode() + body)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def test_a_batch_that_is_cut_off(uri, client, run):
    batch = json.dumps({"run_id": run, "metrics": [{"key": "m", "value": i, "timestamp": i, "step": i} for i in range(1000)]}).encode()
    cut_off(uri, "/api/2.0/mlflow/runs/log-batch", "POST", batch[: len(batch) // 2], len(batch))
    client.log_metric(run, "after", 1)
    assert client.get_run(run).data.metrics == {"after": 1}
    client.log_batch(run, [Metric("m", float(i), i, i) for i in range(1000)])
    client.log_batch(run, [Metric("m", float(i), i, i) for i in range(1000)])
    assert len(client.get_metric_history(run, "m")) == 1000


@pytest.mark.ours  # the reference keeps the half
def test_an_upload_that_is_cut_off(uri, client, run, tmp_path):
    client.log_text(run, "whole", "kept.txt")
    location = client.get_run(run).info.artifact_uri.removeprefix("mlflow-artifacts:/")
    for name in ("kept.txt", "new.bin"):
        cut_off(uri, f"/api/2.0/mlflow-artifacts/artifacts/{location}/{name}", "PUT", os.urandom(1 << 20), 8 << 20)
    assert mlflow.artifacts.load_text(f"runs:/{run}/kept.txt") == "whole"
    assert [f.path for f in client.list_artifacts(run)] == ["kept.txt"]
    (tmp_path / "new.bin").write_bytes(b"again")
    client.log_artifact(run, str(tmp_path / "new.bin"))
    assert open(client.download_artifacts(run, "new.bin"), "rb").read() == b"again"


@pytest.fixture(scope="module")
def own():
    """A server that tests may stop, kill and start again."""
    with Server() as server:
        yield server


@pytest.fixture
def restartable(own):
    mlflow.set_tracking_uri(own.api.base)
    mlflow.set_registry_uri(own.api.base)
    return own


@pytest.mark.ours
def test_a_restart_in_between(restartable, unique, tmp_path):
    client = MlflowClient(restartable.api.base)
    experiment = client.create_experiment(unique())
    run = client.create_run(experiment).info.run_id
    client.log_batch(run, [Metric("m", float(i), i, i) for i in range(100)])
    client.log_param(run, "p", "1")
    client.log_text(run, "text", "d/f.txt")
    name = client.create_registered_model(unique()).name
    client.create_model_version(name, f"runs:/{run}/d", run_id=run, tags={"a": "1"})
    client.set_registered_model_alias(name, "champion", "1")
    logged = client.create_logged_model(experiment, name="m", params={"p": "1"})
    token = client.search_experiments(max_results=1).token

    restartable.stop()
    restartable.start()
    data = client.get_run(run).data
    assert (data.metrics, data.params) == ({"m": 99}, {"p": "1"})
    assert len(client.get_metric_history(run, "m")) == 100
    assert mlflow.artifacts.load_text(f"runs:/{run}/d/f.txt") == "text"
    assert client.get_model_version_by_alias(name, "champion").tags == {"a": "1"}
    assert dict(client.get_logged_model(logged.model_id)) == dict(logged)
    assert client.search_experiments(max_results=1, page_token=token)
    client.log_metric(run, "m", 100, 100, 100)
    client.set_terminated(run)
    assert client.search_runs([experiment], "status = 'FINISHED'")[0].data.metrics == {"m": 100}


@pytest.mark.ours
def test_kill_in_the_middle_of_batches_and_uploads(restartable, unique):
    client = MlflowClient(restartable.api.base)
    run = client.create_run(client.create_experiment(unique())).info.run_id
    acknowledged, texts, enough = [], [], threading.Event()

    def batches():
        for batch in range(10_000):
            try:
                client.log_batch(run, [Metric("m", float(i), i, i) for i in range(batch * 50, batch * 50 + 50)])
            except MlflowException:
                return
            acknowledged.append(batch)
            if batch == 20:
                enough.set()

    def uploads():
        for number in range(10_000):
            try:
                client.log_text(run, str(number) * 100_000, f"{number}.txt")
            except Exception:
                return
            texts.append(number)

    writers = [threading.Thread(target=batches), threading.Thread(target=uploads)]
    for writer in writers:
        writer.start()
    assert enough.wait(120)
    restartable.stop(signal.SIGKILL)
    for writer in writers:
        writer.join()
    restartable.start()

    steps = {m.step for m in client.get_metric_history(run, "m")}
    assert steps >= {b * 50 + i for b in acknowledged for i in range(50)}
    assert len(steps) % 50 == 0
    listed = {f.path: f.file_size for f in client.list_artifacts(run)}
    assert set(listed) >= {f"{n}.txt" for n in texts}
    for number in texts[-3:]:
        assert mlflow.artifacts.load_text(f"runs:/{run}/{number}.txt") == str(number) * 100_000
    assert all(size == len(path.removesuffix(".txt")) * 100_000 for path, size in listed.items())
