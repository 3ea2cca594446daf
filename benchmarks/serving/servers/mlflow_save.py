"""Saves an ONNX file as a model of MLflow's: mlflow_save.py FILE.onnx SHAPE (JSON) FOLDER (run with MLflow's Python)."""

import json
import sys

import mlflow.onnx
import numpy
import onnx
from mlflow.models import ModelSignature
from mlflow.types import Schema, TensorSpec

file, shape, folder = sys.argv[1:]
rows = TensorSpec(numpy.dtype(numpy.float32), (-1, *json.loads(shape)[1:]))
mlflow.onnx.save_model(
    onnx.load(file),
    folder,
    signature=ModelSignature(inputs=Schema([rows])),
    onnx_session_options={"intra_op_num_threads": 1, "inter_op_num_threads": 1, "execution_mode": "sequential"},
)
