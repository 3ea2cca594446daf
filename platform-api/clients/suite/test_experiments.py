import re
import time

import mlflow
import pytest
from mlflow.entities import LifecycleStage, ViewType
from mlflow.exceptions import MlflowException, RestException


def test_default_experiment_has_id_0(client):
    default = client.get_experiment("0")
    assert default.name == "Default"
    assert default.lifecycle_stage == LifecycleStage.ACTIVE
    assert client.get_experiment_by_name("Default").experiment_id == "0"


def test_create_and_get(client, unique):
    name = unique()
    before = int(time.time() * 1000)
    experiment_id = client.create_experiment(name, tags={"team": "fraud", "empty": ""})
    found = client.get_experiment(experiment_id)
    assert isinstance(experiment_id, str) and re.fullmatch(r"[a-zA-Z0-9][\w-]{0,63}", experiment_id)
    assert (found.experiment_id, found.name, found.lifecycle_stage) == (experiment_id, name, "active")
    assert found.tags == {"team": "fraud", "empty": ""}
    assert before - 1000 <= found.creation_time <= found.last_update_time <= int(time.time() * 1000) + 1000
    assert found.artifact_location == f"mlflow-artifacts:/{experiment_id}"
    assert dict(client.get_experiment_by_name(name)) == dict(found)


def test_artifact_location_may_be_chosen(client, unique):
    location = f"s3://bucket/{unique()}"
    experiment_id = client.create_experiment(unique(), artifact_location=location)
    assert client.get_experiment(experiment_id).artifact_location == location
    run = client.create_run(experiment_id)
    assert run.info.artifact_uri == f"{location}/{run.info.run_id}/artifacts"


def test_name_is_taken_also_by_a_deleted_one(client, unique):
    name = unique()
    experiment_id = client.create_experiment(name)
    with pytest.raises(RestException, match="already exists") as taken:
        client.create_experiment(name)
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    client.delete_experiment(experiment_id)
    with pytest.raises(RestException) as still_taken:
        client.create_experiment(name)
    assert still_taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    assert client.get_experiment_by_name(name).lifecycle_stage == "deleted"


def test_rename(client, unique):
    experiment_id = client.create_experiment(unique())
    other = unique()
    client.create_experiment(other)
    renamed = unique()
    client.rename_experiment(experiment_id, renamed)
    assert client.get_experiment(experiment_id).name == renamed
    with pytest.raises(RestException):
        client.rename_experiment(experiment_id, other)
    assert client.get_experiment(experiment_id).name == renamed


@pytest.mark.ours  # the reference answers 500
def test_rename_of_a_deleted_one_is_refused(client, wire, experiment, unique):
    client.delete_experiment(experiment)
    refused = wire.refusal("POST", "experiments/update", {"experiment_id": experiment, "new_name": unique()})
    assert (refused.status, refused.message) == (400, "Cannot rename a non-active experiment.")


def test_delete_and_restore_take_the_runs_along(client, experiment):
    kept = client.create_run(experiment).info.run_id
    deleted_before = client.create_run(experiment).info.run_id
    client.delete_run(deleted_before)
    client.delete_experiment(experiment)
    assert client.get_experiment(experiment).lifecycle_stage == "deleted"
    assert client.get_run(kept).info.lifecycle_stage == "deleted"
    with pytest.raises(RestException):
        client.create_run(experiment)
    with pytest.raises(RestException):
        client.delete_experiment(experiment)
    client.restore_experiment(experiment)
    assert client.get_experiment(experiment).lifecycle_stage == "active"
    assert client.get_run(kept).info.lifecycle_stage == "active"
    with pytest.raises(RestException):
        client.restore_experiment(experiment)


def test_unknown_ones(client, wire, unique):
    for refused in (
        wire.refusal("GET", "experiments/get", params={"experiment_id": "987654321"}),
        wire.refusal("POST", "experiments/delete", {"experiment_id": "987654321"}),
        wire.refusal("POST", "experiments/restore", {"experiment_id": "987654321"}),
        wire.refusal("POST", "experiments/update", {"experiment_id": "987654321", "new_name": unique()}),
    ):
        assert (refused.status, refused.code) == (404, "RESOURCE_DOES_NOT_EXIST")
        assert "987654321" in refused.message
    by_name = wire.refusal("GET", "experiments/get-by-name", params={"experiment_name": "no such"})
    assert (by_name.status, by_name.code) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert by_name.message == "Could not find experiment with name 'no such'"
    assert client.get_experiment_by_name("no such") is None


def test_tags(client, experiment):
    client.set_experiment_tag(experiment, "a", "1")
    client.set_experiment_tag(experiment, "a", "2")
    client.set_experiment_tag(experiment, "b", "")
    client.set_experiment_tag(experiment, "number", 7)
    assert client.get_experiment(experiment).tags == {"a": "2", "b": "", "number": "7"}
    client.delete_experiment_tag(experiment, "a")
    assert client.get_experiment(experiment).tags == {"b": "", "number": "7"}
    with pytest.raises(RestException) as missing:
        client.delete_experiment_tag(experiment, "a")
    assert missing.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_tag_of_a_deleted_one_is_refused(client, experiment):
    client.delete_experiment(experiment)
    with pytest.raises(RestException, match="must be in the 'active' state"):
        client.set_experiment_tag(experiment, "a", "1")


@pytest.mark.parametrize(
    "name, message",
    [
        ("", "Missing value for required parameter 'name'."),
        ("n" * 501, "'name' exceeds the maximum length of 500 characters"),
        (12, "Invalid value 12 for parameter 'name' supplied"),
    ],
)
def test_refused_names(wire, name, message):
    refused = wire.refusal("POST", "experiments/create", {"name": name})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert message in refused.message


