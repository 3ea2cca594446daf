import json
import re
from pathlib import Path

import mlflow
import pytest
from mlflow.entities import LoggedModelStatus, Metric
from mlflow.exceptions import MlflowException


@pytest.fixture
def logged(client, experiment):
    return lambda name="m", **rest: client.create_logged_model(experiment, name=name, **rest)


def test_create_and_get(client, experiment, run, logged):
    model = logged("m", source_run_id=run, tags={"a": "1"}, params={"depth": "6"}, model_type="Agent")
    assert re.fullmatch("m-[0-9a-f]{32}", model.model_id)
    assert model.artifact_location == f"mlflow-artifacts:/{experiment}/models/{model.model_id}/artifacts"
    assert model.status == LoggedModelStatus.PENDING
    assert (model.name, model.experiment_id, model.source_run_id, model.model_type) == ("m", experiment, run, "Agent")
    assert (model.tags, model.params) == ({"a": "1"}, {"depth": "6"})
    assert model.creation_timestamp == model.last_updated_timestamp > 0
    assert dict(client.get_logged_model(model.model_id)) == dict(model)


def test_wire_shape(wire, experiment):
    made = wire.post(
        "logged-models", experiment_id=experiment, name="m", tags=[{"key": "a", "value": "1"}], params=[{"key": "p", "value": "2"}]
    )["model"]
    info = made["info"]
    assert info["status"] == "LOGGED_MODEL_PENDING"
    assert info["tags"] == [{"key": "a", "value": "1"}]
    assert made["data"]["params"] == [{"key": "p", "value": "2"}]
    finalized = wire.patch(f"logged-models/{info['model_id']}", model_id=info["model_id"], status="LOGGED_MODEL_READY")["model"]["info"]
    assert finalized["status"] == "LOGGED_MODEL_READY"
    assert finalized["last_updated_timestamp_ms"] >= finalized["creation_timestamp_ms"] == info["creation_timestamp_ms"]


def test_a_name_is_made_up(logged):
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d+", logged(None).name)


@pytest.mark.parametrize("name", ["a/b", "a:b", "a.b", "50%", "it's", 'say "a"'])
def test_refused_names(wire, experiment, name):
    refused = wire.refusal("POST", "logged-models", {"experiment_id": experiment, "name": name})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert "Invalid model name" in refused.message


@pytest.mark.parametrize("status", [LoggedModelStatus.READY, LoggedModelStatus.FAILED])
def test_finalize(client, logged, status):
    model = logged()
    assert client.finalize_logged_model(model.model_id, status).status == status
    assert client.get_logged_model(model.model_id).status == status


def test_tags(client, logged):
    model = logged(tags={"a": "1"}).model_id
    client.set_logged_model_tags(model, {"a": "2", "b": "3"})
    assert client.get_logged_model(model).tags == {"a": "2", "b": "3"}
    client.delete_logged_model_tag(model, "a")
    assert client.get_logged_model(model).tags == {"b": "3"}
    with pytest.raises(MlflowException, match="No tag with key 'a' found") as missing:
        client.delete_logged_model_tag(model, "a")
    assert missing.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_params(client, logged):
    model = logged(params={"a": "1"}).model_id
    mlflow.log_model_params({f"p{i}": str(i) for i in range(250)}, model)
    assert client.get_logged_model(model).params == {"a": "1", **{f"p{i}": str(i) for i in range(250)}}


def test_metrics_of_a_run_are_the_models(client, run, logged):
    model = logged(source_run_id=run).model_id
    client.log_metric(run, "acc", 0.5, 1, 1, model_id=model)
    client.log_metric(run, "acc", 0.9, 2, 2, model_id=model, dataset_name="train", dataset_digest="d")
    client.log_batch(run, [Metric("loss", 0.1, 3, 3, model_id=model), Metric("other", 1, 1, 1)])
    metrics = {(m.key, m.step): m for m in client.get_logged_model(model).metrics}
    assert {k[0] for k in metrics} == {"acc", "loss"}
    last = metrics["acc", 2]
    assert (last.value, last.timestamp, last.model_id, last.run_id, last.dataset_name, last.dataset_digest) == (
        0.9,
        2,
        model,
        run,
        "train",
        "d",
    )
    assert client.get_run(run).data.metrics == {"acc": 0.9, "loss": 0.1, "other": 1}


def test_delete(client, wire, experiment, logged):
    model = logged().model_id
    client.delete_logged_model(model)
    with pytest.raises(MlflowException, match=f"Logged model with ID '{model}' not found") as missing:
        client.get_logged_model(model)
    assert missing.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    assert wire.get(f"logged-models/{model}", allow_deleted="True")["model"]["info"]["model_id"] == model
    assert client.search_logged_models([experiment]) == []


def test_unknown_ones(wire, experiment):
    unknown = "m-" + "0" * 32
    for method, path, body in (
        ("GET", unknown, None),
        ("DELETE", unknown, {}),
        ("PATCH", unknown, {"model_id": unknown, "status": "LOGGED_MODEL_READY"}),
        ("PATCH", f"{unknown}/tags", {"tags": [{"key": "a", "value": "b"}]}),
        ("DELETE", f"{unknown}/tags/a", {}),
        ("POST", f"{unknown}/params", {"model_id": unknown, "params": [{"key": "a", "value": "b"}]}),
        ("GET", f"{unknown}/artifacts/directories", None),
    ):
        refused = wire.refusal(method, f"logged-models/{path}", body)
        assert (refused.status, refused.code) == (404, "RESOURCE_DOES_NOT_EXIST"), path
    assert wire.refusal("POST", "logged-models", {"experiment_id": "987654321"}).status == 404


