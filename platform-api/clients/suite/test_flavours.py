"""A real model of each flavour: trained, logged, registered, loaded by alias, and it predicts what it predicted before."""

import sys
import types

import mlflow
import numpy as np
import pandas as pd
import pytest
from mlflow.models import infer_signature
from sklearn.datasets import load_breast_cancer


@pytest.fixture(scope="module")
def rows():
    data = load_breast_cancer(as_frame=True)
    return data.data.iloc[:, :6].astype("float64").rename(columns=lambda c: c.replace(" ", "_")), data.target


def through_the_registry(client, unique, log, local, sample, load=mlflow.pyfunc.load_model):
    """Logs with `log(name)`, then takes every way back to the model that a user has."""
    name = unique()
    with mlflow.start_run() as run:
        info = log()
    version = mlflow.register_model(info.model_uri, name)
    client.set_registered_model_alias(name, "champion", version.version)
    client.transition_model_version_stage(name, version.version, "Staging")
    for uri in (
        f"models:/{name}@champion",
        f"models:/{name}/{version.version}",
        f"models:/{name}/latest",
        f"models:/{name}/Staging",
        info.model_uri,
        f"runs:/{run.info.run_id}/m",
    ):
        np.testing.assert_allclose(np.asarray(load(uri).predict(sample)).ravel(), np.asarray(local).ravel(), rtol=1e-5, err_msg=uri)
    found = client.get_logged_model(info.model_id)
    assert (found.status, found.source_run_id) == ("READY", run.info.run_id)
    assert mlflow.models.get_model_info(f"models:/{name}@champion").signature == info.signature
    return f"models:/{name}@champion"


def test_sklearn(client, experiment, unique, rows):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x, y = rows
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y)
    uri = through_the_registry(
        client,
        unique,
        lambda: mlflow.sklearn.log_model(model, name="m", input_example=x[:3], serialization_format="cloudpickle"),
        model.predict(x),
        x,
    )
    np.testing.assert_array_equal(mlflow.sklearn.load_model(uri).predict_proba(x), model.predict_proba(x))


def test_xgboost(client, experiment, unique, rows):
    import xgboost

    x, y = rows
    model = xgboost.XGBClassifier(n_estimators=10, max_depth=3).fit(x, y)
    uri = through_the_registry(
        client, unique, lambda: mlflow.xgboost.log_model(model, name="m", signature=infer_signature(x, y)), model.predict(x), x
    )
    np.testing.assert_array_equal(mlflow.xgboost.load_model(uri).predict_proba(x), model.predict_proba(x))


def test_lightgbm(client, experiment, unique, rows):
    import lightgbm

    x, y = rows
    model = lightgbm.LGBMClassifier(n_estimators=10, verbose=-1).fit(x, y)
    uri = through_the_registry(
        client,
        unique,
        lambda: mlflow.lightgbm.log_model(model, name="m", signature=infer_signature(x, y), serialization_format="cloudpickle"),
        model.predict(x),
        x,
    )
    np.testing.assert_array_equal(mlflow.lightgbm.load_model(uri).predict_proba(x), model.predict_proba(x))


def test_onnx(client, experiment, unique, rows):
    import skl2onnx
    from sklearn.linear_model import Ridge

    x, y = (a.to_numpy(dtype="float32") for a in rows)
    local = Ridge().fit(x, y)
    model = skl2onnx.to_onnx(local, x[:1])

    class First:
        def __init__(self, uri):
            self.model = mlflow.pyfunc.load_model(uri)

        def predict(self, sample):
            return next(iter(self.model.predict(sample).values()))

    uri = through_the_registry(
        client, unique, lambda: mlflow.onnx.log_model(model, name="m", signature=infer_signature(x, x[:, 0])), local.predict(x), x, First
    )
    assert mlflow.onnx.load_model(uri).SerializeToString() == model.SerializeToString()


def test_pytorch(client, experiment, unique, rows):
    torch = pytest.importorskip("torch", reason="no CPU build of torch is installed", exc_type=ImportError)
    if not hasattr(torch, "export"):  # Older than what mlflow.pytorch imports, though it uses it for another format alone.
        sys.modules["torch.export"] = types.SimpleNamespace(Dim=None)
    import mlflow.pytorch

    x, y = rows
    x = ((x - x.mean()) / x.std()).to_numpy(dtype="float32")
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(30):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(torch.tensor(x))[:, 0], torch.tensor(y.to_numpy(dtype="float32")))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.6
    local = model(torch.tensor(x)).detach().numpy()
    uri = through_the_registry(
        client,
        unique,
        lambda: mlflow.pytorch.log_model(model, name="m", signature=infer_signature(x, local), serialization_format="pickle"),
        local,
        x,
    )
    loaded = mlflow.pytorch.load_model(uri)
    np.testing.assert_array_equal(loaded(torch.tensor(x)).detach().numpy(), local)


class Doubler(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        with open(context.artifacts["factor"]) as file:
            self.factor = int(file.read())

    def predict(self, context, model_input, params=None):
        return model_input["a"] * self.factor + (params or {}).get("add", 0)


def test_pyfunc_with_artifacts_and_params(client, experiment, unique, tmp_path):
    (tmp_path / "factor.txt").write_text("2")
    sample = pd.DataFrame({"a": [1.0, 2.5]})
    signature = infer_signature(sample, sample["a"], params={"add": 0})
    uri = through_the_registry(
        client,
        unique,
        lambda: mlflow.pyfunc.log_model(
            name="m", python_model=Doubler(), artifacts={"factor": str(tmp_path / "factor.txt")}, signature=signature
        ),
        [2.0, 5.0],
        sample,
    )
    assert list(mlflow.pyfunc.load_model(uri).predict(sample, params={"add": 10})) == [12.0, 15.0]


def test_registering_while_logging(client, experiment, unique, rows):
    from sklearn.linear_model import LinearRegression

    name = unique()
    x, y = rows
    for expected in (1, 2):
        with mlflow.start_run():
            info = mlflow.sklearn.log_model(
                LinearRegression().fit(x, y), name="m", registered_model_name=name, serialization_format="cloudpickle"
            )
        assert str(info.registered_model_version) == str(expected)
    assert len(client.search_model_versions(f"name = '{name}'")) == 2
    assert set(client.get_registered_model(name).latest_versions[0].tags) == set()
