import hashlib
import os

import mlflow
import pytest
import requests
from mlflow.exceptions import MlflowException


def listing(client, run, path=None):
    return {f.path: (f.is_dir, f.file_size) for f in client.list_artifacts(run, path)}


def test_nested_folders(client, run, tmp_path):
    for path, text in (("a.txt", "a"), ("sub/b.txt", "bb"), ("sub/deeper/c.txt", "ccc"), ("empty.bin", "")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    client.log_artifacts(run, str(tmp_path))
    # The reference leaves the size of an empty file out.
    assert {path: (is_dir, size or 0) for path, (is_dir, size) in listing(client, run).items()} == {
        "a.txt": (False, 1),
        "sub": (True, 0),
        "empty.bin": (False, 0),
    }
    assert listing(client, run, "sub") == {"sub/b.txt": (False, 2), "sub/deeper": (True, None)}
    assert listing(client, run, "sub/deeper") == {"sub/deeper/c.txt": (False, 3)}
    assert listing(client, run, "a.txt") == {}
    assert listing(client, run, "no/such") == {}
    local = client.download_artifacts(run, "")
    assert sorted(os.path.relpath(os.path.join(d, f), local) for d, _, files in os.walk(local) for f in files) == [
        "a.txt",
        "empty.bin",
        "sub/b.txt",
        "sub/deeper/c.txt",
    ]


def test_one_file_below_a_path(client, run, tmp_path):
    (tmp_path / "f.bin").write_bytes(bytes(range(256)))
    client.log_artifact(run, str(tmp_path / "f.bin"), "some/where")
    local = client.download_artifacts(run, "some/where/f.bin")
    assert open(local, "rb").read() == bytes(range(256))


def test_a_file_is_replaced(client, run, tmp_path):
    client.log_text(run, "first, and longer", "note.txt")
    client.log_text(run, "second", "note.txt")
    assert mlflow.artifacts.load_text(f"runs:/{run}/note.txt") == "second"
    assert listing(client, run) == {"note.txt": (False, 6)}


def test_fluent_artifacts(client, experiment):
    with mlflow.start_run() as run:
        mlflow.log_dict({"a": [1, 2]}, "d/config.json")
        mlflow.log_text("ü 漢 🎉", "text.txt")
        mlflow.log_table({"x": [1, 2], "y": ["a", "b"]}, "table.json")
    uri = f"runs:/{run.info.run_id}"
    assert mlflow.artifacts.load_dict(f"{uri}/d/config.json") == {"a": [1, 2]}
    assert mlflow.artifacts.load_text(f"{uri}/text.txt") == "ü 漢 🎉"
    assert list(mlflow.load_table("table.json", run_ids=[run.info.run_id])["y"]) == ["a", "b"]
    assert mlflow.get_run(run.info.run_id).info.artifact_uri.startswith("mlflow-artifacts:/")


@pytest.mark.parametrize(
    "name",
    ["with space.txt", "100%.txt", "ünïcode-漢字-🎉.txt", "plus+and&amp=.txt", "quo'te\".txt", "semi;colon,.txt", "[brackets](x).txt"],
)
def test_odd_names(client, run, tmp_path, name):
    (tmp_path / name).write_text(name)
    client.log_artifact(run, str(tmp_path / name), "odd dir")
    assert listing(client, run, "odd dir") == {f"odd dir/{name}": (False, len(name.encode()))}
    assert open(client.download_artifacts(run, f"odd dir/{name}")).read() == name


def test_delete(client, run, tmp_path):
    for path in ("a.txt", "sub/b.txt", "sub/c.txt"):
        client.log_text(run, "x", path)
    repository = mlflow.store.artifact.artifact_repository_registry.get_artifact_repository(client.get_run(run).info.artifact_uri)
    repository.delete_artifacts("sub/b.txt")
    assert set(listing(client, run, "sub")) == {"sub/c.txt"}
    repository.delete_artifacts("sub")
    assert set(listing(client, run)) == {"a.txt"}
    repository.delete_artifacts()
    assert listing(client, run) == {}


def url(wire, client, run, path):
    location = client.get_run(run).info.artifact_uri.removeprefix("mlflow-artifacts:/")
    return f"{wire.uri}/api/2.0/mlflow-artifacts/artifacts/{location}/{path}"


def test_headers_of_a_download(wire, client, run):
    for name, kind in (
        ("page.html", "text/html"),
        ("data.json", "text/plain"),
        ("MLmodel", "text/plain"),
        ("model.bin", "application/octet-stream"),
    ):
        client.log_text(run, "<b>x</b>", name)
        answer = requests.get(url(wire, client, run, name), headers={"Accept": "text/html,*/*"}, timeout=30)
        assert answer.text == "<b>x</b>"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Type"].split(";")[0] == kind


def test_missing_file(wire, client, run):
    answer = requests.get(url(wire, client, run, "no/such.txt"), timeout=30)
    assert answer.status_code == 404
    with pytest.raises(Exception):
        client.download_artifacts(run, "no/such.txt")


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "a/../../b",
        "%252e%252e%252fup",
        pytest.param("a%00b", marks=pytest.mark.ours),
        pytest.param("/etc/passwd", marks=pytest.mark.ours),
    ],
)
def test_paths_that_leave_the_root(wire, path):
    session = requests.Session()
    for method in ("GET", "PUT", "DELETE"):
        request = requests.Request(method, f"{wire.uri}/x", data=b"x" if method == "PUT" else None).prepare()
        request.url = f"{wire.uri}/api/2.0/mlflow-artifacts/artifacts/{path}"
        answer = session.send(request, timeout=30)
        assert 400 <= answer.status_code < 500, method


