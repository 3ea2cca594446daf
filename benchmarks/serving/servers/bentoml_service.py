"""A service of BentoML's with a path for each model; two workers, runs in its thread pool."""

import os
import pathlib

import bentoml
import numpy
import onnxruntime


@bentoml.service(workers=2, traffic={"timeout": 60, "max_concurrency": 256}, logging={"access": {"enabled": False}})
class Models:
    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.sessions = {
            path.stem: onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            for path in pathlib.Path(os.environ["MODELS"]).glob("*.onnx")
        }

    def run(self, model, x):
        return self.sessions[model].run(["probabilities"], {"input": numpy.asarray(x, numpy.float32)})[0]

    @bentoml.api
    def mlp(self, x: numpy.ndarray) -> numpy.ndarray:
        return self.run("mlp", x)

    @bentoml.api
    def trees(self, x: numpy.ndarray) -> numpy.ndarray:
        return self.run("trees", x)

    @bentoml.api
    def cnn(self, x: numpy.ndarray) -> numpy.ndarray:
        return self.run("cnn", x)
