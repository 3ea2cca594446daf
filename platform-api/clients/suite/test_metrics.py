import math

import mlflow
import pytest
from mlflow.entities import Metric
from mlflow.exceptions import MlflowException

LARGEST = 1.7976931348623157e308


def points(history):
    return [(m.timestamp, m.step, m.value) for m in history]


def test_latest_is_the_greatest_step_then_timestamp_then_value(client, run):
    for value, timestamp, step in ((1, 10, 5), (2, 20, 4), (3, 9, 5), (4, 30, 0)):
        client.log_metric(run, "m", value, timestamp, step)
    assert client.get_run(run).data.metrics["m"] == 1
    client.log_metric(run, "m", 0.5, 10, 5)
    assert client.get_run(run).data.metrics["m"] == 1
    client.log_metric(run, "m", 7, 10, 5)
    assert client.get_run(run).data.metrics["m"] == 7
    client.log_metric(run, "m", -1, 11, 5)
    assert client.get_run(run).data.metrics["m"] == -1
    client.log_metric(run, "m", -2, 1, -3)
    assert client.get_run(run).data.metrics["m"] == -1


def test_history_is_ordered_and_without_repeats(client, run):
    logged = [(3, 1, 1.0), (1, 9, 5.0), (3, 1, 0.5), (2, 0, 2.0), (3, 0, 9.0), (2, 0, 2.0), (2, 0, 2.0)]
    for timestamp, step, value in logged:
        client.log_metric(run, "m", value, timestamp, step)
    client.log_batch(run, [Metric("m", 2.0, 2, 0), Metric("m", 2.0, 2, 0), Metric("n", 1, 1, 1)])
    assert points(client.get_metric_history(run, "m")) == sorted(set(logged))
    assert client.get_metric_history(run, "never logged") == []


def test_not_a_number_and_infinities(client, wire, run):
    client.log_metric(run, "nan", math.nan)
    client.log_metric(run, "up", math.inf)
    client.log_metric(run, "down", -math.inf)
    metrics = client.get_run(run).data.metrics
    assert math.isnan(metrics["nan"])
    assert (metrics["up"], metrics["down"]) == (LARGEST, -LARGEST)
    assert math.isnan(client.get_metric_history(run, "nan")[0].value)
    raw = {m["key"]: m["value"] for m in wire.get("runs/get", run_id=run)["run"]["data"]["metrics"]}
    assert raw["nan"] == "NaN"
    wire.post("runs/log-metric", run_id=run, key="text", value="NaN", timestamp=1)
    wire.post("runs/log-metric", run_id=run, key="infinite", value="Infinity", timestamp=1)
    assert client.get_run(run).data.metrics["infinite"] == LARGEST


def test_not_a_number_does_not_hide_a_later_number(client, run):
    client.log_metric(run, "m", math.nan, 1, 0)
    client.log_metric(run, "m", 3, 2, 1)
    assert client.get_run(run).data.metrics["m"] == 3
    client.log_metric(run, "m", math.nan, 3, 2)
    assert math.isnan(client.get_run(run).data.metrics["m"])
    assert len(client.get_metric_history(run, "m")) == 3


@pytest.mark.parametrize("value", [0.1, -0.0, 1e-320, 5e-324, LARGEST, 2**53 + 1, 123456789.123456789, 1 / 3])
def test_values_keep_every_bit(client, run, value):
    client.log_metric(run, "m", value)
    assert client.get_run(run).data.metrics["m"] == float(value)
    assert client.get_metric_history(run, "m")[0].value == float(value)


def test_extreme_steps_and_times(client, run):
    for step, timestamp in ((-(2**63), 0), (2**63 - 1, 2**63 - 1), (-1, 1)):
        client.log_metric(run, "m", 1.0, timestamp, step)
    assert [m.step for m in client.get_metric_history(run, "m")] == [-(2**63), -1, 2**63 - 1]


def test_history_pages(client, wire, run):
    client.log_batch(run, [Metric("m", float(i), i, i) for i in range(10)])
    seen, token = [], None
    for expected in (4, 4, 2):
        page = wire.get("metrics/get-history", run_id=run, metric_key="m", max_results=4, **({"page_token": token} if token else {}))
        assert len(page["metrics"]) == expected
        seen += [m["step"] for m in page["metrics"]]
        token = page.get("next_page_token")
    assert seen == list(range(10))
    assert not token
    everything = wire.get("metrics/get-history", run_id=run, metric_key="m")
    assert len(everything["metrics"]) == 10 and "next_page_token" not in everything
    assert everything["metrics"][3] == {"key": "m", "value": 3.0, "timestamp": 3, "step": 3}
    for wrong in ("0", "-1"):
        assert wire.refusal("GET", "metrics/get-history", params={"run_id": run, "metric_key": "m", "max_results": wrong}).status == 400


