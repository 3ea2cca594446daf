import mlflow
import pytest
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression


@pytest.fixture
def logged(experiment):
    x, y = load_iris(return_X_y=True, as_frame=True)
    model = LogisticRegression(max_iter=500).fit(x, y)
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(model, name="m", signature=infer_signature(x, y), serialization_format="cloudpickle")
    return info, model, x.assign(label=y)


def test_evaluate_a_logged_model(client, logged):
    info, model, rows = logged
    data = mlflow.data.from_pandas(rows, targets="label", name="iris")
    with mlflow.start_run() as run:
        result = mlflow.models.evaluate(info.model_uri, data, model_type="classifier", evaluator_config={"log_model_explainability": False})
    accuracy = model.score(rows.drop(columns="label"), rows["label"])
    assert result.metrics["accuracy_score"] == pytest.approx(accuracy)
    found = client.get_run(run.info.run_id)
    assert found.data.metrics["accuracy_score"] == pytest.approx(accuracy)
    assert [i.dataset.name for i in found.inputs.dataset_inputs] == ["iris"]
    assert [i.model_id for i in found.inputs.model_inputs] == [info.model_id]
    measured = {m.key: m for m in client.get_logged_model(info.model_id).metrics}
    assert measured["accuracy_score"].value == pytest.approx(accuracy)
    assert measured["accuracy_score"].dataset_name == "iris"
    assert {"confusion_matrix.png", "per_class_metrics.csv"} <= {f.path for f in client.list_artifacts(run.info.run_id)}


def test_thresholds(logged):
    info, _, rows = logged
    with mlflow.start_run():
        result = mlflow.models.evaluate(
            info.model_uri, rows, targets="label", model_type="classifier", evaluator_config={"log_model_explainability": False}
        )
    good = mlflow.models.MetricThreshold(threshold=0.5, greater_is_better=True)
    mlflow.validate_evaluation_results({"accuracy_score": good}, result)
    with pytest.raises(MlflowException):
        mlflow.validate_evaluation_results({"accuracy_score": mlflow.models.MetricThreshold(threshold=1.1, greater_is_better=True)}, result)
