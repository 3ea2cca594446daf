import base64
import hashlib
import hmac
import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from mlflow.entities.webhook import WebhookEvent, WebhookStatus
from mlflow.exceptions import MlflowException

CREATED = "registered_model.created"


class Receiver:
    """A server that keeps what is posted to it, and answers what it is told to."""

    def __init__(self):
        received, answers = queue.Queue(), queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = answers.get_nowait() if not answers.empty() else 200
                self.send_response(status)
                self.end_headers()
                self.wfile.write(b"thanks")
                received.put((status, dict(self.headers), body))

            def log_message(self, *_):
                pass

        self.received, self.answers = received, answers
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self, timeout=30):
        return self.received.get(timeout=timeout)


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def hook(client, receiver, unique):
    made = []

    def make(events=(CREATED,), **rest):
        webhook = client.create_webhook(name=unique().replace("_", "-")[:60], url=receiver.url, events=list(events), **rest)
        made.append(webhook.webhook_id)
        return webhook

    yield make
    for webhook_id in made:
        try:
            client.delete_webhook(webhook_id)
        except MlflowException:
            pass


def test_create_get_list_update_delete(client, hook, receiver):
    made = hook(description="what for", secret="s3cret-s3cret")
    found = client.get_webhook(made.webhook_id)
    assert (found.name, found.url, found.description, found.status) == (made.name, receiver.url, "what for", WebhookStatus.ACTIVE)
    assert [str(e) for e in found.events] == [CREATED]
    assert found.secret is None
    assert made.webhook_id in {w.webhook_id for w in client.list_webhooks(max_results=100)}
    changed = client.update_webhook(made.webhook_id, description="else", status="DISABLED", events=["model_version.created", CREATED])
    assert (changed.description, changed.status) == ("else", WebhookStatus.DISABLED)
    assert {str(e) for e in client.get_webhook(made.webhook_id).events} == {"model_version.created", CREATED}
    client.delete_webhook(made.webhook_id)
    with pytest.raises(MlflowException) as gone:
        client.get_webhook(made.webhook_id)
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_list_pages(client, hook):
    mine = {hook().webhook_id for _ in range(3)}
    seen, token = [], None
    while True:
        page = client.list_webhooks(max_results=2, page_token=token)
        assert len(page) <= 2
        seen += [w.webhook_id for w in page]
        token = page.token
        if not token:
            break
    assert mine <= set(seen) and len(seen) == len(set(seen))


def test_test(client, hook, receiver):
    made = hook()
    result = client.test_webhook(made.webhook_id)
    assert (result.success, result.response_status, result.response_body) == (True, 200, "thanks")
    assert json.loads(receiver.next()[2])["entity"] == "registered_model"
    for _ in range(10):
        receiver.answers.put(404)
    failed = client.test_webhook(made.webhook_id, WebhookEvent.from_str(CREATED))
    assert (failed.success, failed.response_status) == (False, 404)


def test_delivery_is_signed(client, hook, receiver, unique):
    made = hook(secret="s3cret-s3cret")
    client.test_webhook(made.webhook_id)
    _, headers, body = receiver.next()
    headers = {k.lower(): v for k, v in headers.items()}
    signed = f"{headers['x-mlflow-delivery-id']}.{headers['x-mlflow-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(b"s3cret-s3cret", signed, hashlib.sha256).digest()).decode()
    assert headers["x-mlflow-signature"] == f"v1,{expected}"
    assert headers["content-type"] == "application/json"


@pytest.mark.ours  # the reference looks for new webhooks only now and then
def test_events(client, hook, receiver, unique):
    hook(
        [
            "registered_model.created",
            "model_version.created",
            "model_version_tag.set",
            "model_version_tag.deleted",
            "model_version_alias.created",
            "model_version_alias.deleted",
        ]
    )
    name = unique()

    def told(work):
        work()
        event = json.loads(receiver.next()[2])
        return f"{event['entity']}.{event['action']}", event["data"]

    assert told(lambda: client.create_registered_model(name, tags={"a": "1"}, description="d")) == (
        "registered_model.created",
        {"name": name, "tags": {"a": "1"}, "description": "d"},
    )
    kind, data = told(lambda: client.create_model_version(name, "s3://bucket/x", tags={"b": "2"}))
    assert kind == "model_version.created"
    assert (data["name"], data["version"], data["source"], data["tags"]) == (name, "1", "s3://bucket/x", {"b": "2"})
    assert told(lambda: client.set_model_version_tag(name, "1", "k", "v")) == (
        "model_version_tag.set",
        {"name": name, "version": "1", "key": "k", "value": "v"},
    )
    assert told(lambda: client.delete_model_version_tag(name, "1", "k")) == (
        "model_version_tag.deleted",
        {"name": name, "version": "1", "key": "k"},
    )
    assert told(lambda: client.set_registered_model_alias(name, "champion", "1")) == (
        "model_version_alias.created",
        {"name": name, "alias": "champion", "version": "1"},
    )
    assert told(lambda: client.delete_registered_model_alias(name, "champion")) == (
        "model_version_alias.deleted",
        {"name": name, "alias": "champion"},
    )


@pytest.mark.ours  # as above
def test_failed_deliveries_are_tried_again(client, hook, receiver, unique):
    hook()
    receiver.answers.put(503)
    receiver.answers.put(500)
    name = client.create_registered_model(unique()).name
    tries = [receiver.next(60) for _ in range(3)]
    assert [status for status, _, _ in tries] == [503, 500, 200]
    assert all(json.loads(body)["data"]["name"] == name for _, _, body in tries)


@pytest.mark.ours  # as above
def test_disabled_ones_are_left_alone(client, hook, receiver, unique):
    disabled, active = hook(description="off"), hook(["model_version.created"])
    client.update_webhook(disabled.webhook_id, status="DISABLED")
    name = client.create_registered_model(unique()).name
    client.create_model_version(name, "s3://bucket/x")
    assert json.loads(receiver.next()[2])["entity"] == "model_version"
    assert receiver.received.empty()
    assert active.status == WebhookStatus.ACTIVE


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "-starts wrong"},
        {"name": "n" * 64},
        {"url": ""},
        {"url": "ftp://example.com"},
        {"url": "no url"},
        {"url": "https://"},
        {"events": []},
        {"events": [{"entity": "REGISTERED_MODEL", "action": "DELETED"}]},
    ],
)
def test_refused_webhooks(wire, change):
    given = {"name": "fine", "url": "https://example.com/x", "events": [{"entity": "REGISTERED_MODEL", "action": "CREATED"}], **change}
    refused = wire.refusal("POST", "webhooks", given)
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")


def test_unknown_webhook(wire):
    for method, path, body in (
        ("GET", "no-such", None),
        ("PATCH", "no-such", {"name": "x"}),
        ("DELETE", "no-such", {}),
        ("POST", "no-such/test", {}),
    ):
        refused = wire.refusal(method, f"webhooks/{path}", body)
        assert (refused.status, refused.code) == (404, "RESOURCE_DOES_NOT_EXIST"), method
