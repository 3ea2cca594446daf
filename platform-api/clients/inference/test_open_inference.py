"""The unmodified clients of the Open Inference Protocol take Holdfast for one of their servers."""

import asyncio
import json
import queue
import subprocess
import sys
from pathlib import Path

import mlflow
import numpy as np
import onnx
import pytest
import requests
import tritonclient.grpc as grpcclient
import tritonclient.http as httpclient
from onnx import TensorProto, helper

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks" / "lib"))

from holdfast import Server, free_port  # noqa: E402


def identity(path, *tensors):
    """A model that gives back what it takes; each tensor is (name, ONNX type, shape)."""
    onnx.save(
        helper.make_model(
            helper.make_graph(
                [helper.make_node("Identity", [name], ["out_" + name]) for name, _, _ in tensors],
                "identity",
                [helper.make_tensor_value_info(*tensor) for tensor in tensors],
                [helper.make_tensor_value_info("out_" + name, kind, shape) for name, kind, shape in tensors],
            ),
            opset_imports=[helper.make_opsetid("", 15)],
            ir_version=8,
        ),
        path,
    )
    return path.read_bytes()


class Served:
    """A server with two ports, and the models that the tests ask."""

    def __init__(self, server, grpc_port, folder):
        self.api = server.api
        self.http = server.api.base.removeprefix("http://")
        self.grpc = f"127.0.0.1:{grpc_port}"
        self.deploy("wide", identity(folder / "wide.onnx", ("x", TensorProto.FLOAT, [None, 4])))
        self.deploy("words", identity(folder / "words.onnx", ("x", TensorProto.STRING, [None, 1])))
        self.deploy(
            "many",
            identity(
                folder / "many.onnx",
                ("bool", TensorProto.BOOL, ["n", 2]),
                ("int8", TensorProto.INT8, ["n", 2]),
                ("uint8", TensorProto.UINT8, ["n", 2]),
                ("int16", TensorProto.INT16, ["n", 2]),
                ("int32", TensorProto.INT32, ["n", 2]),
                ("int64", TensorProto.INT64, ["n", 2]),
                ("fp16", TensorProto.FLOAT16, ["n", 2]),
                ("fp32", TensorProto.FLOAT, ["n", 2]),
                ("fp64", TensorProto.DOUBLE, ["n", 2]),
            ),
        )

    def deploy(self, name, model):
        requests.post(
            f"{self.api.base}/api/v1/models/{name}/versions", files={"file": (f"{name}.onnx", model)}, timeout=60
        ).raise_for_status()
        self.api.put(f"/api/v1/deployments/{name}", {})
        self.api.post(f"/api/v1/deployments/{name}/releases", {"model": name, "version": 1})


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    grpc_port = free_port()
    with Server(arguments=("start", "--grpc-port", str(grpc_port))) as server:
        yield Served(server, grpc_port, tmp_path_factory.mktemp("models"))


@pytest.fixture(params=["main", "predictions"])
def http(served, request):
    address = served.http if request.param == "main" else served.grpc
    with httpclient.InferenceServerClient(address) as client:
        yield client


@pytest.fixture
def grpc(served):
    with grpcclient.InferenceServerClient(served.grpc) as client:
        yield client


ROWS = np.arange(12, dtype=np.float32).reshape(3, 4)


def ask(module, rows=ROWS, name="x", kind="FP32", **options):
    given = module.InferInput(name, list(rows.shape), kind)
    given.set_data_from_numpy(rows, **options)
    return given


@pytest.mark.parametrize("binary_in", [True, False])
@pytest.mark.parametrize("outputs", ["all", "json", "binary"])
def test_http_infer(http, binary_in, outputs):
    wanted = None if outputs == "all" else [httpclient.InferRequestedOutput("out_x", binary_data=outputs == "binary")]
    answer = http.infer("wide", [ask(httpclient, binary_data=binary_in)], outputs=wanted, request_id="mine")
    np.testing.assert_array_equal(answer.as_numpy("out_x"), ROWS)
    response = answer.get_response()
    assert response["id"] == "mine" and response["model_name"] == "wide" and response["model_version"] == "1"
    assert {"prediction_id", "release", "model", "trace_id"} <= response["parameters"].keys()


