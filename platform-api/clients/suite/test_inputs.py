import json

import mlflow
import pandas as pd
import pytest
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelInput, LoggedModelOutput
from mlflow.exceptions import MlflowException


def dataset(name="train", digest="d1", **rest):
    return Dataset(name=name, digest=digest, source_type="local", source="s3://x", **rest)


def test_datasets_come_back(client, run):
    tagged = DatasetInput(
        dataset(schema='{"a": 1}', profile='{"rows": 5}'), [InputTag("mlflow.data.context", "training"), InputTag("t", "")]
    )
    client.log_inputs(run, [tagged, DatasetInput(dataset("test", "d2"), [])])
    found = {i.dataset.name: i for i in client.get_run(run).inputs.dataset_inputs}
    assert set(found) == {"train", "test"}
    assert dict(found["train"].dataset) == dict(tagged.dataset)
    assert {t.key: t.value for t in found["train"].tags} == {"mlflow.data.context": "training", "t": ""}
    assert found["test"].tags == []


def test_the_same_dataset_again_is_kept_once(client, experiment, run):
    for _ in range(2):
        client.log_inputs(run, [DatasetInput(dataset(), [InputTag("mlflow.data.context", "training")])])
    assert len(client.get_run(run).inputs.dataset_inputs) == 1
    other = client.create_run(experiment).info.run_id
    client.log_inputs(other, [DatasetInput(dataset(), [InputTag("mlflow.data.context", "evaluation")])])
    assert [t.value for t in client.get_run(other).inputs.dataset_inputs[0].tags] == ["evaluation"]


def test_fluent_dataset(client, experiment):
    frame = pd.DataFrame({"a": [1, 2, 3], "label": [0, 1, 0]})
    data = mlflow.data.from_pandas(frame, source="s3://bucket/rows.parquet", name="rows", targets="label")
    with mlflow.start_run() as run:
        mlflow.log_input(data, context="training", tags={"fold": "1"})
    found = client.get_run(run.info.run_id).inputs.dataset_inputs[0]
    assert (found.dataset.name, found.dataset.digest) == ("rows", data.digest)
    assert json.loads(found.dataset.profile) == {"num_rows": 3, "num_elements": 6}
    assert {t.key: t.value for t in found.tags} == {"mlflow.data.context": "training", "fold": "1"}


def test_search_returns_inputs_and_finds_by_them(client, experiment):
    runs = {}
    for name, digest, context in (
        ("train", "d1", "training"),
        ("train", "d2", "training"),
        ("test", "d3", "evaluation"),
        (None, None, None),
    ):
        run = client.create_run(experiment).info.run_id
        runs[digest] = run
        if name:
            client.log_inputs(run, [DatasetInput(dataset(name, digest), [InputTag("mlflow.data.context", context)])])

    def found(condition):
        by_id = {v: k for k, v in runs.items()}
        return sorted(by_id[r.info.run_id] for r in client.search_runs([experiment], condition))

    assert found("dataset.name = 'train'") == ["d1", "d2"]
    assert found("dataset.digest = 'd3'") == ["d3"]
    assert found("datasets.context = 'evaluation'") == ["d3"]
    assert found("dataset.name LIKE 't%' AND dataset.context = 'training'") == ["d1", "d2"]
    assert found("dataset.name ILIKE 'TRAIN' AND dataset.digest != 'd1'") == ["d2"]
    assert found("dataset.digest IN ('d1', 'd3')") == ["d1", "d3"]
    page = client.search_runs([experiment], "dataset.digest = 'd1'")
    assert page[0].inputs.dataset_inputs[0].dataset.digest == "d1"


def test_search_datasets(wire, client, experiment):
    for digest in ("d1", "d2"):
        run = client.create_run(experiment).info.run_id
        client.log_inputs(run, [DatasetInput(dataset("train", digest), [InputTag("mlflow.data.context", "training")])])
    path, prefix = "experiments/search-datasets", "ajax-api/2.0/mlflow"
    found = wire.call("POST", path, {"experiment_ids": [experiment]}, prefix=prefix)["dataset_summaries"]
    assert sorted(found, key=lambda d: d["digest"]) == [
        {"experiment_id": experiment, "name": "train", "digest": digest, "context": "training"} for digest in ("d1", "d2")
    ]
    for wrong in ([], [str(i) for i in range(21)]):
        refused = wire.refusal("POST", path, {"experiment_ids": wrong}, prefix=prefix)
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


@pytest.mark.parametrize(
    "change, tags, message",
    [
        ({"name": "n" * 501}, [], "'name' exceeds the maximum length of 500 characters"),
        ({"digest": "d" * 37}, [], "'digest' exceeds the maximum length of 36 characters"),
        ({"source": "s" * 65_536}, [], "'source' exceeds the maximum length of 65535 characters"),
        ({"schema": "s" * 1_048_576}, [], "'schema' exceeds the maximum length of 1048575 characters"),
        ({}, [{"key": "k" * 256, "value": "v"}], "exceeds the maximum length of 255 characters"),
        ({}, [{"key": "k", "value": "v" * 501}], "exceeds the maximum length of 500 characters"),
    ],
)
def test_refused_datasets(wire, client, run, change, tags, message):
    given = {"name": "n", "digest": "d", "source_type": "t", "source": "s", **change}
    refused = wire.refusal("POST", "runs/log-inputs", {"run_id": run, "datasets": [{"dataset": given, "tags": tags}]})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert message in refused.message
    assert client.get_run(run).inputs.dataset_inputs == []


def test_longest_dataset(wire, client, run):
    given = {"name": "n" * 500, "digest": "d" * 36, "source_type": "t", "source": "s" * 65_535, "schema": "x" * 1_048_575}
    wire.post("runs/log-inputs", run_id=run, datasets=[{"dataset": given, "tags": [{"key": "k" * 255, "value": "v" * 500}]}])
    found = client.get_run(run).inputs.dataset_inputs[0].dataset
    assert (len(found.name), len(found.source), len(found.schema)) == (500, 65_535, 1_048_575)


def test_models_as_inputs_and_outputs(client, experiment, run):
    model = client.create_logged_model(experiment, name="m", source_run_id=run)
    used = client.create_run(experiment).info.run_id
    client.log_outputs(run, [LoggedModelOutput(model.model_id, step=3)])
    client.log_inputs(used, models=[LoggedModelInput(model.model_id)])
    outputs = client.get_run(run).outputs.model_outputs
    assert [(o.model_id, o.step) for o in outputs] == [(model.model_id, 3)]
    assert [i.model_id for i in client.get_run(used).inputs.model_inputs] == [model.model_id]
    found = {r.info.run_id: r for r in client.search_runs([experiment])}
    assert [o.model_id for o in found[run].outputs.model_outputs] == [model.model_id]
    assert found[used].outputs.model_outputs == []


def test_inputs_of_a_deleted_run_are_refused(client, run):
    client.delete_run(run)
    with pytest.raises(MlflowException, match="must be in the 'active' state"):
        client.log_inputs(run, [DatasetInput(dataset(), [])])
