"""Small real ONNX networks: one that tells voices apart, and some that are no use.

The good one is what such networks are at heart, without their training: attention over the
frames of filter banks, one vector pooled from them, and a fixed random layer.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

BANDS, DIMENSIONS = 80, 48
#: What the installed runtime reads, and so do all since 2022.
_OPSET, _IR_VERSION = 17, 8


def telling_voices_apart(path: Path, seed: int = 1, dimensions: int = DIMENSIONS) -> Path:
    """A network with another space of embeddings for every seed."""
    layer = np.random.default_rng(seed).normal(size=(BANDS, dimensions))
    weights = {
        "share": np.array([0.5], np.float32),
        "frames": np.array([1], np.int64),
        "layer": layer.astype(np.float32),
    }
    nodes = [
        # Loud frames are voice: how much each counts.
        helper.make_node("ReduceMean", ["feats"], ["loudness"], axes=[2], keepdims=1),
        helper.make_node("Mul", ["loudness", "share"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["counts"], axis=1),
        helper.make_node("Mul", ["feats", "counts"], ["counted"]),
        helper.make_node("ReduceSum", ["counted", "frames"], ["pooled"], keepdims=0),
        # The shape of the spectrum, not how loud it is.
        helper.make_node("ReduceMean", ["pooled"], ["level"], axes=[1], keepdims=1),
        helper.make_node("Sub", ["pooled", "level"], ["shape"]),
        helper.make_node("MatMul", ["shape", "layer"], ["embs"]),
    ]
    return written(path, nodes, weights, ["B", "T", BANDS], ["B", dimensions])


def written(
    path: Path,
    nodes: list[onnx.NodeProto],
    weights: dict[str, NDArray[np.generic]],
    takes: list[str | int],
    gives: list[str | int],
) -> Path:
    """A network from `feats` to `embs` as a file."""
    graph = helper.make_graph(
        nodes,
        "speaker",
        [helper.make_tensor_value_info("feats", TensorProto.FLOAT, takes)],
        [helper.make_tensor_value_info("embs", TensorProto.FLOAT, gives)],
        [numpy_helper.from_array(values, name) for name, values in weights.items()],
    )
    opset = helper.make_opsetid("", _OPSET)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())
    return path


def constant(path: Path, value: float = 1.0) -> Path:
    """The same for whatever it hears; `float("nan")` for no numbers at all."""
    weights = {
        "none": np.zeros((BANDS, DIMENSIONS), np.float32),
        "value": np.full(DIMENSIONS, value, np.float32),
    }
    nodes = [
        helper.make_node("ReduceMean", ["feats"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean", "none"], ["zero"]),
        helper.make_node("Add", ["zero", "value"], ["embs"]),
    ]
    return written(path, nodes, weights, ["B", "T", BANDS], ["B", DIMENSIONS])


def of_bands(path: Path, bands: int) -> Path:
    """Takes so many bands."""
    weights = {"layer": np.ones((bands, DIMENSIONS), np.float32)}
    nodes = [
        helper.make_node("ReduceMean", ["feats"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean", "layer"], ["embs"]),
    ]
    return written(path, nodes, weights, ["B", "T", bands], ["B", DIMENSIONS])


def by_frame(path: Path) -> Path:
    """Gives an answer for every frame, as a network that recognises speech does."""
    weights = {"layer": np.ones((BANDS, DIMENSIONS), np.float32)}
    nodes = [helper.make_node("MatMul", ["feats", "layer"], ["embs"])]
    return written(path, nodes, weights, ["B", "T", BANDS], ["B", "T", DIMENSIONS])


def taking_all_memory(path: Path) -> Path:
    """Asks for a terabyte as soon as it runs."""
    weights = {"sizes": np.array([1 << 19, 1 << 19], np.int64)}
    nodes = [
        helper.make_node("ConstantOfShape", ["sizes"], ["wide"]),
        helper.make_node("ReduceMean", ["wide"], ["none"], keepdims=0),
        helper.make_node("ReduceMean", ["feats"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("Add", ["mean", "none"], ["embs"]),
    ]
    return written(path, nodes, weights, ["B", "T", BANDS], ["B", BANDS])


def without_end(path: Path) -> Path:
    """Goes round in a loop for ever."""
    going_on = numpy_helper.from_array(np.array(True), "yes")
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["on"], ["still_on"]),
            helper.make_node("Identity", ["kept"], ["kept_on"]),
        ],
        "round",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("kept", TensorProto.FLOAT, ["B", BANDS]),
        ],
        [
            helper.make_tensor_value_info("still_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("kept_on", TensorProto.FLOAT, ["B", BANDS]),
        ],
    )
    nodes = [
        helper.make_node("Constant", [], ["yes"], value=going_on),
        helper.make_node("ReduceMean", ["feats"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("Loop", ["", "yes", "mean"], ["embs"], body=body),
    ]
    return written(path, nodes, {}, ["B", "T", BANDS], ["B", BANDS])


def with_data_elsewhere(path: Path, elsewhere: Path) -> Path:
    """Keeps its weights in another file, which need not be its own."""
    model = onnx.load(of_bands(path, BANDS))
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=str(elsewhere))
    path.write_bytes(model.SerializeToString())
    return path
