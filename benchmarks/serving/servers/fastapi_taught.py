"""FastAPI as its documentation teaches: typed bodies, a plain function for each path."""

import os
import pathlib

import numpy
import onnxruntime
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
MODELS = {
    path.stem: onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    for path in pathlib.Path(os.environ["MODELS"]).glob("*.onnx")
}
DATATYPES = {"FP32": numpy.float32, "INT64": numpy.int64}


class Tensor(BaseModel):
    name: str
    datatype: str
    shape: list[int]
    data: list[float]


class Request(BaseModel):
    inputs: list[Tensor]


class Answer(BaseModel):
    model_name: str
    outputs: list[Tensor]


app = FastAPI()


@app.get("/v2/health/ready")
def ready() -> dict[str, bool]:
    return {"ready": True}


@app.post("/v2/models/{model}/infer")
def infer(model: str, request: Request) -> Answer:
    if model not in MODELS:
        raise HTTPException(404, f"There is no model {model}")
    inputs = {t.name: numpy.array(t.data, DATATYPES[t.datatype]).reshape(t.shape) for t in request.inputs}
    outputs = []
    for described, value in zip(MODELS[model].get_outputs(), MODELS[model].run(None, inputs)):
        datatype = "INT64" if value.dtype == numpy.int64 else "FP32"
        outputs.append(Tensor(name=described.name, datatype=datatype, shape=value.shape, data=value.ravel().tolist()))
    return Answer(model_name=model, outputs=outputs)
