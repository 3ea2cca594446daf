"""A server that asks who is calling, as the client's own tools see it."""

import mlflow
import pytest
import requests
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.server.auth.client import AuthServiceClient
from servers import Server
from wire import Wire

pytestmark = pytest.mark.ours
ADMIN = ("admin", "the first password")


@pytest.fixture(scope="module")
def guarded():
    with Server(environment={"MLFLOW_AUTH_ADMIN_USERNAME": ADMIN[0], "MLFLOW_AUTH_ADMIN_PASSWORD": ADMIN[1]}) as server:
        yield server.api.base


@pytest.fixture
def sign_in(guarded, monkeypatch):
    """Lets every client of the test come as this user."""

    def come_as(name=ADMIN[0], password=ADMIN[1]):
        monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", name)
        monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", password)
        mlflow.set_tracking_uri(guarded)
        mlflow.set_registry_uri(guarded)
        return MlflowClient(guarded)

    yield come_as


@pytest.fixture
def user(sign_in, guarded, unique):
    """The name and password of a fresh user."""
    sign_in()
    name, password = unique().replace("_", "-")[-30:], "a password of theirs"
    AuthServiceClient(guarded).create_user(name, password)
    return name, password


def test_nobody_is_let_in(guarded):
    for path in (
        "/api/2.0/mlflow/experiments/get?experiment_id=0",
        "/api/2.0/mlflow-artifacts/artifacts?path=x",
        "/api/2.0/mlflow/nothing",
    ):
        answer = requests.get(guarded + path, timeout=30)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
        assert answer.json()["error_code"] == "UNAUTHENTICATED"
    assert requests.get(guarded + "/health", timeout=30).text == "OK"
    assert requests.get(guarded + "/api/2.0/mlflow/experiments/get?experiment_id=0", auth=("admin", "wrong"), timeout=30).status_code == 401


def test_everything_works_with_credentials(sign_in, unique, tmp_path):
    client = sign_in()
    mlflow.set_experiment(unique())
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1)
        mlflow.log_text("text", "d/f.txt")
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/d/f.txt") == "text"
    client.create_registered_model(unique())


def test_bearer(guarded, monkeypatch):
    made = requests.post(f"{guarded}/api/v1/tokens", json={"name": "ci", "role": "contributor"}, auth=ADMIN, timeout=30)
    assert made.status_code == 201, made.text
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", made.json()["token"])
    assert MlflowClient(guarded).get_experiment("0").name == "Default"


def test_users(sign_in, guarded, user):
    name, password = user
    auth = AuthServiceClient(guarded)
    assert auth.get_user(name).username == name
    assert not auth.get_user(name).is_admin
    with pytest.raises(MlflowException) as taken:
        auth.create_user(name, password)
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    auth.update_user_admin(name, True)
    assert auth.get_user(name).is_admin
    auth.update_user_admin(name, False)
    auth.update_user_password(name, "another password")
    assert sign_in(name, "another password").get_experiment("0")
    with pytest.raises(MlflowException):
        sign_in(name, password).get_experiment("0")
    sign_in()
    auth.delete_user(name)
    with pytest.raises(MlflowException) as gone:
        auth.get_user(name)
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_roles(sign_in, guarded, user, unique):
    name, password = user
    session = requests.Session()
    session.auth = (name, password)
    wire = Wire(guarded, session)
    wire.post("experiments/create", name=unique())
    refused = wire.refusal(
        "POST", "webhooks", {"name": "x", "url": "https://example.com", "events": [{"entity": "REGISTERED_MODEL", "action": "CREATED"}]}
    )
    assert (refused.status, refused.code) == (403, "PERMISSION_DENIED")
    refused = wire.refusal("POST", "users/create", {"username": "other", "password": "a password of theirs"})
    assert (refused.status, refused.code) == (403, "PERMISSION_DENIED")
    client = sign_in(name, password)
    model = client.create_registered_model(unique()).name
    client.create_model_version(model, "s3://bucket/x")
    with pytest.raises(MlflowException) as denied:
        client.set_registered_model_alias(model, "champion", "1")
    assert denied.value.error_code == "PERMISSION_DENIED"


def test_webhooks_do_not_reach_this_machine_unless_allowed(guarded):
    session = requests.Session()
    session.auth = ADMIN
    wire = Wire(guarded, session)
    for url in (
        "http://example.com/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://[::ffff:127.0.0.1]/x",
    ):
        refused = wire.refusal(
            "POST", "webhooks", {"name": "x", "url": url, "events": [{"entity": "REGISTERED_MODEL", "action": "CREATED"}]}
        )
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE"), url