def test_lists_that_leave_the_root(wire, run):
    for path in ("..", "../..", "/etc", "a/../../b", "%2e%2e", "a#b"):
        answer = requests.get(f"{wire.uri}/api/2.0/mlflow-artifacts/artifacts", params={"path": path}, timeout=30)
        assert answer.status_code == 400 and answer.json()["error_code"] == "INVALID_PARAMETER_VALUE", path
        refused = wire.refusal("GET", "artifacts/list", params={"run_id": run, "path": path})
        assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE"), path


def test_wire_shape_of_lists(wire, client, run):
    client.log_text(run, "xx", "d/f.txt")
    root = client.get_run(run).info.artifact_uri
    assert wire.get("artifacts/list", run_id=run, path="d") == {
        "root_uri": root,
        "files": [{"path": "d/f.txt", "is_dir": False, "file_size": 2}],
    }
    assert wire.get("artifacts/list", run_id=run) == {"root_uri": root, "files": [{"path": "d", "is_dir": True}]}
    proxied = requests.get(
        f"{wire.uri}/api/2.0/mlflow-artifacts/artifacts", params={"path": root.removeprefix("mlflow-artifacts:/") + "/d"}, timeout=30
    )
    assert proxied.json() == {"files": [{"path": "f.txt", "is_dir": False, "file_size": 2}]}


def test_get_artifact_of_the_page(wire, client, run):
    client.log_text(run, "content", "d/f.txt")
    answer = requests.get(f"{wire.uri}/get-artifact", params={"run_id": run, "path": "d/f.txt"}, timeout=30)
    assert (answer.status_code, answer.text) == (200, "content")


def test_many_small_files(client, run, tmp_path):
    for i in range(300):
        (tmp_path / f"f{i:03}.txt").write_text(str(i))
    client.log_artifacts(run, str(tmp_path), "many")
    assert len(listing(client, run, "many")) == 300


def test_a_large_file(client, run, tmp_path):
    block, digest = os.urandom(1 << 20), hashlib.sha256()
    with open(tmp_path / "large.bin", "wb") as file:
        for i in range(256):
            part = i.to_bytes(4, "big") + block[4:]
            digest.update(part)
            file.write(part)
    client.log_artifact(run, str(tmp_path / "large.bin"))
    assert listing(client, run) == {"large.bin": (False, 256 << 20)}
    (tmp_path / "again").mkdir()
    local = client.download_artifacts(run, "large.bin", str(tmp_path / "again"))
    again = hashlib.sha256()
    with open(local, "rb") as file:
        while part := file.read(1 << 20):
            again.update(part)
    assert again.hexdigest() == digest.hexdigest()


def test_artifacts_of_an_unknown_run(client):
    with pytest.raises(MlflowException):
        client.list_artifacts("0" * 32)


def test_artifact_uri(client, run):
    assert mlflow.artifacts.list_artifacts(run_id=run) == []
    client.log_text(run, "x", "a/b.txt")
    uri = client.get_run(run).info.artifact_uri
    assert mlflow.artifacts.load_text(f"{uri}/a/b.txt") == "x"
    assert [f.path for f in mlflow.artifacts.list_artifacts(f"runs:/{run}/a")] == ["a/b.txt"]
