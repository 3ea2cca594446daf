"""What the client logs with the flavours of XGBoost and PyTorch is deployed as it is, and answers as in Python."""

import sys
import types

import mlflow
import numpy as np
import pytest
from mlflow.models import infer_signature

pytestmark = pytest.mark.ours


@pytest.fixture
def rows():
    generator = np.random.default_rng(7)
    x = generator.normal(size=(400, 6)).astype("float32")
    x[generator.random(x.shape) < 0.1] = np.nan
    known = np.nan_to_num(x)
    return x, known[:, 0] + known[:, 1] * known[:, 2]


def deployed(api, name):
    api.put(f"/api/v1/deployments/{name}", {})
    api.post(f"/api/v1/deployments/{name}/releases", {"model": name, "version": 1})

    def predict(x):
        [given] = api.get(f"/v2/models/{name}")["inputs"]
        data = [None if np.isnan(value) else float(value) for value in x.ravel()]
        tensor = {"name": given["name"], "datatype": given["datatype"], "shape": list(x.shape), "data": data}
        answer = api.post(f"/v2/models/{name}/infer", {"inputs": [tensor]})
        return {output["name"]: np.array(output["data"]).reshape(output["shape"]) for output in answer["outputs"]}

    return predict


OBJECTIVES = {
    "reg:squarederror": lambda y: y,
    "reg:absoluteerror": lambda y: y,
    "binary:logistic": lambda y: (y > 0) * 1,
    "count:poisson": lambda y: np.floor(np.exp(np.clip(y, -2, 2))),
    "reg:gamma": lambda y: np.exp(np.clip(y, -2, 2)),
    "multi:softprob": lambda y: np.digitize(y, [-1, 1]),
}


@pytest.mark.parametrize("model_format", ["ubj", "json"])
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_boosters_answer_as_in_python(api, experiment, unique, rows, objective, model_format):
    import xgboost

    x, y = rows
    name = unique().replace("_", "-")
    classes = {"num_class": 3} if objective == "multi:softprob" else {}
    booster = xgboost.train({"objective": objective, "max_depth": 4, **classes}, xgboost.DMatrix(x, OBJECTIVES[objective](y)), 20)
    expected = booster.predict(xgboost.DMatrix(x))
    with mlflow.start_run():
        mlflow.xgboost.log_model(
            booster, name="m", model_format=model_format, signature=infer_signature(x, expected), registered_model_name=name
        )
    answer = deployed(api, name)(x)
    if objective == "binary:logistic":
        np.testing.assert_allclose(answer["probabilities"][:, 1], expected, rtol=1e-6)
    elif objective == "multi:softprob":
        np.testing.assert_allclose(answer["probabilities"], expected, rtol=1e-6)
        np.testing.assert_array_equal(answer["label"], expected.argmax(axis=1))
    else:
        np.testing.assert_allclose(answer["prediction"][:, 0], expected, rtol=1e-6)


def test_an_estimator_that_stopped_early_answers_as_in_python(api, experiment, unique, rows):
    import xgboost

    x, y = rows
    name = unique().replace("_", "-")
    model = xgboost.XGBRegressor(n_estimators=100, learning_rate=0.5, early_stopping_rounds=2)
    model.fit(x[:200], y[:200], eval_set=[(x[200:], y[200:])], verbose=False)
    assert model.best_iteration < model.get_booster().num_boosted_rounds() - 1
    with mlflow.start_run():
        mlflow.xgboost.log_model(model, name="m", registered_model_name=name)
    np.testing.assert_allclose(deployed(api, name)(x)["prediction"][:, 0], model.predict(x), rtol=1e-6)


def test_torchscript_answers_as_in_python(api, experiment, unique, rows):
    torch = pytest.importorskip("torch", reason="no CPU build of torch is installed", exc_type=ImportError)
    if not hasattr(torch, "export"):  # Older than what mlflow.pytorch imports, though it uses it for another format alone.
        sys.modules["torch.export"] = types.SimpleNamespace(Dim=None)
    import mlflow.pytorch

    x = np.nan_to_num(rows[0])
    name = unique().replace("_", "-")
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(6, 16), torch.nn.ReLU(), torch.nn.Linear(16, 3), torch.nn.Softmax(dim=1))
    expected = model(torch.tensor(x)).detach().numpy()
    with mlflow.start_run():
        mlflow.pytorch.log_model(
            torch.jit.script(model),
            name="m",
            signature=infer_signature(x, expected),
            serialization_format="pickle",
            registered_model_name=name,
        )
    version = api.get(f"/api/v1/models/{name}/versions/1")
    if "HOLDFAST_PROFILES" in (version.get("undeployable") or ""):
        pytest.skip("the server was built without PyTorch's library")
    assert version["format"] == "torchscript"
    np.testing.assert_allclose(deployed(api, name)(x)["output"], expected, atol=1e-6)


def test_a_pickle_is_never_loaded(api, experiment, unique, rows):
    torch = pytest.importorskip("torch", reason="no CPU build of torch is installed", exc_type=ImportError)
    if not hasattr(torch, "export"):
        sys.modules["torch.export"] = types.SimpleNamespace(Dim=None)
    import mlflow.pytorch

    x = np.nan_to_num(rows[0])
    name = unique().replace("_", "-")
    model = torch.nn.Linear(6, 1)
    with mlflow.start_run():
        mlflow.pytorch.log_model(
            model,
            name="m",
            signature=infer_signature(x, model(torch.tensor(x)).detach().numpy()),
            serialization_format="pickle",
            registered_model_name=name,
        )
    assert "pickle of torch.save" in api.get(f"/api/v1/models/{name}/versions/1")["undeployable"]
