"""What a client asks of the server itself."""

import mlflow
import pytest
import requests


def test_health_and_version(uri):
    assert requests.get(f"{uri}/health", timeout=30).text == "OK"
    version = requests.get(f"{uri}/version", timeout=30)
    assert version.status_code == 200 and version.text.strip()


def test_server_info(uri):
    info = requests.get(f"{uri}/api/3.0/mlflow/server-info", timeout=30).json()
    assert info["workspaces_enabled"] is False and info["store_type"]


@pytest.mark.parametrize("prefix", ["api/2.0", "ajax-api/2.0"])
def test_both_prefixes(wire, experiment, prefix):
    answer = wire.send("GET", "experiments/get", prefix=f"{prefix}/mlflow", params={"experiment_id": experiment})
    assert answer.json()["experiment"]["experiment_id"] == experiment
    listed = requests.get(f"{wire.uri}/{prefix}/mlflow-artifacts/artifacts", params={"path": "no/such"}, timeout=30)
    assert listed.status_code == 200


def test_the_client_takes_it_for_a_tracking_server(uri, client):
    assert mlflow.get_tracking_uri() == uri
    assert client.tracking_uri == uri


def test_wrong_content_type(wire):
    answer = wire.send("POST", "runs/set-tag", data=b"run_id=1", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "BAD_REQUEST") or answer.status_code in (400, 415)


def test_wrong_method(wire):
    assert wire.send("GET", "runs/create").status_code in (404, 405)
    assert wire.send("DELETE", "runs/get").status_code in (404, 405)


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("POST", "runs/log-batch", {}),
        ("POST", "runs/log-metric", {}),
        ("GET", "runs/get", None),
        ("POST", "runs/set-tag", {"run_id": "x"}),
        ("POST", "experiments/create", {}),
        ("GET", "experiments/get", None),
        ("GET", "experiments/get-by-name", None),
        ("POST", "experiments/update", {"experiment_id": "0"}),
        ("GET", "metrics/get-history", None),
        ("GET", "artifacts/list", None),
        ("POST", "registered-models/create", {}),
        ("GET", "registered-models/get", None),
        ("POST", "model-versions/create", {"name": "x"}),
        ("POST", "logged-models", {}),
        ("POST", "webhooks", {"name": "x"}),
        ("POST", "runs/outputs", {"run_id": "x"}),
    ],
)
def test_missing_parameters(wire, method, path, body):
    refused = wire.refusal(method, path, body)
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert "Missing value for required parameter '" in refused.message
