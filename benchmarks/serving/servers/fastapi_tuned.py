"""FastAPI as fast as it gets: orjson both ways, nothing validated, the run in the event loop."""

import os
import pathlib

import numpy
import onnxruntime
import orjson
from fastapi import FastAPI, Request, Response

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
MODELS = {}
for path in pathlib.Path(os.environ["MODELS"]).glob("*.onnx"):
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    MODELS[path.stem] = session, [output.name for output in session.get_outputs()]
DATATYPES = {"FP32": numpy.float32, "INT64": numpy.int64}
NAMES = {numpy.dtype(kind): name for name, kind in DATATYPES.items()}

app = FastAPI()


@app.get("/v2/health/ready")
async def ready():
    return {"ready": True}


@app.post("/v2/models/{model}/infer")
async def infer(model: str, request: Request):
    session, names = MODELS[model]
    asked = orjson.loads(await request.body())
    inputs = {t["name"]: numpy.array(t["data"], DATATYPES[t["datatype"]]).reshape(t["shape"]) for t in asked["inputs"]}
    outputs = [
        {"name": name, "datatype": NAMES[value.dtype], "shape": value.shape, "data": numpy.ascontiguousarray(value).ravel()}
        for name, value in zip(names, session.run(names, inputs))
    ]
    answer = orjson.dumps({"model_name": model, "outputs": outputs}, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(answer, media_type="application/json")
