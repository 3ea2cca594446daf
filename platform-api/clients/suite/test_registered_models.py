import pytest
from mlflow.exceptions import MlflowException, RestException


def test_create_and_get(client, unique):
    name = unique(" with spaces & ünïcode")
    made = client.create_registered_model(name, tags={"a": "1", "empty": ""}, description="what it is for")
    found = client.get_registered_model(name)
    assert (found.name, found.description, found.tags) == (name, "what it is for", {"a": "1", "empty": ""})
    assert found.creation_timestamp == made.creation_timestamp <= found.last_updated_timestamp
    assert (found.latest_versions, found.aliases) == ([], {})


def test_wire_shape(wire, unique):
    name = unique()
    made = wire.post("registered-models/create", name=name)["registered_model"]
    assert set(made) <= {"name", "creation_timestamp", "last_updated_timestamp", "deployment_job_state", "description"}
    assert made["name"] == name and isinstance(made["creation_timestamp"], int)
    assert wire.get("registered-models/get", name=name)["registered_model"]["name"] == name


def test_name_is_taken(client, model):
    with pytest.raises(RestException, match=f"Registered Model \\(name={model}\\) already exists") as taken:
        client.create_registered_model(model)
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"


@pytest.mark.parametrize(
    "name, message",
    [
        ("", "Missing value for required parameter 'name'."),
        ("  ", "Missing value for required parameter 'name'."),
        ("a/b", "Invalid model name 'a/b'. Names cannot contain '/' or ':'."),
        ("a:b", "Names cannot contain '/' or ':'."),
        ("..", "must not resolve to other names"),
        (12, "Invalid value 12 for parameter 'name'"),
    ],
)
def test_refused_names(wire, name, message):
    refused = wire.refusal("POST", "registered-models/create", {"name": name})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert message in refused.message


def test_unknown_one(wire):
    for method, path, body in (
        ("GET", "get", None),
        ("PATCH", "update", {"description": "d"}),
        ("DELETE", "delete", {}),
        ("POST", "rename", {"new_name": "other"}),
        ("POST", "set-tag", {"key": "a", "value": "b"}),
        ("DELETE", "delete-tag", {"key": "a"}),
        ("POST", "get-latest-versions", {}),
    ):
        given = {"params": {"name": "no such"}} if method == "GET" else {"body": {"name": "no such", **body}}
        refused = wire.refusal(method, f"registered-models/{path}", **given)
        assert (refused.status, refused.code) == (404, "RESOURCE_DOES_NOT_EXIST"), path
        assert "Registered Model with name=no such not found" in refused.message, path


def test_description(client, model):
    assert client.update_registered_model(model, "first").description == "first"
    before = client.get_registered_model(model).last_updated_timestamp
    client.update_registered_model(model, "second")
    found = client.get_registered_model(model)
    assert found.description == "second" and found.last_updated_timestamp >= before


def test_rename_takes_everything_along(client, model, unique):
    client.set_registered_model_tag(model, "a", "1")
    client.create_model_version(model, "s3://bucket/x", tags={"v": "1"})
    client.set_registered_model_alias(model, "champion", "1")
    renamed = unique("-new")
    client.rename_registered_model(model, renamed)
    found = client.get_registered_model(renamed)
    assert (found.tags, found.aliases) == ({"a": "1"}, {"champion": "1"})
    version = client.get_model_version_by_alias(renamed, "champion")
    assert (version.name, version.tags) == (renamed, {"v": "1"})
    with pytest.raises(MlflowException):
        client.get_registered_model(model)
    client.create_registered_model(model)


def test_rename_to_a_taken_or_refused_name(client, wire, model, unique):
    other = client.create_registered_model(unique("-other")).name
    refused = wire.refusal("POST", "registered-models/rename", {"name": model, "new_name": other})
    assert (refused.status, refused.code) == (400, "RESOURCE_ALREADY_EXISTS")
    for wrong in ("", " ", "a/b"):
        refused = wire.refusal("POST", "registered-models/rename", {"name": model, "new_name": wrong})
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert client.get_registered_model(model).name == model


def test_delete_takes_everything_along(client, model):
    client.create_model_version(model, "s3://bucket/x")
    client.set_registered_model_alias(model, "a", "1")
    client.delete_registered_model(model)
    with pytest.raises(MlflowException) as gone:
        client.get_registered_model(model)
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    with pytest.raises(MlflowException):
        client.get_model_version(model, "1")
    client.create_registered_model(model)
    assert client.get_registered_model(model).aliases == {}


def test_tags(client, wire, model):
    client.set_registered_model_tag(model, "a", "1")
    client.set_registered_model_tag(model, "a", "2")
    client.set_registered_model_tag(model, "n", 5)
    assert client.get_registered_model(model).tags == {"a": "2", "n": "5"}
    client.delete_registered_model_tag(model, "a")
    client.delete_registered_model_tag(model, "never there")
    assert client.get_registered_model(model).tags == {"n": "5"}
    for key, value, message in (
        ("k" * 251, "v", "'key' exceeds the maximum length of 250"),
        ("k", "v" * 100_001, "'value' exceeds the maximum length of 100000"),
        ("a//b", "v", "must not resolve"),
        ("what?", "v", "Names may only contain"),
    ):
        refused = wire.refusal("POST", "registered-models/set-tag", {"name": model, "key": key, "value": value})
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
        assert message in refused.message
    client.set_registered_model_tag(model, "long", "v" * 100_000)
    assert len(client.get_registered_model(model).tags["long"]) == 100_000


