"""The servers that the suite talks to, and what its tests share.

By default a Holdfast is started on a free port with a home of its own, and stopped at the end. `--tracking-uri URL` takes any
server instead, `--reference` starts MLflow's own: that is how each test is known to state what the real one does. Tests
marked `ours` are about what only Holdfast has, or does better; they don't run against other servers.
"""

import os
import uuid

# Before mlflow is imported: errors come at once instead of after minutes of retries, and nobody is told of our runs.
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow  # noqa: E402
import pytest  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from servers import OPEN_WEBHOOKS, Reference, Server  # noqa: E402
from wire import Wire  # noqa: E402


def pytest_addoption(parser):
    group = parser.getgroup("servers")
    group.addoption("--tracking-uri", help="a server that runs already, instead of one of our own")
    group.addoption("--reference", action="store_true", help="start MLflow's own server and test that")


def pytest_configure(config):
    config.addinivalue_line("markers", "ours: about Holdfast alone")


def foreign(config):
    return bool(config.getoption("--tracking-uri") or config.getoption("--reference"))


def pytest_collection_modifyitems(config, items):
    if foreign(config):
        only_ours = pytest.mark.skip(reason="about Holdfast alone")
        for item in items:
            if "ours" in item.keywords:
                item.add_marker(only_ours)


@pytest.fixture(scope="session")
def server(request):
    """A Holdfast that every test may use and none may stop."""
    with Server(environment=OPEN_WEBHOOKS) as holdfast:
        yield holdfast


@pytest.fixture(scope="session")
def uri(request):
    given = request.config.getoption("--tracking-uri")
    if given:
        yield given.rstrip("/")
    elif request.config.getoption("--reference"):
        with Reference() as reference:
            yield reference.uri
    else:
        yield request.getfixturevalue("server").api.base


@pytest.fixture
def api(server):
    """Our own REST API, for tests that are marked `ours`."""
    return server.api


@pytest.fixture(autouse=True)
def tracking(uri):
    """The fluent API of every test talks to the server under test, and leaves no run open."""
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    yield uri
    while mlflow.active_run():
        mlflow.end_run()


@pytest.fixture
def client(uri):
    return MlflowClient(tracking_uri=uri, registry_uri=uri)


@pytest.fixture
def wire(uri):
    return Wire(uri)


@pytest.fixture
def unique(request):
    """Makes names that no other test has."""
    stem = request.node.originalname.removeprefix("test_")[:60]
    return lambda suffix="": f"{stem}-{uuid.uuid4().hex[:8]}{suffix}"


@pytest.fixture
def experiment(client, unique):
    """The id of a fresh experiment, which is also the one of the fluent API."""
    experiment_id = client.create_experiment(unique())
    mlflow.set_experiment(experiment_id=experiment_id)
    return experiment_id


@pytest.fixture
def run(client, experiment):
    """The id of a fresh run that is running."""
    return client.create_run(experiment).info.run_id


@pytest.fixture
def model(client, unique):
    """The name of a fresh registered model."""
    return client.create_registered_model(unique()).name
