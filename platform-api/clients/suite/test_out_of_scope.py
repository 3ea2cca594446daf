"""What Holdfast does not have yet says so in the client's own terms, and everything else goes on."""

import mlflow
import pytest
from mlflow.exceptions import MlflowException

pytestmark = pytest.mark.ours
ABSENT = ("NOT_IMPLEMENTED", "ENDPOINT_NOT_FOUND")


@pytest.mark.parametrize(
    "method, path",
    [
        ("POST", "api/3.0/mlflow/traces"),
        ("POST", "api/3.0/mlflow/traces/search"),
        ("GET", "api/3.0/mlflow/traces/tr-1"),
        ("POST", "api/2.0/mlflow/traces"),
        ("GET", "api/2.0/mlflow/traces"),
        ("PATCH", "api/2.0/mlflow/traces/tr-1/tags"),
        ("POST", "api/3.0/mlflow/datasets/create"),
        ("POST", "api/3.0/mlflow/scorers/register"),
        ("GET", "api/3.0/mlflow/gateway/endpoints/list"),
        ("GET", "api/3.0/mlflow/workspaces"),
        ("POST", "api/2.0/mlflow/no/such/endpoint"),
        ("GET", "ajax-api/2.0/mlflow/nothing"),
        ("POST", "graphql"),
        ("POST", "v1/traces"),
    ],
)
def test_absent_endpoints(wire, method, path):
    prefix, rest = path.rsplit("/", 1) if "/" in path else ("", path)
    answer = wire.session.request(method, f"{wire.uri}/{path}", json={} if method != "GET" else None, timeout=30)
    assert answer.status_code in (404, 501)
    if prefix and path.startswith(("api", "ajax-api")):
        assert answer.json()["error_code"] in ABSENT


def test_traces(client, experiment):
    with pytest.raises(MlflowException) as absent:
        client.search_traces(locations=[experiment])
    assert absent.value.error_code in ABSENT

    @mlflow.trace
    def traced(x):
        return x + 1

    assert traced(1) == 2
    with mlflow.start_run() as run:
        assert traced(2) == 3
        mlflow.log_metric("m", 1)
    assert client.get_run(run.info.run_id).data.metrics == {"m": 1}


def test_prompts_stay_out_of_the_models(client, unique):
    name = unique()
    try:
        mlflow.genai.register_prompt(name, "Say {{word}}")
    except MlflowException as e:
        assert e.error_code in (*ABSENT, "INVALID_PARAMETER_VALUE")
    assert name not in {m.name for m in client.search_registered_models(f"name = '{name}'")}
    client.create_registered_model(unique("-model"))
