"""What users write comes back as they wrote it."""

import mlflow
import pytest
from mlflow.entities import Dataset, DatasetInput, InputTag

VALUES = {
    "single quote": "it's",
    "double quote": 'say "hi"',
    "backslash": "a\\b\\",
    "percent": "100% %s %(x)s %%",
    "underscore": "_%_",
    "sql": "'; DROP TABLE run; --",
    "more sql": "' OR '1'='1",
    "emoji": "🎉👩‍👩‍👧‍👦",
    "four bytes": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎",
    "right to left": "שלום עולם",
    "tab": "a\tb",
    "newline": "a\nb\r\nc",
    "control": "\x01\x02\x1f\x7f",
    "format": "{0} ${x} #{y} {{z}}",
    "html": "<script>alert(1)</script>&amp;",
    "json": '{"a": [1, null]}',
    "zero width": "a\u200bb\ufeff",
    "combining": "e\u0301",
    "spaces": "  both sides  ",
    "null word": "NULL",
    "line separator": "a\u2028b",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_values(client, wire, experiment, run, unique, value):
    client.log_param(run, "p", value)
    client.set_tag(run, "t", value)
    client.set_experiment_tag(experiment, "t", value)
    client.update_run(run, name=value)
    name = unique()
    client.create_registered_model(name, description=value, tags={"t": value})
    client.create_model_version(name, "s3://bucket/x", tags={"t": value}, description=value)
    model = client.create_logged_model(experiment, name="m", tags={"t": value}, params={"p": value})
    client.log_inputs(run, [DatasetInput(Dataset("n", "d", "t", value, value, value), [InputTag("t", value)])])

    found = client.get_run(run)
    assert (found.data.params["p"], found.data.tags["t"], found.info.run_name) == (value, value, value)
    assert client.get_experiment(experiment).tags["t"] == value
    registered, version = client.get_registered_model(name), client.get_model_version(name, "1")
    assert (registered.description, registered.tags["t"], version.description, version.tags["t"]) == (value,) * 4
    again = client.get_logged_model(model.model_id)
    assert (again.tags["t"], again.params["p"]) == (value, value)
    data = found.inputs.dataset_inputs[0]
    assert (data.dataset.source, data.dataset.schema, data.dataset.profile, data.tags[0].value) == (value,) * 4
    assert client.search_runs([experiment])[0].data.params["p"] == value


@pytest.mark.parametrize(
    "value",
    [v for v in VALUES.values() if "'" not in v and "\\" not in v],
    ids=[k for k, v in VALUES.items() if "'" not in v and "\\" not in v],
)
def test_filters_find_them(client, experiment, run, value):
    client.set_tag(run, "t", value)
    other = client.create_run(experiment).info.run_id
    client.set_tag(other, "t", "something else")
    assert [r.info.run_id for r in client.search_runs([experiment], f"tags.t = '{value}'")] == [run]
    assert [r.info.run_id for r in client.search_runs([experiment], f"tags.t != '{value}'")] == [other]


def test_wildcards_of_the_data_are_no_wildcards_of_equality(client, experiment):
    values = ["50%", "50_", "50x", "%", "_"]
    for value in values:
        client.create_run(experiment, tags={"t": value})
    for value in values:
        assert [r.data.tags["t"] for r in client.search_runs([experiment], f"tags.t = '{value}'")] == [value]
    assert len(client.search_runs([experiment], "tags.t LIKE '50_'")) == 3


@pytest.mark.parametrize(
    "name", ["it's", 'say "hi"', "100%", "🎉", "𠜎", "; DROP TABLE experiment; --", "a/b/c", "..", "<b>", "tab\there", "x" * 499 + "漢"]
)
def test_experiment_names(client, unique, name):
    name = (unique() + name)[-500:] if len(name) < 400 else name
    found = client.get_experiment_by_name(name) or client.get_experiment(client.create_experiment(name))
    assert found.name == name
    assert mlflow.set_experiment(name).experiment_id == found.experiment_id


@pytest.mark.parametrize(
    "ending", ["it's", 'say "hi"', "100%", "🎉", "𠜎", "; DROP TABLE model; --", "?x=1&y=2#z", "a+b", "<b>", "back\\slash"]
)
def test_model_names(client, unique, ending):
    name = unique(ending)
    client.create_registered_model(name)
    client.create_model_version(name, "s3://bucket/x")
    client.set_registered_model_alias(name, "a", "1")
    assert client.get_registered_model(name).name == name
    assert client.get_model_version_by_alias(name, "a").name == name
    client.delete_registered_model(name)


def test_nul_is_refused_or_kept(client, wire, run):
    answer = wire.send("POST", "runs/set-tag", json={"run_id": run, "key": "t", "value": "a\0b"})
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert client.get_run(run).data.tags["t"] == "a\0b"


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"1", b'{"run_id": {"a": 1}}'])
def test_bodies_that_are_no_request(wire, body):
    for path in ("runs/log-batch", "runs/set-tag", "registered-models/create"):
        answer = wire.send("POST", path, data=body, headers={"Content-Type": "application/json"})
        assert answer.status_code >= 400


@pytest.mark.ours  # the reference answers 500 to some
@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff\xfe", b"1", b"[" * 50_000])
def test_bodies_that_are_no_request_are_the_users_mistake(wire, body):
    for path in (
        "runs/log-batch",
        "runs/set-tag",
        "runs/create",
        "runs/search",
        "registered-models/create",
        "model-versions/create",
        "logged-models",
        "experiments/create",
        "webhooks",
    ):
        refuse_politely(wire, path, body)


@pytest.mark.ours  # as above
@pytest.mark.parametrize("body", [b'{"run_id": {"a": 1}}', b'{"run_id": ["a"]}'])
def test_fields_of_another_kind_are_the_users_mistake(wire, body):
    for path in ("runs/log-batch", "runs/set-tag", "runs/delete", "runs/update", "runs/log-inputs", "model-versions/create"):
        refuse_politely(wire, path, body)


def refuse_politely(wire, path, body):
    answer = wire.send("POST", path, data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, path
    assert answer.json()["error_code"] in ("BAD_REQUEST", "INVALID_PARAMETER_VALUE"), path
    assert "dev.holdfast" not in answer.text and "Exception" not in answer.text


def test_lone_surrogates(wire, run):
    answer = wire.send(
        "POST",
        "runs/set-tag",
        data=b'{"run_id": "%s", "key": "t", "value": "\\ud800"}' % run.encode(),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code != 200 or wire.get("runs/get", run_id=run)
