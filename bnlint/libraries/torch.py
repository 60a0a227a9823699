"""PyTorch, as far as programs train Keras's models with it: what keeps a graph of calls, and what goes back along it.

Source: torch 2.14, keras 3.15 (whose layers are ``torch.nn.Module`` there).
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect, TorchEffect
from bnlint.libraries.schema import Base, Family, Function, Method

FUNCTIONS = (
    Function("no_grad inference_mode", "torch torch.autograd", TorchEffect.WITHOUT_GRAPH),
    Function("set_grad_enabled", "torch torch.autograd", TorchEffect.WITHOUT_GRAPH, "mode"),
    Function("compile", "torch", Effect.FIRST),
    Function("DataParallel", "torch.nn", Effect.FIRST),
    Function("ModuleList ModuleDict", "torch.nn", Effect.FIRST),
    Function("DistributedDataParallel", "torch.nn.parallel", Effect.FIRST),
    Function("from_numpy as_tensor tensor", "torch", Effect.FIRST),
    Function("rand randn", "torch", Effect.BY_DIMENSIONS),
    Function(
        "DataLoader",
        "torch.utils.data",
        TorchEffect.LOADER,
        "dataset batch_size:1 shuffle sampler batch_sampler num_workers collate_fn pin_memory drop_last",
    ),
    Function("grad", "torch.autograd", TorchEffect.TAKEN, "outputs inputs"),
    Function("GradScaler", "torch.amp torch.cuda.amp torch.cpu.amp", TorchEffect.SCALER),
)

FAMILIES = (Family("[A-Z]*", "torch.optim", TorchEffect.OPTIMIZER),)

METHODS = (
    Method("tensor", "backward", "go back"),
    Method("tensor", "detach", "cut off"),
    Method("optimizer", "step", "step", "closure"),
    Method("optimizer", "zero_grad", "nothing known"),
    Method("scaler", "scale", "scales"),
    Method("scaler", "step", "steps an optimizer", "optimizer"),
    Method("scaler", "unscale_ update", "nothing known"),
    Method("variable", "add_ sub_ mul_ div_ copy_ set_ addcdiv_ addcmul_ lerp_", "changes in place"),
)
"""Of tensors, optimizers, parameters and scalers of losses, beside those in ``objects``."""

ENDS = frozenset(("backward", "detach", "item", "numpy", "tolist"))
"""Methods of tensors from whose results no way leads back to what made them."""

ENDS_UNLESS = {"torch.autograd.grad": "create_graph"}
"""Functions of the same kind, with the argument by which they keep the way."""

LAYER_METHODS = {
    name: row
    for row in (
        Method("layer", "parameters named_parameters", "weights"),
        Method("layer", "to cuda cpu float double half bfloat16", "same object"),
        Method("layer", "train eval requires_grad_", "switches"),
        Method("layer", "zero_grad", "nothing known"),
        Method("layer", "forward", "calls past the context"),
        Method("layer", "load_state_dict", "restores weights"),
    )
    for name in row.names.split()
}
"""What every layer and model of Keras has on PyTorch, because it is a module there, by name."""

GRADIENT, DATA = "grad", "data"
"""Attributes of a parameter: what ``backward`` has left there, and the numbers alone."""

PARAMETERS = "parameters"
"""The method that gives all parameters of a module."""

SETS_GRADIENTS = "requires_grad_"
"""The method of a parameter that says whether ``backward`` reaches it; the attribute has no underscore."""

BASES = (Base("Module", "TorchModule", "torch.nn", (3,)),)
FORWARD = "forward"
"""What a module runs where it is called."""
