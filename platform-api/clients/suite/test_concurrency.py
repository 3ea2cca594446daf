"""Many clients at once: one wins, the others are told so, and no number is given twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from mlflow import MlflowClient
from mlflow.entities import Metric
from mlflow.exceptions import MlflowException


def at_once(count, work):
    """What `work(i)` returned or raised, for each i."""

    def caught(i):
        try:
            return work(i)
        except MlflowException as e:
            return e

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(caught, range(count)))


@pytest.mark.ours  # the reference answers 500 or waits for locks of SQLite
def test_50_registrations(uri, client, model):
    made = at_once(50, lambda i: MlflowClient(uri).create_model_version(model, f"s3://bucket/{i}", await_creation_for=0))
    assert sorted(int(v.version) for v in made) == list(range(1, 51))
    sources = {int(v.version): v.source for v in client.search_model_versions(f"name = '{model}'")}
    assert sources == {int(v.version): v.source for v in made}


def test_the_same_experiment(uri, client, unique):
    name = unique()
    made = at_once(8, lambda _: MlflowClient(uri).create_experiment(name))
    ids = [m for m in made if isinstance(m, str)]
    refused = [m for m in made if not isinstance(m, str)]
    assert len(ids) == 1
    assert {e.error_code for e in refused} == {"RESOURCE_ALREADY_EXISTS"}
    assert client.get_experiment_by_name(name).experiment_id == ids[0]


@pytest.mark.ours  # as above
def test_50_want_the_same(uri, client, unique):
    name = unique()
    for make in (MlflowClient(uri).create_experiment, MlflowClient(uri).create_registered_model):
        made = at_once(50, lambda _, make=make: make(name))
        refused = [m for m in made if isinstance(m, Exception)]
        assert len(refused) == 49
        assert {e.error_code for e in refused} == {"RESOURCE_ALREADY_EXISTS"}
    assert [e.name for e in client.search_experiments(filter_string=f"name = '{name}'")] == [name]


def test_the_same_model(uri, client, unique):
    name = unique()
    made = at_once(8, lambda _: MlflowClient(uri).create_registered_model(name))
    assert sum(not isinstance(m, Exception) for m in made) == 1
    assert {m.error_code for m in made if isinstance(m, Exception)} == {"RESOURCE_ALREADY_EXISTS"}


@pytest.mark.ours  # as above
def test_the_same_alias(uri, client, model):
    for _ in range(8):
        client.create_model_version(model, "s3://bucket/x")
    set_to = at_once(50, lambda i: MlflowClient(uri).set_registered_model_alias(model, "champion", str(i % 8 + 1)))
    assert set_to == [None] * 50
    version = client.get_model_version_by_alias(model, "champion").version
    assert client.get_registered_model(model).aliases == {"champion": str(version)}
    holders = [v for v in range(1, 9) if "champion" in client.get_model_version(model, str(v)).aliases]
    assert holders == [int(version)]


@pytest.mark.ours  # as above
def test_one_param_from_many(uri, client, run):
    made = at_once(8, lambda i: MlflowClient(uri).log_param(run, "p", i))
    value = client.get_run(run).data.params["p"]
    assert sum(not isinstance(m, Exception) for m in made) == 1
    assert {m.error_code for m in made if isinstance(m, Exception)} == {"INVALID_PARAMETER_VALUE"}
    assert value in map(str, range(8))


@pytest.mark.ours  # as above
def test_metrics_of_one_run_from_many(uri, client, run):
    def log(i):
        for batch in range(5):
            MlflowClient(uri).log_batch(
                run, [Metric("m", float(step), step, step) for step in range(i * 1000 + batch * 100, i * 1000 + batch * 100 + 100)]
            )

    assert not [e for e in at_once(8, log) if e]
    steps = [m.step for m in client.get_metric_history(run, "m")]
    assert steps == [i * 1000 + s for i in range(8) for s in range(500)]
    assert client.get_run(run).data.metrics["m"] == 7499


@pytest.mark.ours  # as above
def test_stages_keep_one_in_production(uri, client, model):
    for _ in range(6):
        client.create_model_version(model, "s3://bucket/x")
    at_once(6, lambda i: MlflowClient(uri).transition_model_version_stage(model, str(i + 1), "Production", archive_existing_versions=True))
    stages = [client.get_model_version(model, str(v)).current_stage for v in range(1, 7)]
    assert sorted(stages) == ["Archived"] * 5 + ["Production"]
