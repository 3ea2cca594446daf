"""Makes the models, the requests for them and the right answers: models.py FOLDER (run with the Python that run.py installs).

FOLDER/NAME.onnx        mlp: 30-64-3 perceptron; trees: 100 boosted trees of depth 6; cnn: four convolutions, 3×64×64 in;
                        wide: a perceptron with nine million weights, of which a run reads all however few its rows
FOLDER/NAME-ROWS.f32    the rows that are asked for, little-endian
FOLDER/NAME-ROWS.json   {"shape": of the rows, "probabilities": what ONNX Runtime answers}

All have the input `input` (FP32) and the output `probabilities`; the same seed makes the same rows every time.
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

FEATURES = 30
IMAGE = (3, 64, 64)
ROWS = (1, 64)
SEED = 20


def table(classes):
    from sklearn.datasets import make_classification

    x, y = make_classification(5000, FEATURES, n_informative=20, n_redundant=5, n_classes=classes, random_state=SEED)
    return x.astype(np.float32), y


def converted(estimator, x, y):
    from skl2onnx import to_onnx

    options = {id(estimator): {"zipmap": False}}  # or the probabilities are a list of maps
    model = to_onnx(estimator.fit(x, y), x[:1], options=options, target_opset={"": 18, "ai.onnx.ml": 3})
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "rows"
    inner = model.graph.input[0].name
    if inner != "input":
        for node in model.graph.node:
            for place, name in enumerate(node.input):
                if name == inner:
                    node.input[place] = "input"
        model.graph.input[0].name = "input"
    return model


def mlp():
    from sklearn.neural_network import MLPClassifier

    return converted(MLPClassifier((64,), tol=0.01, random_state=SEED), *table(3))


def trees():
    """Two classes: with more there would be 100 trees for each."""
    from sklearn.ensemble import GradientBoostingClassifier

    return converted(GradientBoostingClassifier(n_estimators=100, max_depth=6, random_state=SEED), *table(2))


def cnn():
    """Not trained: a run costs the same whatever the weights are."""
    random = np.random.default_rng(SEED)
    nodes, weights, last, channels = [], [], "input", IMAGE[0]

    def layer(kind, name, *shapes, **attributes):
        nonlocal last
        inputs = [last]
        for number, shape in enumerate(shapes):
            scale = np.sqrt(2 / np.prod(shape[1:])) if len(shape) > 1 else 0.01
            inputs.append(f"{name}_{number}")
            weights.append(numpy_helper.from_array((scale * random.standard_normal(shape)).astype(np.float32), inputs[-1]))
        nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        last = name

    for number, width in enumerate((32, 64, 128, 256)):
        layer("Conv", f"conv{number}", (width, channels, 3, 3), (width,), kernel_shape=[3, 3], pads=[1, 1, 1, 1])
        layer("Relu", f"relu{number}")
        if number < 3:
            layer("MaxPool", f"pool{number}", kernel_shape=[2, 2], strides=[2, 2])
        channels = width
    layer("GlobalAveragePool", "average")
    layer("Flatten", "flat")
    layer("Gemm", "dense", (256, 256), (256,), transB=1)
    layer("Relu", "relu")
    layer("Gemm", "scores", (10, 256), (10,), transB=1)
    layer("Softmax", "probabilities", axis=1)
    graph = helper.make_graph(
        nodes,
        "cnn",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["rows", *IMAGE])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["rows", 10])],
        weights,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


def wide():
    """Not trained either."""
    random = np.random.default_rng(SEED)
    nodes, weights, last = [], [], "input"
    sizes = (FEATURES, 2048, 2048, 2048, 10)
    for number, (taken, given) in enumerate(zip(sizes, sizes[1:])):
        weights.append(numpy_helper.from_array((random.standard_normal((taken, given)) * np.sqrt(2 / taken)).astype(np.float32), f"w{number}"))
        weights.append(numpy_helper.from_array((0.01 * random.standard_normal(given)).astype(np.float32), f"b{number}"))
        nodes.append(helper.make_node("Gemm", [last, f"w{number}", f"b{number}"], [f"sum{number}"]))
        last = f"sum{number}"
        if given != sizes[-1]:
            nodes.append(helper.make_node("Relu", [last], [f"relu{number}"]))
            last = f"relu{number}"
    nodes.append(helper.make_node("Softmax", [last], ["probabilities"], axis=1))
    taken, given = (helper.make_tensor_value_info(n, TensorProto.FLOAT, ["rows", w]) for n, w in (("input", sizes[0]), ("probabilities", sizes[-1])))
    graph = helper.make_graph(nodes, "wide", [taken], [given], weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


def requests(folder, name):
    session = onnxruntime.InferenceSession(folder / f"{name}.onnx", providers=["CPUExecutionProvider"])
    random = np.random.default_rng(SEED)
    for rows in ROWS:
        if name == "cnn":
            x = (random.integers(0, 256, (rows, *IMAGE)) / 255).astype(np.float32)  # an image's bytes, scaled
        else:
            x = random.standard_normal((rows, FEATURES)).astype(np.float32)
        answer = session.run(["probabilities"], {"input": x})[0]
        (folder / f"{name}-{rows}.f32").write_bytes(x.tobytes())
        (folder / f"{name}-{rows}.json").write_text(json.dumps({"shape": x.shape, "probabilities": answer.tolist()}))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for make in (mlp, trees, cnn, wide):
        model = make()
        onnx.checker.check_model(model)
        onnx.save(model, folder / f"{make.__name__}.onnx")
        requests(folder, make.__name__)


if __name__ == "__main__":
    main()
