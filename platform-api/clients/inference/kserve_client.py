"""Asks the deployment `wide` as KServe's own clients do: kserve_client.py rest URL | grpc HOST:PORT."""

import asyncio
import sys

import kserve
import numpy as np

ROWS = np.arange(12, dtype=np.float32).reshape(3, 4)


def request(binary):
    given = kserve.InferInput("x", list(ROWS.shape), "FP32")
    given.set_data_from_numpy(ROWS, binary_data=binary)
    return kserve.InferRequest(model_name="wide", infer_inputs=[given])


async def rest(base):
    client = kserve.InferenceRESTClient(kserve.RESTConfig(protocol="v2"))
    assert await client.is_server_ready(base)
    assert await client.is_server_live(base)
    assert await client.is_model_ready(base, "wide")
    for binary in (False, True):
        answer = await client.infer(base, request(binary), model_name="wide")
        np.testing.assert_array_equal(answer.outputs[0].as_numpy(), ROWS)
    try:
        await client.infer(base, request(False), model_name="nobody")
    except Exception as e:
        assert "Request for unknown model" in str(e), e
    else:
        raise AssertionError("an unknown model answered")


async def grpc(address):
    client = kserve.InferenceGRPCClient(url=address)
    assert await client.is_server_ready()
    assert await client.is_server_live()
    assert await client.is_model_ready("wide")
    answer = await client.infer(request(False))
    np.testing.assert_array_equal(answer.outputs[0].as_numpy(), ROWS)


asyncio.run(rest(sys.argv[2]) if sys.argv[1] == "rest" else grpc(sys.argv[2]))
