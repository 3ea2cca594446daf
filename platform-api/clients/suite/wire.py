"""MLflow's REST API without its client, for requests that the client would not send, and for what stands on the wire."""

import requests


class Refused(Exception):
    """An answer that is not 2xx."""

    def __init__(self, response):
        super().__init__(f"{response.status_code}: {response.text[:2000]}")
        self.status = response.status_code
        body = response.json() if response.headers.get("Content-Type", "").startswith("application/json") else {}
        self.code = body.get("error_code")
        self.message = body.get("message", "")


class Wire:
    def __init__(self, uri, session=None):
        self.uri = uri
        self.session = session or requests.Session()

    def send(self, method, path, prefix="api/2.0/mlflow", **request):
        return self.session.request(method, f"{self.uri}/{prefix}/{path}", timeout=120, **request)

    def call(self, method, path, body=None, params=None, **rest):
        answer = self.send(method, path, json=body, params=params, **rest)
        if not answer.ok:
            raise Refused(answer)
        return answer.json() if answer.content else {}

    def get(self, path, /, **params):
        return self.call("GET", path, params=params)

    def post(self, path, /, **body):
        return self.call("POST", path, body)

    def patch(self, path, /, **body):
        return self.call("PATCH", path, body)

    def delete(self, path, /, **body):
        return self.call("DELETE", path, body)

    def refusal(self, method, path, body=None, **rest):
        """What the server answers to a request that it must not accept."""
        try:
            answer = self.call(method, path, body, **rest)
        except Refused as refused:
            return refused
        raise AssertionError(f"{method} {path} {str(body)[:300]} was accepted: {str(answer)[:300]}")
