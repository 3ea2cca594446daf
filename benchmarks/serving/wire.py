"""What each server is asked, in its own form, and what it answered. Standard library only."""

import json
import struct
import subprocess
import urllib.request

INFER = "/v2/models/{model}/infer"


def text(values, shape):
    """The rows as nested JSON; each number the shortest text that is the same FP32."""
    if len(shape) == 1:
        return "[" + ",".join(map(shortest, values)) + "]"
    step = len(values) // shape[0]
    return "[" + ",".join(text(values[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])) + "]"


def shortest(value):
    for digits in range(6, 10):
        found = f"{value:.{digits}g}"
        if struct.unpack("<f", struct.pack("<f", float(found)))[0] == value:
            return found
    return repr(value)


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def field(number, content):
    """A field of Protocol Buffers that has a length."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def fields(message):
    """The fields that have a length, as (number, content); numbers are passed over."""
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        key = number()
        if key & 7 == 2:
            length = number()
            yield key >> 3, message[at : at + length]
            at += length
        elif key & 7 == 0:
            number()
        else:
            at += 8 if key & 7 == 1 else 4


class Question:
    """Rows of one model. `form` is how a server wants them: json, binary, grpc, mlflow or named (BentoML)."""

    def __init__(self, folder, model, rows):
        facts = json.loads((folder / f"{model}-{rows}.json").read_text())
        self.model, self.rows = model, rows
        self.shape, self.expected = facts["shape"], facts["probabilities"]
        self.raw = (folder / f"{model}-{rows}.f32").read_bytes()
        self.text = None

    def nested(self):
        if self.text is None:
            self.text = text(struct.unpack(f"<{len(self.raw) // 4}f", self.raw), self.shape)
        return self.text

    def body(self, form, name):
        """-> path, headers, body; `name` is what the server calls the model."""
        json_type = {"Content-Type": "application/json"}
        tensor = {"name": "input", "datatype": "FP32", "shape": self.shape}
        match form:
            case "json":
                flat = "[" + self.nested().replace("[", "").replace("]", "") + "]"
                head = json.dumps(tensor)[:-1]
                return INFER.format(model=name), json_type, f'{{"inputs":[{head},"data":{flat}}}]}}'.encode()
            case "binary":
                tensor["parameters"] = {"binary_data_size": len(self.raw)}
                head = json.dumps({"inputs": [tensor], "parameters": {"binary_data_output": True}}).encode()
                headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))}
                return INFER.format(model=name), headers, head + self.raw
            case "grpc":
                shape = b"".join(map(varint, self.shape))
                tensor = field(1, b"input") + field(2, b"FP32") + field(3, shape)
                return "", {}, field(1, name.encode()) + field(5, tensor) + field(7, self.raw)
            case "mlflow":
                return "/invocations", json_type, f'{{"inputs":{self.nested()}}}'.encode()
            case "named":
                return f"/{name}", json_type, f'{{"x":{self.nested()}}}'.encode()
        raise ValueError(form)

    def check(self, answer):
        """Fails unless the answer is what ONNX Runtime itself says."""
        expected = [value for row in self.expected for value in row]
        if len(answer) != len(expected) or any(abs(a - e) > 1e-4 + 1e-3 * abs(e) for a, e in zip(answer, expected)):
            raise RuntimeError(f"Wrong answer: {list(answer)[:5]} instead of {expected[:5]}")


def flat(value):
    return [inner for each in value for inner in flat(each)] if isinstance(value, list) else [value]


def ask(form, base, path, headers, body, load):
    """Sends one request; the probabilities it was answered with. `body` is a file, `load` is the program that speaks gRPC."""
    if form == "grpc":
        found = subprocess.run([load, "once", "-at", base, "-body", body], capture_output=True, check=False, timeout=90)
        if found.returncode:
            raise RuntimeError(found.stderr.decode(errors="replace")[-500:])
        return of_grpc(found.stdout)
    request = urllib.request.Request(base + path, data=body.read_bytes(), headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=90) as answer:
        raw, head = answer.read(), int(answer.headers.get("Inference-Header-Content-Length") or 0)
    value = json.loads(raw[:head] if head else raw)
    if form in ("json", "binary"):
        return of_outputs(value["outputs"], raw[head:] if head else b"")
    if form == "mlflow":
        value = value["predictions"]
        value = value["probabilities"] if isinstance(value, dict) else value
    return flat(value)


def of_outputs(outputs, raw):
    at = 0
    for output in outputs:
        size = (output.get("parameters") or {}).get("binary_data_size", 0)
        if output["name"] == "probabilities":
            return struct.unpack(f"<{size // 4}f", raw[at : at + size]) if size else flat(output["data"])
        at += size
    raise RuntimeError("The answer has no probabilities")


def of_grpc(message):
    outputs = [content for number, content in fields(message) if number == 5]
    raws = [content for number, content in fields(message) if number == 6]
    for place, output in enumerate(outputs):
        inner = dict(fields(output))
        if inner[1] == b"probabilities":
            raw = raws[place] if raws else dict(fields(inner[5]))[6]  # or typed contents, FP32
            return struct.unpack(f"<{len(raw) // 4}f", raw)
    raise RuntimeError("The answer has no probabilities")