def test_longest_name(client, unique):
    name = unique().ljust(500, "n")
    assert client.get_experiment(client.create_experiment(name)).name == name


def test_refused_tags(wire, experiment):
    for body, message in (
        ({"key": "k" * 251, "value": "v"}, "'key' exceeds the maximum length of 250 characters"),
        ({"key": "k", "value": "v" * 20_001}, "'value' exceeds the maximum length of 20000 characters"),
        ({"key": "", "value": "v"}, "Missing value for required parameter 'key'."),
        ({"key": "../up", "value": "v"}, "Names may be treated as files in certain cases"),
        ({"key": "semi;colon", "value": "v"}, "Names may only contain alphanumerics"),
    ):
        refused = wire.refusal("POST", "experiments/set-experiment-tag", {"experiment_id": experiment, **body})
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE"), body["key"]
        assert message in refused.message
    assert "tags" not in wire.get("experiments/get", experiment_id=experiment)["experiment"]


def test_artifact_location_of_a_run_is_refused(wire, unique):
    refused = wire.refusal("POST", "experiments/create", {"name": unique(), "artifact_location": "runs:/abc/x"})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


def test_fluent_set_experiment_creates_and_restores_nothing(client, unique):
    name = unique()
    created = mlflow.set_experiment(name)
    assert mlflow.set_experiment(name).experiment_id == created.experiment_id
    client.delete_experiment(created.experiment_id)
    with pytest.raises(MlflowException, match="Cannot set a deleted experiment"):
        mlflow.set_experiment(name)


def test_search_by_view(client, unique):
    prefix = unique("-view")
    active, deleted = (client.create_experiment(f"{prefix}-{i}") for i in range(2))
    client.delete_experiment(deleted)

    def found(view):
        return {e.experiment_id for e in client.search_experiments(view_type=view, filter_string=f"name LIKE '{prefix}%'")}

    assert found(ViewType.ACTIVE_ONLY) == {active}
    assert found(ViewType.DELETED_ONLY) == {deleted}
    assert found(ViewType.ALL) == {active, deleted}


def test_search_filter_and_order(client, unique):
    prefix = unique()
    ids = {}
    for name, tags in (("a", {"kind": "x"}), ("B", {"kind": "y"}), ("c", {"kind": "X", "odd key": "1"})):
        ids[name] = client.create_experiment(f"{prefix}-{name}", tags=tags)

    def found(condition="", order=None):
        text = f"name LIKE '{prefix}-%'" + (f" AND {condition}" if condition else "")
        by_id = {v: k for k, v in ids.items()}
        return [by_id[e.experiment_id] for e in client.search_experiments(filter_string=text, order_by=order)]

    assert found() == ["c", "B", "a"]
    assert found(order=["name ASC"]) == ["B", "a", "c"]
    assert found(order=["name DESC"]) == ["c", "a", "B"]
    assert found(order=["creation_time ASC"]) == ["a", "B", "c"]
    assert found(order=["experiment_id DESC"]) == ["c", "B", "a"]
    assert found("tags.kind = 'x'") == ["a"]
    assert sorted(found("tags.kind != 'x'")) == ["B", "c"]
    assert sorted(found("tags.kind ILIKE 'x'")) == ["a", "c"]
    assert sorted(found("tags.kind LIKE 'x%'")) == ["a"]
    assert found("tag.`odd key` = '1'") == ["c"]
    assert found(f"attribute.name = '{prefix}-a'") == ["a"]
    assert sorted(found(f"name != '{prefix}-a'")) == ["B", "c"]
    assert sorted(found(f"name ILIKE '{prefix}-b'")) == ["B"]
    created = client.get_experiment(ids["B"]).creation_time
    assert "B" in found(f"creation_time >= {created}")
    assert "B" not in found(f"creation_time > {created}")
    client.rename_experiment(ids["a"], f"{prefix}-aa")
    assert found(order=["last_update_time DESC"])[0] == "a"


@pytest.mark.parametrize(
    "condition",
    [
        "nam = 'x'",
        "name > 'x'",
        "name = x",
        "name = 5",
        "creation_time = 'now'",
        "tags.a > 'x'",
        "params.a = 'x'",
        "name LIKE",
        "name = 'x'; DROP TABLE experiment",
        "metrics.m > 1",
    ],
)
def test_refused_filters(wire, condition):
    refused = wire.refusal("POST", "experiments/search", {"max_results": 10, "filter": condition})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE"), condition


@pytest.mark.parametrize("order", ["nam ASC", "name UP", "name ASC DESC", ""])
def test_refused_orders(wire, order):
    refused = wire.refusal("POST", "experiments/search", {"max_results": 10, "order_by": [order]})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


def test_search_pages(client, unique):
    prefix = unique()
    ids = [client.create_experiment(f"{prefix}-{i}") for i in range(7)]
    seen, token, pages = [], None, 0
    while True:
        page = client.search_experiments(filter_string=f"name LIKE '{prefix}%'", max_results=3, page_token=token)
        seen += [e.experiment_id for e in page]
        pages, token = pages + 1, page.token
        if not token:
            break
    assert seen == ids[::-1]
    assert pages == 3


def test_search_over_get_and_its_limits(wire):
    assert wire.get("experiments/search", max_results=1)["experiments"]
    for wrong in (0, -1, 50_001):
        refused = wire.refusal("POST", "experiments/search", {"max_results": wrong})
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert wire.refusal("POST", "experiments/search", {"max_results": 5, "page_token": "nonsense"}).status == 400
