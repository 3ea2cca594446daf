import mlflow
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV


@pytest.fixture
def autologging():
    yield
    mlflow.sklearn.autolog(disable=True)
    mlflow.xgboost.autolog(disable=True)


def test_grid_search(client, experiment, autologging):
    x, y = load_iris(return_X_y=True, as_frame=True)
    mlflow.sklearn.autolog(max_tuning_runs=None, serialization_format="cloudpickle")
    search = GridSearchCV(LogisticRegression(max_iter=500), {"C": [0.1, 1, 10], "fit_intercept": [True, False]}, cv=3)
    with mlflow.start_run() as parent:
        search.fit(x, y)
    found = client.get_run(parent.info.run_id)
    assert found.data.params["best_C"] == str(search.best_params_["C"])
    assert found.data.metrics["best_cv_score"] == pytest.approx(search.best_score_)
    assert {"training_accuracy_score", "training_f1_score"} <= set(found.data.metrics)
    assert found.data.tags["estimator_name"] == "GridSearchCV"
    assert found.inputs.dataset_inputs[0].dataset.name == "dataset"
    children = client.search_runs(
        [experiment], f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["metrics.mean_test_score DESC"]
    )
    assert len(children) == 6
    assert children[0].data.metrics["mean_test_score"] == pytest.approx(search.best_score_)
    assert {"cv_results.csv", "training_confusion_matrix.png"} <= {f.path for f in client.list_artifacts(parent.info.run_id)}
    models = client.search_logged_models([experiment], f"source_run_id = '{parent.info.run_id}'")
    assert {m.name for m in models} == {"model", "best_estimator"}
    best = next(m for m in models if m.name == "best_estimator")
    assert (mlflow.pyfunc.load_model(best.model_uri).predict(x) == search.predict(x)).all()
    assert {o.model_id for o in found.outputs.model_outputs} == {m.model_id for m in models}


def test_boosted_trees(client, experiment, autologging):
    import xgboost

    x, y = load_iris(return_X_y=True, as_frame=True)
    mlflow.xgboost.autolog()
    with mlflow.start_run() as run:
        xgboost.train(
            {"objective": "multi:softprob", "num_class": 3},
            xgboost.DMatrix(x, y),
            num_boost_round=12,
            evals=[(xgboost.DMatrix(x, y), "train")],
            verbose_eval=False,
        )
    found = client.get_run(run.info.run_id)
    assert found.data.params["num_boost_round"] == "12"
    history = client.get_metric_history(run.info.run_id, "train-mlogloss")
    assert [m.step for m in history] == list(range(12))
    assert history[-1].value < history[0].value
    assert "feature_importance_weight.json" in {f.path for f in client.list_artifacts(run.info.run_id)}
