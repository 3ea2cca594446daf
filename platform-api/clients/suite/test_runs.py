import re
import time

import mlflow
import pytest
from mlflow.entities import RunStatus, RunTag, ViewType
from mlflow.exceptions import MlflowException, RestException


def test_create_and_get(client, experiment):
    before = int(time.time() * 1000)
    run = client.create_run(experiment, tags={"a": "1"})
    info = run.info
    assert re.fullmatch("[0-9a-f]{32}", info.run_id)
    assert info.experiment_id == experiment
    assert info.status == "RUNNING"
    assert info.lifecycle_stage == "active"
    assert info.end_time is None
    assert before - 1000 <= info.start_time <= before + 10_000
    assert info.artifact_uri == f"mlflow-artifacts:/{experiment}/{info.run_id}/artifacts"
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d+", info.run_name) and len(info.run_name) <= 20
    assert run.data.tags == {"a": "1", "mlflow.runName": info.run_name}
    again = client.get_run(info.run_id)
    assert dict(again.info) == dict(info)
    assert again.data.tags == run.data.tags


def test_wire_shape(wire, experiment):
    run = wire.post("runs/create", experiment_id=experiment, start_time=17, user_id="ann", run_name="one")["run"]
    assert run["info"] == {
        "run_id": run["info"]["run_id"],
        "run_uuid": run["info"]["run_id"],
        "experiment_id": experiment,
        "run_name": "one",
        "user_id": "ann",
        "status": "RUNNING",
        "start_time": 17,
        "lifecycle_stage": "active",
        "artifact_uri": f"mlflow-artifacts:/{experiment}/{run['info']['run_id']}/artifacts",
    }
    assert run["data"] == {"tags": [{"key": "mlflow.runName", "value": "one"}]}
    assert run.get("inputs", {}) == {}
    info = wire.post("runs/update", run_id=run["info"]["run_id"], status="FINISHED", end_time=18)["run_info"]
    assert (info["status"], info["end_time"], info["run_name"]) == ("FINISHED", 18, "one")


def test_time_may_be_text_or_missing(wire, experiment):
    assert wire.post("runs/create", experiment_id=experiment, start_time="17")["run"]["info"]["start_time"] == 17
    assert wire.post("runs/create", experiment_id=experiment)["run"]["info"]["start_time"] == 0


def test_run_uuid_is_taken_for_run_id(wire, run):
    assert wire.get("runs/get", run_uuid=run)["run"]["info"]["run_id"] == run
    wire.post("runs/set-tag", run_uuid=run, key="a", value="1")
    wire.post("runs/log-parameter", run_uuid=run, key="p", value="1")
    wire.post("runs/log-metric", run_uuid=run, key="m", value=1, timestamp=1)
    assert wire.post("runs/update", run_uuid=run, status="FINISHED")["run_info"]["status"] == "FINISHED"


def test_name_and_tag_follow_each_other(client, experiment):
    run = client.create_run(experiment, run_name="first").info.run_id
    assert client.get_run(run).data.tags["mlflow.runName"] == "first"
    client.set_tag(run, "mlflow.runName", "second")
    assert client.get_run(run).info.run_name == "second"
    client.update_run(run, name="third")
    assert client.get_run(run).data.tags["mlflow.runName"] == "third"
    client.log_batch(run, tags=[RunTag("mlflow.runName", "fourth")])
    assert client.get_run(run).info.run_name == "fourth"
    tagged = client.create_run(experiment, tags={"mlflow.runName": "tagged"})
    assert tagged.info.run_name == "tagged"


def test_name_that_differs_from_the_tag_is_refused(client, experiment):
    with pytest.raises(RestException, match="Both 'run_name' argument and 'mlflow.runName' tag are specified") as refused:
        client.create_run(experiment, run_name="one", tags={"mlflow.runName": "two"})
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("status", ["FINISHED", "FAILED", "KILLED", "SCHEDULED", "RUNNING"])
def test_status(client, run, status):
    client.set_terminated(run, status=status, end_time=99) if RunStatus.is_terminated(RunStatus.from_string(status)) else client.update_run(
        run, status=status
    )
    info = client.get_run(run).info
    assert info.status == status
    assert info.end_time == (99 if RunStatus.is_terminated(RunStatus.from_string(status)) else None)


