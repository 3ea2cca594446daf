import math

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag


class Field:
    """Runs of one experiment by a short name each."""

    def __init__(self, client, experiment):
        self.client, self.experiment, self.names = client, experiment, {}

    def add(self, name, start=None, metrics=None, params=None, tags=None, **info):
        run = self.client.create_run(self.experiment, start_time=start if start is not None else len(self.names), run_name=name)
        self.names[run.info.run_id] = name
        self.client.log_batch(
            run.info.run_id,
            [Metric(k, v, 1, 0) for k, v in (metrics or {}).items()],
            [Param(k, str(v)) for k, v in (params or {}).items()],
            [RunTag(k, str(v)) for k, v in (tags or {}).items()],
        )
        if info:
            self.client.set_terminated(run.info.run_id, **info)
        return run.info.run_id

    def found(self, condition="", order=None, **rest):
        return [self.names[r.info.run_id] for r in self.client.search_runs([self.experiment], condition, order_by=order, **rest)]


@pytest.fixture(scope="module")
def field(request, uri):
    """Nobody changes these runs."""
    client = MlflowClient(uri)
    field = Field(client, client.create_experiment(f"field-{request.module.__name__}-{id(request)}"))
    field.add(
        "a", 10, {"acc": 0.9, "loss": 1}, {"lr": "0.1", "kind": "Tree"}, {"team": "x", "with space": "1"}, status="FINISHED", end_time=50
    )
    field.add("b", 20, {"acc": 0.5, "loss": math.nan}, {"lr": "0.01", "kind": "tree"}, {"team": "y"}, status="FAILED", end_time=40)
    field.add("c", 30, {"acc": -1}, {"lr": "0.1"}, {"team": "X_1"})
    field.add("d", 40, {"loss": math.inf}, {"lr": "10%"}, {"note": 'it\'s "odd"'})
    field.add("e", 50)
    return field


@pytest.mark.parametrize(
    "condition, expected",
    [
        ("", "edcba"),
        ("metrics.acc > 0.5", "a"),
        ("metrics.acc >= 0.5", "ba"),
        ("metrics.acc = 0.9", "a"),
        ("metrics.acc != 0.9", "cb"),
        ("metrics.acc < 0.5", "c"),
        ("metrics.acc <= 0.5", "cb"),
        ("metrics.acc = -1", "c"),
        ("metric.acc > 1e-3", "ba"),
        ("metrics.loss > 100", "d"),
        ("metrics.loss <= 1", "a"),
        ("metrics.none > 0", ""),
        ("metrics.`acc` > 0.5", "a"),
        ('metrics."acc" > 0.5', "a"),
        ("params.lr = '0.1'", "ca"),
        ('params.lr = "0.1"', "ca"),
        ("params.lr != '0.1'", "db"),
        ("param.lr = '10%'", "d"),
        ("params.lr LIKE '0.%'", "cba"),
        ("params.lr LIKE '0._'", "ca"),
        ("params.kind LIKE 'tree'", "b"),
        ("params.kind ILIKE 'TREE'", "ba"),
        ("params.kind ILIKE 't%'", "ba"),
        ("params.kind = 'tree'", "b"),
        ("parameters.lr = '0.01'", "b"),
        ("parameter.lr = '0.01'", "b"),
        ("tags.team = 'x'", "a"),
        ("tags.team != 'x'", "cb"),
        ("tag.team = 'y'", "b"),
        ("tags.team ILIKE 'x%'", "ca"),
        ("tags.`with space` = '1'", "a"),
        ("tags.\"with space\" = '1'", "a"),
        ("tags.team LIKE 'X%'", "c"),
        ("tags.note LIKE '%\"odd\"'", "d"),
        ("params.kind IS NULL", "edc"),
        ("params.kind IS NOT NULL", "ba"),
        ("tags.team IS NULL", "ed"),
        ("tags.team IS NOT NULL", "cba"),
        ("tags.team is not null AND params.kind is null", "c"),
        ("attributes.status = 'FINISHED'", "a"),
        ("attribute.status != 'RUNNING'", "ba"),
        ("attr.status = 'RUNNING'", "edc"),
        ("status = 'FAILED'", "b"),
        ("run.status = 'FAILED'", "b"),
        ("status LIKE 'F%'", "ba"),
        ("status ILIKE 'finished'", "a"),
        ("attributes.run_name = 'a'", "a"),
        ("run_name != 'a'", "edcb"),
        ("attributes.`Run name` ILIKE 'A'", "a"),
        ("`run name` = 'b'", "b"),
        ("tags.mlflow.runName = 'c'", "c"),
        ("tags.`mlflow.runName` LIKE 'c%'", "c"),
        ("start_time > 20", "edc"),
        ("attributes.start_time <= 20", "ba"),
        ("created = 30", "c"),
        ("attributes.Created >= 40", "ed"),
        ("end_time >= 40", "ba"),
        ("end_time < 50", "b"),
        ("attributes.artifact_uri LIKE 'mlflow-artifacts:%'", "edcba"),
        ("metrics.acc > 0 AND params.lr = '0.1' AND tags.team = 'x' AND status = 'FINISHED'", "a"),
        ("metrics.acc > 0 and metrics.acc < 0.6", "b"),
        ("  metrics.acc   >   0.6  ", "a"),
        ("metrics.acc>0.6", "a"),
    ],
)
def test_filters(field, condition, expected):
    assert "".join(field.found(condition)) == expected


