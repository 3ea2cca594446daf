import pytest
from mlflow.entities import Metric, Param, RunTag


def metrics(count, **rest):
    return [{"key": f"m{i}", "value": i, "timestamp": 1, "step": 0, **rest} for i in range(count)]


def pairs(count, key="k"):
    return [{"key": f"{key}{i}", "value": str(i)} for i in range(count)]


def test_everything_at_once(client, run):
    client.log_batch(run, [Metric("m", 1.5, 2, 3), Metric("m", 2.5, 2, 4)], [Param("p", "1")], [RunTag("t", "2")])
    data = client.get_run(run).data
    assert (data.metrics, data.params) == ({"m": 2.5}, {"p": "1"})
    assert data.tags["t"] == "2"
    client.log_batch(run)


def test_largest_batch(client, wire, run):
    wire.post("runs/log-batch", run_id=run, metrics=metrics(800), params=pairs(100), tags=pairs(100))
    data = client.get_run(run).data
    assert (len(data.metrics), len(data.params), len(data.tags)) == (800, 100, 101)


@pytest.mark.parametrize(
    "body, message",
    [
        (
            {"metrics": metrics(1001)},
            "A batch logging request can contain at most 1000 metrics. Got 1001 metrics. "
            "Please split up metrics across multiple requests and try again.",
        ),
        ({"params": pairs(101)}, "A batch logging request can contain at most 100 params. Got 101 params."),
        ({"tags": pairs(101)}, "A batch logging request can contain at most 100 tags. Got 101 tags."),
        (
            {"metrics": metrics(900), "params": pairs(51), "tags": pairs(50)},
            "A batch logging request can contain at most 1000 metrics, params, and tags. Got 1001 metrics, params, and tags.",
        ),
        ({"metrics": [{"value": 1, "timestamp": 1}]}, "Missing value for required parameter 'metrics[0].key'"),
        ({"metrics": [*metrics(2), {"key": "x", "timestamp": 1}]}, "Missing value for required parameter 'metrics[2].value'"),
        ({"metrics": [{"key": "x", "value": 1}]}, "Missing value for required parameter 'metrics[0].timestamp'"),
        ({"params": [{"value": "1"}]}, "Missing value for required parameter 'params[0].key'"),
        ({"tags": [{"key": "", "value": "1"}]}, "Missing value for required parameter 'tags[0].key'"),
        (
            {"metrics": [*metrics(1), {"key": "what?", "value": 1, "timestamp": 1}]},
            "Invalid value \"what?\" for parameter 'metrics[1].name' supplied",
        ),
        ({"params": [{"key": "../p", "value": "1"}]}, "Invalid value \"../p\" for parameter 'params[0].key' supplied"),
        ({"tags": [{"key": "a//b", "value": "1"}]}, "Invalid value \"a//b\" for parameter 'tags[0].key' supplied"),
        ({"metrics": [{"key": "x", "value": 1, "timestamp": -5}]}, "Invalid value -5 for parameter 'metrics[0].timestamp' supplied"),
        ({"params": [{"key": "p", "value": "1"}, {"key": "p", "value": "2"}]}, "Duplicate parameter keys have been submitted: ['p']"),
        ({"metrics": "many"}, "'metrics'"),
        ({"params": {"p": "1"}}, "'params'"),
    ],
)
def test_refusals_leave_nothing(client, wire, run, body, message):
    refused = wire.refusal("POST", "runs/log-batch", {"run_id": run, **body})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert message in refused.message
    data = client.get_run(run).data
    assert (data.metrics, data.params, list(data.tags)) == ({}, {}, ["mlflow.runName"])


def test_a_changed_param_leaves_nothing_of_the_batch(client, wire, run):
    client.log_param(run, "p", "1")
    refused = wire.refusal(
        "POST",
        "runs/log-batch",
        {"run_id": run, "metrics": metrics(3), "params": [{"key": "q", "value": "new"}, {"key": "p", "value": "2"}], "tags": pairs(1)},
    )
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert "Changing param values is not allowed. Param" in refused.message
    data = client.get_run(run).data
    assert (data.params, data.metrics) == ({"p": "1"}, {})
    assert "k0" not in data.tags


def test_the_same_param_again_is_fine(client, wire, run):
    wire.post("runs/log-batch", run_id=run, params=pairs(2))
    wire.post("runs/log-batch", run_id=run, params=pairs(3))
    assert client.get_run(run).data.params == {"k0": "0", "k1": "1", "k2": "2"}


def test_the_last_of_equal_tags_counts(client, wire, run):
    wire.post("runs/log-batch", run_id=run, tags=[{"key": "t", "value": "1"}, {"key": "t", "value": "2"}])
    assert client.get_run(run).data.tags["t"] == "2"


def test_step_may_be_missing(client, wire, run):
    wire.post("runs/log-batch", run_id=run, metrics=[{"key": "m", "value": 1, "timestamp": 7}])
    found = client.get_metric_history(run, "m")[0]
    assert (found.step, found.timestamp) == (0, 7)


def test_long_values_are_cut(client, wire, run):
    wire.post("runs/log-batch", run_id=run, params=[{"key": "p", "value": "x" * 6001}], tags=[{"key": "t", "value": "x" * 8001}])
    data = client.get_run(run).data
    assert (len(data.params["p"]), len(data.tags["t"])) == (6000, 8000)


def test_values_that_fill_the_limits(client, wire, run):
    wire.post("runs/log-batch", run_id=run, params=[{"key": f"p{i}", "value": "x" * 6000} for i in range(100)])
    assert sum(map(len, client.get_run(run).data.params.values())) == 600_000


def test_numbers_may_be_text(client, wire, run):
    wire.post("runs/log-batch", run_id=run, metrics=[{"key": "m", "value": "1.5", "timestamp": "7", "step": "9"}])
    found = client.get_metric_history(run, "m")[0]
    assert (found.value, found.timestamp, found.step) == (1.5, 7, 9)


def test_unknown_fields_are_ignored(client, wire, run):
    wire.post("runs/log-batch", run_id=run, metrics=[{"key": "m", "value": 1, "timestamp": 1, "colour": "red"}], shape="round")
    assert client.get_run(run).data.metrics == {"m": 1}