@pytest.mark.parametrize("sent", [None, "gzip", "deflate"])
@pytest.mark.parametrize("wanted", [None, "gzip", "deflate"])
def test_http_compression(http, sent, wanted):
    rows = np.ones((2000, 4), dtype=np.float32)
    answer = http.infer(
        "wide",
        [ask(httpclient, rows)],
        request_compression_algorithm=sent,
        response_compression_algorithm=wanted,
    )
    np.testing.assert_array_equal(answer.as_numpy("out_x"), rows)


def values():
    for kind in ["bool", "int8", "uint8", "int16", "int32", "int64", "fp16", "fp32", "fp64"]:
        numpy_kind = kind.replace("fp", "float")
        yield kind, np.array([[1, 0], [0, 1]]).astype(numpy_kind)


@pytest.mark.parametrize("binary", [True, False])
def test_http_types(http, binary):
    # JSON has no form for FP16 in this client.
    inputs = [ask(httpclient, v, k, k.upper(), binary_data=binary or k == "fp16") for k, v in values()]
    outputs = [httpclient.InferRequestedOutput("out_" + k, binary_data=binary or k == "fp16") for k, _ in values()]
    answer = http.infer("many", inputs, outputs=outputs)
    for kind, value in values():
        np.testing.assert_array_equal(answer.as_numpy("out_" + kind), value)


def test_grpc_types(grpc):
    answer = grpc.infer("many", [ask(grpcclient, v, k, k.upper()) for k, v in values()])
    for kind, value in values():
        np.testing.assert_array_equal(answer.as_numpy("out_" + kind), value)


@pytest.mark.parametrize("module", [httpclient, grpcclient])
def test_texts(served, module):
    words = np.array([["größe"], [""], ["日本"]], dtype=object)
    address = served.http if module is httpclient else served.grpc
    with module.InferenceServerClient(address) as client:
        answer = client.infer("words", [ask(module, words, kind="BYTES")])
        assert [w.decode() for w in answer.as_numpy("out_x").ravel()] == ["größe", "", "日本"]


@pytest.mark.parametrize("module", [httpclient, grpcclient])
def test_everything_that_is_told(served, module):
    address = served.http if module is httpclient else served.grpc
    as_json = {} if module is httpclient else {"as_json": True}
    with module.InferenceServerClient(address) as client:
        assert client.is_server_live() and client.is_server_ready()
        assert client.is_model_ready("wide") and client.is_model_ready("wide", "1")
        server = client.get_server_metadata(**as_json)
        assert server["name"] == "holdfast" and "binary_tensor_data" in server["extensions"]
        model = client.get_model_metadata("wide", **as_json)
        assert model["inputs"][0]["name"] == "x" and model["versions"] == ["1"]
        assert [int(n) for n in model["inputs"][0]["shape"]] == [-1, 4]
        config = client.get_model_config("wide", **as_json)
        config = config.get("config", config)
        assert int(config["max_batch_size"]) > 0 and [int(n) for n in config["input"][0]["dims"]] == [4]
        assert config["input"][0]["data_type"] == "TYPE_FP32"
        client.infer("wide", [ask(module)])
        stats = client.get_inference_statistics("wide", **as_json)["model_stats"][0]
        assert int(stats["inference_count"]) >= 3
        assert {"success", "fail", "queue", "compute_input", "compute_infer", "compute_output", "cache_hit", "cache_miss"} == set(
            stats["inference_stats"]
        )
        assert client.get_inference_statistics(**as_json)["model_stats"]
        assert "system_shared_memory" not in server["extensions"]


@pytest.mark.parametrize("module", [httpclient, grpcclient])
def test_repository(served, module):
    from tritonclient.utils import InferenceServerException

    address = served.http if module is httpclient else served.grpc
    with module.InferenceServerClient(address) as client:
        index = client.get_model_repository_index(**({} if module is httpclient else {"as_json": True}))
        entries = index if module is httpclient else index["models"]
        assert {"name": "wide", "version": "1", "state": "READY"}.items() <= next(e for e in entries if e["name"] == "wide").items()
        client.unload_model("wide")
        assert not client.is_model_ready("wide")
        with pytest.raises(InferenceServerException, match="unloaded"):
            client.infer("wide", [ask(module)])
        client.load_model("wide")
        assert client.is_model_ready("wide")
        client.infer("wide", [ask(module)])