def test_run_id_filters(field):
    ids = {name: run for run, name in field.names.items()}
    assert field.found(f"attributes.run_id = '{ids['a']}'") == ["a"]
    assert field.found(f"run_id IN ('{ids['a']}', '{ids['c']}')") == ["c", "a"]
    assert field.found(f"attributes.run_id NOT IN ('{ids['a']}', '{ids['c']}')") == ["e", "d", "b"]
    assert field.found(f"run_id != '{ids['a']}'") == ["e", "d", "c", "b"]
    assert field.found(f"run_id LIKE '{ids['a'][:20]}%'") == ["a"]


@pytest.mark.parametrize(
    "order, expected",
    [
        (["start_time ASC"], "abcde"),
        (["attributes.start_time DESC"], "edcba"),
        (["run_name DESC"], "edcba"),
        (["attribute.run_name"], "abcde"),
        (["metrics.acc ASC"], "cbaed"),
        (["metrics.acc DESC"], "abced"),
        (["metrics.acc"], "cbaed"),
        (["metrics.loss ASC"], "adbec"),
        (["metrics.loss DESC"], "dabec"),
        (["params.lr ASC"], "bcade"),
        (["params.lr DESC", "start_time ASC"], "dacbe"),
        (["params.lr", "metrics.acc DESC"], "bacde"),
        (["tags.team ASC", "start_time ASC"], "cabde"),
        (["tag.team DESC"], "baced"),
        (["status ASC", "start_time ASC"], "bacde"),
        (["end_time ASC", "start_time"], "bacde"),
        (["end_time DESC", "start_time"], "abcde"),
        (["created DESC"], "edcba"),
        (["attributes.Created asc"], "abcde"),
        (["metrics.`acc` desc"], "abced"),
    ],
)
def test_orders(field, order, expected):
    assert "".join(field.found(order=order)) == expected


@pytest.mark.parametrize(
    "condition",
    [
        "metrics.acc > '0.5'",
        "metrics.acc LIKE '1'",
        "metrics.acc",
        "metrics > 1",
        "acc > 1",
        "params.lr > '0.1'",
        "params.lr = 0.1",
        "params.lr = x",
        "tags.team >= 'x'",
        "attributes.nothing = 'x'",
        "status > 'x'",
        "params.lr = '0.1",
        "wrong.lr = '0.1'",
        "run_id IN ('a', 1)",
        "run_id IN ()",
        "metrics.acc IN (1, 2)",
        "attributes.end_time = 'x'",
        "params.lr = '0.1'; DROP TABLE run",
        "dataset.size = '1'",
        "dataset.name > '1'",
        "metrics.acc ! 1",
        "start_time LIKE '1%'",
        "status IS NULL",
        "metrics.acc IS NULL",
    ],
)
def test_refused_filters(field, wire, condition):
    refused = wire.refusal("POST", "runs/search", {"experiment_ids": [field.experiment], "filter": condition})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