def test_nested_runs(client, experiment):
    with mlflow.start_run(run_name="parent") as parent:
        with mlflow.start_run(nested=True) as child:
            mlflow.log_metric("m", 1)
            with mlflow.start_run(nested=True, run_name="grandchild"):
                pass
    assert client.get_parent_run(child.info.run_id).info.run_id == parent.info.run_id
    assert client.get_parent_run(parent.info.run_id) is None
    children = client.search_runs([experiment], f"tags.mlflow.parentRunId = '{parent.info.run_id}'")
    assert [r.info.run_id for r in children] == [child.info.run_id]
    assert {r.info.status for r in client.search_runs([experiment])} == {"FINISHED"}


def test_fluent_run_fails_and_is_taken_up_again(client, experiment):
    with pytest.raises(ValueError), mlflow.start_run() as failed:
        raise ValueError("broken")
    assert client.get_run(failed.info.run_id).info.status == "FAILED"
    with mlflow.start_run(run_id=failed.info.run_id) as again:
        mlflow.log_param("p", 1)
    found = client.get_run(again.info.run_id)
    assert (found.info.status, found.data.params) == ("FINISHED", {"p": "1"})


def test_delete_and_restore(client, experiment, run):
    client.log_metric(run, "m", 1)
    client.delete_run(run)
    assert client.get_run(run).info.lifecycle_stage == "deleted"
    assert client.search_runs([experiment]) == []
    assert [r.info.run_id for r in client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)] == [run]
    assert [r.info.run_id for r in client.search_runs([experiment], run_view_type=ViewType.ALL)] == [run]
    for write in (
        lambda: client.log_metric(run, "m", 2),
        lambda: client.log_param(run, "p", 1),
        lambda: client.set_tag(run, "t", 1),
        lambda: client.update_run(run, name="x"),
        lambda: client.set_terminated(run),
        lambda: client.delete_tag(run, "t"),
        lambda: client.log_batch(run, tags=[RunTag("t", "1")]),
    ):
        with pytest.raises(MlflowException, match="must be in the 'active' state") as refused:
            write()
        assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    client.restore_run(run)
    assert client.get_run(run).info.lifecycle_stage == "active"
    assert client.get_run(run).data.metrics == {"m": 1.0}


def test_deleting_twice_and_restoring_an_active_one_change_nothing(client, run):
    client.restore_run(run)
    assert client.get_run(run).info.lifecycle_stage == "active"
    client.delete_run(run)
    client.delete_run(run)
    assert client.get_run(run).info.lifecycle_stage == "deleted"


def test_unknown_run(wire):
    unknown = "0" * 32
    for method, path, rest in (
        ("GET", "runs/get", {"params": {"run_id": unknown}}),
        ("POST", "runs/delete", {}),
        ("POST", "runs/restore", {}),
        ("POST", "runs/update", {"status": "FINISHED"}),
        ("POST", "runs/set-tag", {"key": "a", "value": "b"}),
        ("POST", "runs/delete-tag", {"key": "a"}),
        ("POST", "runs/log-parameter", {"key": "a", "value": "b"}),
        ("POST", "runs/log-metric", {"key": "a", "value": 1, "timestamp": 1}),
        ("POST", "runs/log-batch", {"metrics": [{"key": "a", "value": 1, "timestamp": 1, "step": 0}]}),
        ("POST", "runs/log-inputs", {"datasets": []}),
    ):
        refused = wire.refusal(method, path, **rest) if method == "GET" else wire.refusal(method, path, {"run_id": unknown, **rest})
        assert (refused.status, refused.code) == (404, "RESOURCE_DOES_NOT_EXIST"), path
        assert f"Run with id={unknown} not found" in refused.message, path


