"""Uploads in parts, as the client makes them for large files where it is told to."""

import hashlib
import os

import pytest
import requests


def test_the_client_uploads_in_parts(client, run, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true")
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", str(1 << 20))
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", str(5 << 20))
    content = os.urandom(12 << 20)
    (tmp_path / "parts.bin").write_bytes(content)
    client.log_artifact(run, str(tmp_path / "parts.bin"), "deep/er")
    assert [(f.path, f.file_size) for f in client.list_artifacts(run, "deep/er")] == [("deep/er/parts.bin", 12 << 20)]
    with open(client.download_artifacts(run, "deep/er/parts.bin"), "rb") as file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(content).digest()


class Parts:
    def __init__(self, uri, client, run, name):
        location = client.get_run(run).info.artifact_uri.removeprefix("mlflow-artifacts:/")
        self.uri, self.location, self.name = uri, location, name

    def send(self, verb, **body):
        return requests.post(
            f"{self.uri}/api/2.0/mlflow-artifacts/mpu/{verb}/{self.location}", json={"path": self.name, **body}, timeout=60
        )

    def put(self, credential, data):
        answer = requests.put(credential["url"], data=data, headers=credential.get("headers", {}), timeout=60)
        assert answer.ok, answer.text
        return answer.headers["ETag"]


@pytest.fixture
def parts(uri, client, run):
    return Parts(uri, client, run, "f.bin")


@pytest.mark.ours  # the reference has parts only over S3 and its like
def test_parts_in_any_order_and_twice(client, run, parts):
    made = parts.send("create", num_parts=3).json()
    contents = [b"a" * 1000, b"b" * 2000, b"c"]
    sent = []
    for credential in sorted(made["credentials"], key=lambda c: -c["part_number"]):
        for _ in range(2):
            etag = parts.put(credential, contents[credential["part_number"] - 1])
        sent.append({"part_number": credential["part_number"], "etag": etag, "url": credential["url"]})
    assert [f.path for f in client.list_artifacts(run)] == []
    done = parts.send("complete", upload_id=made["upload_id"], parts=sorted(sent, key=lambda p: p["part_number"]))
    assert done.ok, done.text
    with open(client.download_artifacts(run, "f.bin"), "rb") as file:
        assert file.read() == b"".join(contents)


@pytest.mark.ours
def test_abort_leaves_nothing(client, run, parts):
    made = parts.send("create", num_parts=1).json()
    parts.put(made["credentials"][0], b"x")
    assert parts.send("abort", upload_id=made["upload_id"]).ok
    assert client.list_artifacts(run) == []
    refused = parts.send("complete", upload_id=made["upload_id"], parts=[{"part_number": 1, "etag": "x", "url": "x"}])
    assert 400 <= refused.status_code < 500


@pytest.mark.ours
def test_completing_without_all_parts_is_refused(client, run, parts):
    made = parts.send("create", num_parts=2).json()
    etag = parts.put(made["credentials"][0], b"x")
    refused = parts.send(
        "complete",
        upload_id=made["upload_id"],
        parts=[{"part_number": 1, "etag": etag, "url": "x"}, {"part_number": 2, "etag": '"made up"', "url": "x"}],
    )
    assert 400 <= refused.status_code < 500
    assert client.list_artifacts(run) == []