@pytest.mark.parametrize("module", [httpclient, grpcclient])
def test_failures(served, module):
    from tritonclient.utils import InferenceServerException

    address = served.http if module is httpclient else served.grpc
    with module.InferenceServerClient(address) as client:
        with pytest.raises(InferenceServerException, match="Request for unknown model"):
            client.infer("nobody", [ask(module)])
        with pytest.raises(InferenceServerException, match=r"FP32 of shape \[-1, 4\]"):
            client.infer("wide", [ask(module, ROWS[:, :3])])
        with pytest.raises(InferenceServerException, match="not an output"):
            client.infer("wide", [ask(module)], outputs=[module.InferRequestedOutput("z")])
        with pytest.raises(InferenceServerException, match="classification is not supported"):
            client.infer("wide", [ask(module)], outputs=[module.InferRequestedOutput("out_x", class_count=2)])
        with pytest.raises(InferenceServerException, match="not supported"):
            client.get_system_shared_memory_status()


def test_grpc_errors_have_their_codes(grpc):
    from tritonclient.utils import InferenceServerException

    with pytest.raises(InferenceServerException) as unknown:
        grpc.get_model_metadata("nobody")
    assert unknown.value.status() == "StatusCode.NOT_FOUND"
    with pytest.raises(InferenceServerException) as streamed:
        grpc.start_stream(callback=lambda result, error: None)
        grpc.get_log_settings()
    assert streamed.value.status() == "StatusCode.UNIMPLEMENTED"


def test_grpc_compression_and_concurrency(grpc):
    rows = np.ones((30_000, 4), dtype=np.float32)
    answer = grpc.infer("wide", [ask(grpcclient, rows)], compression_algorithm="gzip")
    np.testing.assert_array_equal(answer.as_numpy("out_x"), rows)
    answered = queue.SimpleQueue()
    for i in range(64):
        grpc.async_infer("wide", [ask(grpcclient, ROWS * i)], callback=lambda result, error, i=i: answered.put((i, result, error)))
    for _ in range(64):
        i, result, error = answered.get(timeout=60)
        assert error is None
        np.testing.assert_array_equal(result.as_numpy("out_x"), ROWS * i)


def test_http_aio(served):
    import tritonclient.http.aio as aio

    async def run():
        async with aio.InferenceServerClient(served.http) as client:
            assert await client.is_server_ready()
            assert (await client.get_model_metadata("many"))["name"] == "many"
            assert (await client.get_model_config("many"))["name"] == "many"
            assert (await client.get_inference_statistics())["model_stats"]
            answers = await asyncio.gather(*[client.infer("wide", [ask(aio, ROWS * i)]) for i in range(20)])
            for i, answer in enumerate(answers):
                np.testing.assert_array_equal(answer.as_numpy("out_x"), ROWS * i)

    asyncio.run(run())


def test_grpc_aio(served):
    import tritonclient.grpc.aio as aio

    async def run():
        async with aio.InferenceServerClient(served.grpc) as client:
            assert await client.is_server_ready()
            answers = await asyncio.gather(*[client.infer("wide", [ask(aio, ROWS * i)]) for i in range(20)])
            for i, answer in enumerate(answers):
                np.testing.assert_array_equal(answer.as_numpy("out_x"), ROWS * i)

    asyncio.run(run())


@pytest.mark.parametrize("wire", ["rest", "grpc"])
def test_kserve(served, wire):
    """In a process of its own: KServe and Triton each register the protocol's messages."""
    client = Path(__file__).with_name("kserve_client.py")
    address = f"http://{served.http}" if wire == "rest" else served.grpc
    done = subprocess.run([sys.executable, client, wire, address], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]


def test_mlflow_scoring(served):
    from mlflow.deployments import PredictionsResponse
    from mlflow.pyfunc.scoring_server.client import ScoringServerClient
    import pandas as pd

    class Client(ScoringServerClient):
        def __init__(self, prefix):
            super().__init__("127.0.0.1", 0)
            self.url_prefix = prefix

    client = Client(served.api.base + "/deployments/wide")
    client.ping()
    answer = client.invoke(pd.DataFrame(ROWS, columns=list("abcd")))
    assert isinstance(answer, PredictionsResponse)
    np.testing.assert_array_equal(np.stack(answer.get_predictions()["out_x"]), ROWS)
    text = requests.post(
        served.api.base + "/deployments/wide/invocations",
        data=pd.DataFrame(ROWS, columns=list("abcd")).to_csv(index=False),
        headers={"Content-Type": "text/csv"},
        timeout=30,
    )
    assert text.status_code == 200 and json.loads(text.text)["predictions"][0]["out_x"] == ROWS[0].tolist()
    assert mlflow.__version__.split(".")[0] == requests.get(served.api.base + "/deployments/wide/version", timeout=30).text.split(".")[0]