def test_unknown_experiment(client):
    with pytest.raises(RestException, match="No Experiment with id=987654321 exists") as refused:
        client.create_run("987654321")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_tags(client, run):
    client.set_tag(run, "a", "1")
    client.set_tag(run, "a", "2")
    client.set_tag(run, "n", 3.5)
    client.set_tag(run, "empty", "")
    tags = client.get_run(run).data.tags
    assert (tags["a"], tags["n"], tags["empty"]) == ("2", "3.5", "")
    client.delete_tag(run, "a")
    assert "a" not in client.get_run(run).data.tags
    with pytest.raises(MlflowException, match="No tag with name: a in run with id") as missing:
        client.delete_tag(run, "a")
    assert missing.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_params_are_immutable(client, run):
    client.log_param(run, "lr", 0.1)
    client.log_param(run, "lr", 0.1)
    with pytest.raises(
        MlflowException, match="Changing param values is not allowed. Param with key='lr' was already logged with value='0.1' for run ID="
    ) as refused:
        client.log_param(run, "lr", 0.2)
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    client.log_param(run, "empty", "")
    assert client.get_run(run).data.params == {"lr": "0.1", "empty": ""}


def test_long_values_are_cut(client, run):
    client.log_param(run, "p", "v" * 6001)
    client.set_tag(run, "t", "v" * 8001)
    data = client.get_run(run).data
    assert data.params["p"] == "v" * 6000
    assert data.tags["t"] == "v" * 8000
    client.log_param(run, "p", "v" * 6500)


@pytest.mark.parametrize(
    "key, message",
    [
        ("k" * 251, "exceeds the maximum length of 250 characters"),
        (
            "a//b",
            "Names may be treated as files in certain cases, and must not resolve to other names when treated as such. "
            "This name would resolve to 'a/b'",
        ),
        ("/a", "This name would resolve to '/a'"),
        ("../a", "This name would resolve to '../a'"),
        (".", "This name would resolve to '.'"),
        ("a/", "This name would resolve to 'a'"),
        ("what?", "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/)."),
        ("50%", "Names may only contain alphanumerics"),
        ("", "Missing value for required parameter 'key'"),
    ],
)
def test_refused_keys(wire, run, key, message):
    for path, rest in (("set-tag", {"value": "v"}), ("log-parameter", {"value": "v"}), ("log-metric", {"value": 1, "timestamp": 1})):
        refused = wire.refusal("POST", f"runs/{path}", {"run_id": run, "key": key, **rest})
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE"), path
        assert message in refused.message, path


def test_keys_that_are_fine(client, run):
    keys = ["k" * 250, "a/b/c", "with space", "dot.ted", "co:lon", "da-sh", "under_score", "überlauf", "数据", "UPPER", "0"]
    for key in keys:
        client.log_param(run, key, "v")
        client.log_metric(run, key, 1)
        client.set_tag(run, key, "v")
    data = client.get_run(run).data
    assert data.params == dict.fromkeys(keys, "v")
    assert data.metrics == dict.fromkeys(keys, 1.0)
    assert data.tags.items() >= dict.fromkeys(keys, "v").items()


def test_names_are_case_sensitive(client, run):
    client.log_param(run, "Key", "1")
    client.log_param(run, "key", "2")
    assert client.get_run(run).data.params == {"Key": "1", "key": "2"}


def test_system_metrics(client, experiment):
    mlflow.set_system_metrics_sampling_interval(0.2)
    mlflow.set_system_metrics_samples_before_logging(1)
    try:
        with mlflow.start_run(log_system_metrics=True) as run:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline and not client.get_run(run.info.run_id).data.metrics:
                sum(range(1_000_000))
    finally:
        mlflow.set_system_metrics_sampling_interval(None)
        mlflow.set_system_metrics_samples_before_logging(None)
    metrics = client.get_run(run.info.run_id).data.metrics
    assert "system/cpu_utilization_percentage" in metrics
    assert client.get_metric_history(run.info.run_id, "system/cpu_utilization_percentage")