def test_search(client, experiment, run, logged):
    ids = {}
    for name, acc in (("alpha", 0.5), ("beta", 0.9), ("gamma", None)):
        model = logged(name, tags={"kind": name[0]}, params={"depth": str(len(name))}, source_run_id=run).model_id
        ids[model] = name
        if acc is not None:
            client.log_metric(run, "acc", acc, model_id=model, dataset_name="train" if name == "alpha" else "test", dataset_digest="d")

    def found(condition=None, **rest):
        return [ids[m.model_id] for m in client.search_logged_models([experiment], condition, **rest)]

    assert found() == ["gamma", "beta", "alpha"]
    assert found("name = 'beta'") == ["beta"]
    assert found("attributes.name LIKE '%a%' AND tags.kind != 'a'") == ["gamma", "beta"]
    assert found("name ILIKE 'ALPHA'") == ["alpha"]
    assert found("tags.kind IN ('a', 'g')") == ["gamma", "alpha"]
    assert found("params.depth = '5'") == ["gamma", "alpha"]
    assert found("metrics.acc > 0.6") == ["beta"]
    assert found("metrics.acc >= 0.5") == ["beta", "alpha"]
    assert found(f"source_run_id = '{run}'") == ["gamma", "beta", "alpha"]
    assert found(f"model_id = '{next(iter(ids))}'") == ["alpha"]
    assert found("creation_timestamp > 0") == ["gamma", "beta", "alpha"]
    assert found("metrics.acc > 0", datasets=[{"dataset_name": "train", "dataset_digest": "d"}]) == ["alpha"]
    assert found("metrics.acc > 0", datasets=[{"dataset_name": "test", "dataset_digest": "other"}]) == []
    assert found(order_by=[{"field_name": "name", "ascending": True}]) == ["alpha", "beta", "gamma"]
    assert found(order_by=[{"field_name": "metrics.acc", "ascending": False}])[:2] == ["beta", "alpha"]
    assert found(order_by=[{"field_name": "metrics.acc", "ascending": True, "dataset_name": "train", "dataset_digest": "d"}])[0] == "alpha"
    assert found(order_by=[{"field_name": "creation_timestamp", "ascending": True}]) == ["alpha", "beta", "gamma"]
    assert found(max_results=2) == ["gamma", "beta"]


def test_search_pages(client, experiment, logged):
    ids = [logged(f"m{i}").model_id for i in range(5)]
    seen, token = [], None
    while True:
        page = client.search_logged_models([experiment], "name LIKE 'm%'", max_results=2, page_token=token)
        seen += [m.model_id for m in page]
        token = page.token
        if not token:
            break
    assert seen == ids[::-1]
    first = client.search_logged_models([experiment], max_results=2)
    with pytest.raises(MlflowException) as changed:
        client.search_logged_models([experiment], "name = 'm1'", max_results=2, page_token=first.token)
    assert changed.value.error_code == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("condition", ["metrics.acc LIKE '1'", "name > 'a'", "wrong.a = 'b'", "name = 'a' OR"])
def test_refused_filters(wire, experiment, condition):
    refused = wire.refusal("POST", "logged-models/search", {"experiment_ids": [experiment], "filter": condition})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


def test_artifacts(client, wire, logged, tmp_path):
    model = logged()
    (tmp_path / "sub").mkdir()
    (tmp_path / "MLmodel").write_text("flavors: {}")
    (tmp_path / "sub" / "weights.bin").write_bytes(b"w" * 1000)
    client.log_model_artifacts(model.model_id, str(tmp_path))
    found = {f.path: (f.is_dir, f.file_size) for f in client.list_logged_model_artifacts(model.model_id)}
    assert found == {"MLmodel": (False, 11), "sub": (True, None)}
    below = wire.get(f"logged-models/{model.model_id}/artifacts/directories", artifact_directory_path="sub")
    assert below == {"root_uri": model.artifact_location, "files": [{"path": "sub/weights.bin", "is_dir": False, "file_size": 1000}]}
    local = mlflow.artifacts.download_artifacts(model.model_uri)
    assert (Path(local) / "sub" / "weights.bin").read_bytes() == b"w" * 1000


def test_fluent_model(client, experiment):
    with mlflow.start_run() as run:
        model = mlflow.initialize_logged_model("m", params={"p": 1}, tags={"t": "1"})
        mlflow.log_metric("acc", 0.7, model_id=model.model_id)
        mlflow.finalize_logged_model(model.model_id, "READY")
    found = client.get_logged_model(model.model_id)
    assert (found.status, found.source_run_id) == (LoggedModelStatus.READY, run.info.run_id)
    assert (found.params["p"], found.tags["t"], found.metrics[0].value) == ("1", "1", 0.7)
    frame = mlflow.search_logged_models([experiment], "metrics.acc > 0.5")
    assert list(frame["model_id"]) == [model.model_id]


def test_registered_as(client, logged, model):
    made = logged()
    for _ in range(2):
        client.create_model_version(model, made.model_uri, model_id=made.model_id)
    versions = json.loads(client.get_logged_model(made.model_id).tags["mlflow.modelVersions"])
    assert versions == [{"name": model, "version": 1}, {"name": model, "version": 2}]
