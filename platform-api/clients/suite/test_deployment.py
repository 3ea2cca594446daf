"""One registry: what the client logs is deployed by Holdfast, and what Holdfast's pipelines register is the client's."""

import json

import mlflow
import numpy as np
import pytest
from mlflow.models import infer_signature
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

pytestmark = pytest.mark.ours

PIPELINE = """
inputs:
  rows: {{dataset: {name}}}
steps:
  - {{name: fit, kind: train, data: rows, label: y, algorithm: logistic_regression, holdout: {{share: 0.2}}, seed: 1}}
  - {{name: publish, kind: register, model: fit.model, as: {name}}}
"""


def test_onnx_model_is_deployed_as_it_is(client, api, experiment, unique):
    import skl2onnx

    x, y = load_breast_cancer(return_X_y=True)
    x = x[:, :6].astype("float32")
    local = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y)
    converted = skl2onnx.to_onnx(local, x[:1], options={"zipmap": False})
    name = unique().replace("_", "-")
    with mlflow.start_run() as run:
        info = mlflow.onnx.log_model(converted, name="m", signature=infer_signature(x, y), registered_model_name=name)
    version = api.get(f"/api/v1/models/{name}/versions/1")
    assert version["run_id"].replace("-", "") == run.info.run_id
    assert version["digest"].startswith("sha256:")

    api.put(f"/api/v1/deployments/{name}", {})
    api.post(f"/api/v1/deployments/{name}/releases", {"model": name, "version": 1})
    given = [{"name": converted.graph.input[0].name, "datatype": "FP32", "shape": list(x.shape), "data": x.ravel().tolist()}]
    answer = api.post(f"/v2/models/{name}/infer", {"inputs": given})
    outputs = {o["name"]: np.array(o["data"]).reshape(o["shape"]) for o in answer["outputs"]}
    np.testing.assert_array_equal(outputs["label"].ravel(), local.predict(x))
    np.testing.assert_allclose(outputs["probabilities"], local.predict_proba(x), atol=1e-5)
    loaded = mlflow.pyfunc.load_model(f"models:/{name}/1").predict(x)
    np.testing.assert_allclose(outputs["probabilities"], loaded["probabilities"], atol=1e-6)
    assert client.get_logged_model(info.model_id).name == "m"


def test_a_model_that_is_no_onnx_is_registered_but_not_deployed(client, api, experiment, unique):
    from holdfast import ApiError

    x, y = load_breast_cancer(return_X_y=True)
    name = unique().replace("_", "-")
    with mlflow.start_run():
        mlflow.sklearn.log_model(
            LogisticRegression(max_iter=5).fit(x, y), name="m", registered_model_name=name, serialization_format="cloudpickle"
        )
    assert api.get(f"/api/v1/models/{name}/versions/1")["digest"].startswith("sha256:")
    api.put(f"/api/v1/deployments/{name}", {})
    with pytest.raises(ApiError) as refused:
        api.post(f"/api/v1/deployments/{name}/releases", {"model": name, "version": 1})
    assert 400 <= refused.value.status < 500


def test_what_a_pipeline_registers_is_the_clients(client, api, unique):
    name = unique().replace("_", "-")
    generator = np.random.default_rng(3)
    values = generator.normal(size=(500, 2)).round(4)
    labels = (values.sum(axis=1) > 0).astype(int)
    rows = "a,b,y\n" + "".join(f"{a},{b},{y}\n" for (a, b), y in zip(values, labels))
    api.post(f"/api/v1/datasets/{name}/versions", rows, content_type="text/csv")
    api.put(f"/api/v1/pipelines/{name}", PIPELINE.format(name=name), content_type="application/yaml")
    run = api.post(f"/api/v1/pipelines/{name}/runs?wait=120", {"reason": "client suite"})
    assert run["state"] == "succeeded", json.dumps(run)[:2000]

    found = client.get_model_version(name, "1")
    assert found.status == "READY"
    assert [v.version for v in client.search_model_versions(f"name = '{name}'")] == [found.version]
    client.set_registered_model_alias(name, "champion", "1")
    assert "champion" in api.get(f"/api/v1/models/{name}")["aliases"]
    training = client.get_run(found.run_id)
    assert training.data.params and training.info.status == "FINISHED"

    model = mlflow.pyfunc.load_model(f"models:/{name}@champion")
    sample = {"a": values[:, :1].astype("float32"), "b": values[:, 1:].astype("float32")}
    predicted = model.predict(sample)
    assert len(next(iter(predicted.values()))) == 500
    api.put(f"/api/v1/deployments/{name}", {})
    api.post(f"/api/v1/deployments/{name}/releases", {"model": name, "version": 1})
    given = [{"name": k, "datatype": "FP32", "shape": [500, 1], "data": v.ravel().tolist()} for k, v in sample.items()]
    outputs = {
        o["name"]: np.array(o["data"]).reshape(o["shape"]) for o in api.post(f"/v2/models/{name}/infer", {"inputs": given})["outputs"]
    }
    for key, served in outputs.items():
        if served.dtype.kind == "f":
            np.testing.assert_allclose(served.ravel(), np.asarray(predicted[key]).ravel(), atol=1e-6)