def test_history_of_many_points(client, run):
    for start in range(0, 5000, 1000):
        client.log_batch(run, [Metric("loss", 1 / (i + 1), 1000 + i, i) for i in range(start, start + 1000)])
    history = client.get_metric_history(run, "loss")
    assert [m.step for m in history] == list(range(5000))
    assert client.get_run(run).data.metrics["loss"] == 1 / 5000


def test_bulk_interval_takes_every_step_when_they_fit(wire, client, experiment):
    runs = [client.create_run(experiment).info.run_id for _ in range(2)]
    for n, run in enumerate(runs):
        client.log_batch(run, [Metric("m", float(i), i, i * (n + 1)) for i in range(10)])
    found = wire.get("metrics/get-history-bulk-interval", run_ids=runs, metric_key="m")["metrics"]
    assert len(found) == 20
    assert {m["run_id"] for m in found} == set(runs)
    within = wire.get("metrics/get-history-bulk-interval", run_ids=runs, metric_key="m", start_step=4, end_step=6, max_results=100)
    steps = {r: sorted(m["step"] for m in within["metrics"] if m["run_id"] == r) for r in runs}
    assert steps == {runs[0]: [4, 5, 6], runs[1]: [4, 6]}


def test_bulk_interval_samples_each_run(wire, client, run):
    client.log_batch(run, [Metric("m", float(i), i, i) for i in range(1000)])
    for most in (1, 2, 10, 320):
        found = wire.get("metrics/get-history-bulk-interval", run_ids=[run], metric_key="m", max_results=most)["metrics"]
        steps = [m["step"] for m in found]
        assert steps == sorted(set(steps)) and steps[-1] == 999
        assert most <= len(steps) <= most + 1
        assert most == 1 or steps[0] == 0
    assert [m["step"] for m in wire.get("metrics/get-history-bulk-interval", run_ids=[run], metric_key="m", max_results=1)["metrics"]] == [
        999
    ]


@pytest.mark.parametrize(
    "change, message",
    [
        ({"start_step": 1}, "If either start step or end step are specified, both must be specified."),
        ({"start_step": 5, "end_step": 1}, "end_step must be greater than start_step. Found start_step=5 and end_step=1."),
        ({"max_results": 0}, "max_results must be between 1 and 2500."),
        ({"max_results": 2501}, "max_results must be between 1 and 2500."),
        ({"run_ids": ["a"] * 101}, "GetMetricHistoryBulkInterval request must specify at most 100 run_ids. Received 101 run_ids."),
        ({"run_ids": []}, "Missing value for required parameter 'run_ids'."),
        ({"metric_key": ""}, "Missing value for required parameter 'metric_key'."),
    ],
)
def test_bulk_interval_refusals(wire, run, change, message):
    refused = wire.refusal("GET", "metrics/get-history-bulk-interval", params={"run_ids": [run], "metric_key": "m", **change})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert message in refused.message


def test_bulk_interval_through_the_client(client, run):
    client.log_batch(run, [Metric("m", float(i), i, i) for i in range(50)])
    store = client._tracking_client.store
    found = store.get_metric_history_bulk_interval_from_steps(run, "m", [3, 7], 100)
    assert [(m.run_id, m.step, m.value) for m in found] == [(run, 3, 3.0), (run, 7, 7.0)]


def test_metrics_name_their_model_and_dataset(client, run):
    client.log_metric(run, "acc", 0.9, step=1, dataset_name="train", dataset_digest="abc")
    assert client.get_run(run).data.metrics == {"acc": 0.9}


@pytest.mark.parametrize("value", ["abc", None, pytest.param([1], marks=pytest.mark.ours), pytest.param({}, marks=pytest.mark.ours)])
def test_refused_values(wire, run, value):
    refused = wire.refusal("POST", "runs/log-metric", {"run_id": run, "key": "m", "value": value, "timestamp": 1})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert "'value'" in refused.message


@pytest.mark.parametrize("field, value", [("timestamp", "later"), ("timestamp", None), ("timestamp", -1), ("step", "one")])
def test_refused_times_and_steps(wire, run, field, value):
    refused = wire.refusal("POST", "runs/log-metric", {"run_id": run, "key": "m", "value": 1, "timestamp": 1, field: value})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert field in refused.message


def test_client_refusals(client, run):
    with pytest.raises(MlflowException, match="Names may only contain alphanumerics"):
        client.log_metric(run, "what?", 1)


def test_fluent_metrics(client, experiment):
    with mlflow.start_run() as run:
        mlflow.log_metrics({"a": 1, "b": 2}, step=3)
        for step in range(5):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metric("late", 1, synchronous=False).wait()
    data = client.get_run(run.info.run_id).data
    assert data.metrics == {"a": 1, "b": 2, "loss": 0.2, "late": 1}
    assert {m.key: m.step for m in data._metric_objs} == {"a": 3, "b": 3, "loss": 4, "late": 0}