@pytest.mark.parametrize("order", ["acc", "metrics.acc UP", "metrics.acc ASC DESC", "nothing.acc ASC", "attributes.nothing", ""])
def test_refused_orders(field, wire, order):
    refused = wire.refusal("POST", "runs/search", {"experiment_ids": [field.experiment], "order_by": [order]})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


def test_equal_keys_come_by_run_id(client, experiment):
    ids = sorted(client.create_run(experiment, start_time=5).info.run_id for _ in range(6))
    assert [r.info.run_id for r in client.search_runs([experiment])] == ids
    pages, token = [], None
    while True:
        page = client.search_runs([experiment], max_results=4, page_token=token)
        pages.append([r.info.run_id for r in page])
        token = page.token
        if not token:
            break
    assert pages == [ids[:4], ids[4:]]


def test_pages_keep_filter_and_order(client, experiment):
    field = Field(client, experiment)
    for i in range(9):
        field.add(str(i), metrics={"m": (i * 7) % 9}, tags={"even": i % 2 == 0})
    seen, token = [], None
    while True:
        page = client.search_runs([experiment], "tags.even = 'True'", order_by=["metrics.m DESC"], max_results=2, page_token=token)
        seen += [r.data.metrics["m"] for r in page]
        token = page.token
        if not token:
            break
    assert seen == sorted((float((i * 7) % 9) for i in range(0, 9, 2)), reverse=True)


def test_page_limits(field, wire):
    for wrong in (50_001, "many"):
        refused = wire.refusal("POST", "runs/search", {"experiment_ids": [field.experiment], "max_results": wrong})
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert wire.refusal("POST", "runs/search", {"experiment_ids": [field.experiment], "page_token": "nonsense"}).status == 400
    assert len(wire.post("runs/search", experiment_ids=[field.experiment], max_results=50_000)["runs"]) == 5


def test_several_experiments(client, unique):
    first, second, third = (client.create_experiment(unique()) for _ in range(3))
    runs = [client.create_run(e, start_time=i).info.run_id for i, e in enumerate((first, second, third), 1)]
    found = client.search_runs([first, third], order_by=["start_time"])
    assert [r.info.run_id for r in found] == [runs[0], runs[2]]
    assert client.search_runs(["987654321"]) == []


def test_no_experiments_find_nothing(wire):
    assert wire.post("runs/search", experiment_ids=[]).get("runs", []) == []


def test_fluent_frame(field):
    frame = mlflow.search_runs([field.experiment], order_by=["start_time ASC"])
    assert list(frame["tags.mlflow.runName"]) == list("abcde")
    assert list(frame["metrics.acc"].fillna(99)) == [0.9, 0.5, -1, 99, 99]
    assert list(frame["params.kind"].fillna("none")) == ["Tree", "tree", "none", "none", "none"]


def test_search_follows_every_write(client, experiment, run):
    def seen():
        found = client.search_runs([experiment])[0]
        return found.info.status, found.info.run_name, found.data.metrics, found.data.params, found.data.tags.get("t")

    client.update_run(run, name="n")
    assert seen() == ("RUNNING", "n", {}, {}, None)
    client.log_metric(run, "m", 1)
    assert seen()[2] == {"m": 1}
    client.log_metric(run, "m", 2, step=1)
    assert seen()[2] == {"m": 2}
    client.log_param(run, "p", 1)
    assert seen()[3] == {"p": "1"}
    client.set_tag(run, "t", 1)
    assert seen()[4] == "1"
    client.delete_tag(run, "t")
    assert seen()[4] is None
    client.set_terminated(run, "KILLED")
    assert seen()[0] == "KILLED"