def test_aliases(client, model):
    for _ in range(2):
        client.create_model_version(model, "s3://bucket/x")
    client.set_registered_model_alias(model, "champion", 1)
    client.set_registered_model_alias(model, "Other-One_2", "1")
    assert client.get_registered_model(model).aliases == {"champion": "1", "Other-One_2": "1"}
    assert sorted(client.get_model_version(model, "1").aliases) == ["Other-One_2", "champion"]
    client.set_registered_model_alias(model, "champion", 2)
    assert str(client.get_model_version_by_alias(model, "champion").version) == "2"
    assert client.get_model_version(model, "1").aliases == ["Other-One_2"]
    client.delete_registered_model_alias(model, "champion")
    client.delete_registered_model_alias(model, "champion")
    with pytest.raises(MlflowException, match="Registered model alias champion not found") as missing:
        client.get_model_version_by_alias(model, "champion")
    assert missing.value.error_code == "INVALID_PARAMETER_VALUE"
    client.delete_model_version(model, "1")
    assert client.get_registered_model(model).aliases == {}


@pytest.mark.parametrize(
    "alias, message",
    [
        ("latest", "'latest' alias name (case insensitive) is reserved."),
        ("Latest", "is reserved"),
        ("v1", "Version alias name 'v1' is reserved."),
        ("V27", "Version alias name 'V27' is reserved."),
        ("", "Missing value for required parameter 'alias'"),
        ("with space", "Invalid alias name: 'with space'. Names may only contain alphanumerics, underscores (_), and dashes (-)."),
        ("a/b", "Invalid alias name"),
        ("a" * 256, "exceeds the maximum length of 255"),
    ],
)
def test_refused_aliases(wire, client, model, alias, message):
    client.create_model_version(model, "s3://bucket/x")
    refused = wire.refusal("POST", "registered-models/alias", {"name": model, "alias": alias, "version": "1"})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert message in refused.message


def test_alias_of_an_unknown_version(wire, model):
    refused = wire.refusal("POST", "registered-models/alias", {"name": model, "alias": "a", "version": "9"})
    assert (refused.status, refused.code) == (404, "RESOURCE_DOES_NOT_EXIST")
    refused = wire.refusal("POST", "registered-models/alias", {"name": model, "alias": "a", "version": "one"})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


def test_search(client, unique):
    stem = unique()
    for name, tags in (("a", {"kind": "x"}), ("B", {"kind": "y"}), ("c", {}), ("a_b", {"kind": "X", "two words": "1"})):
        client.create_registered_model(f"{stem}-{name}", tags=tags)
    mine = f"name LIKE '{stem}-%'"

    def found(condition="", order=None, **rest):
        text = " AND ".join(filter(None, (mine, condition)))
        return [m.name.removeprefix(stem + "-") for m in client.search_registered_models(text, order_by=order, **rest)]

    assert found() == ["B", "a", "a_b", "c"]
    assert found(order=["name DESC"]) == ["c", "a_b", "a", "B"]
    assert found(order=["last_updated_timestamp ASC", "name ASC"]) == ["a", "B", "c", "a_b"]
    assert found(order=["timestamp DESC"])[0] == "a_b"
    assert found(f"name = '{stem}-a'") == ["a"]
    assert found(f"name != '{stem}-a'") == ["B", "a_b", "c"]
    assert found(f"name ILIKE '{stem}-b'".upper().replace("NAME ILIKE", "name ILIKE")) == ["B"]
    assert found("tags.kind = 'x'") == ["a"]
    assert found("tags.kind ILIKE 'x'") == ["a", "a_b"]
    assert found("tags.kind != 'x'") == ["B", "a_b"]
    assert found("tag.`two words` = '1'") == ["a_b"]
    assert found("tags.kind LIKE '%'") == ["B", "a", "a_b"]
    client.update_registered_model(f"{stem}-a", "changed")
    assert found(order=["last_updated_timestamp DESC"])[0] == "a"


def test_search_pages_and_limits(client, wire, unique):
    stem = unique()
    names = sorted(client.create_registered_model(f"{stem}-{i}").name for i in range(5))
    seen, token = [], None
    while True:
        page = client.search_registered_models(f"name LIKE '{stem}%'", max_results=2, page_token=token)
        seen += [m.name for m in page]
        token = page.token
        if not token:
            break
    assert seen == names
    refused = wire.refusal("GET", "registered-models/search", params={"max_results": 1001})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


@pytest.mark.parametrize(
    "condition", ["nam = 'a'", "name > 'a'", "name = a", "version = 1", "tags.a > 'b'", "name = 'a' AND NAME = ", "params.a = 'b'"]
)
def test_refused_filters(wire, condition):
    refused = wire.refusal("GET", "registered-models/search", params={"filter": condition})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


@pytest.mark.parametrize("order", ["version ASC", "name UP", "creation_timestamp DESC", ""])
def test_refused_orders(wire, order):
    refused = wire.refusal("GET", "registered-models/search", params={"order_by": [order]})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
