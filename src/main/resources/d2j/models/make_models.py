"""Writes the files of other frameworks that the chapter "Saving and loading" imports.

Run it in this folder. It needs PyTorch, h5py and NumPy (Debian: python3-torch, python3-h5py); Keras itself it does not
need, since a Keras file is an HDF5 file with known names.
"""

import json

import h5py
import numpy as np
import torch

torch.manual_seed(1)

# Three classes of points in the plane: the arms of a spiral.
radius = torch.rand(300)
label = torch.arange(300) % 3
angle = 3 * radius + label * 2 * torch.pi / 3 + 0.15 * torch.randn(300)
points = torch.stack([radius * torch.cos(angle), radius * torch.sin(angle)], dim=1)

network = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.ReLU(), torch.nn.Linear(16, 3))
optimiser = torch.optim.Adam(network.parameters(), lr=0.02, weight_decay=1e-3)
for _ in range(500):
    optimiser.zero_grad()
    torch.nn.functional.cross_entropy(network(points), label).backward()
    optimiser.step()
with torch.no_grad():
    scores = network(points)
print("accuracy", (scores.argmax(dim=1) == label).float().mean().item())

np.save("spiral-points.npy", points[:60].numpy())
np.save("spiral-probabilities.npy", torch.softmax(scores[:60], dim=1).numpy())

torch.onnx.export(network, points[:1], "spiral.onnx", input_names=["points"], output_names=["scores"],
                  dynamic_axes={"points": {0: "batch"}, "scores": {0: "batch"}}, opset_version=13)


def dense(name, units, activation, **more):
    return {"class_name": "Dense", "config": {
        "name": name, "trainable": True, "dtype": "float32", "units": units, "activation": activation,
        "use_bias": True, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
        "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": None,
        "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None, "bias_constraint": None,
        **more}}


with h5py.File("spiral.h5", "w", libver="earliest") as file:
    layers = [dense("hidden", 16, "relu", batch_input_shape=[None, 2]), dense("output", 3, "softmax")]
    config = {"class_name": "Sequential", "config": {"name": "spiral", "layers": layers}}
    file.attrs["model_config"] = np.bytes_(json.dumps(config))
    file.attrs["training_config"] = np.bytes_(json.dumps({
        "loss": "categorical_crossentropy", "metrics": ["accuracy"], "loss_weights": None,
        "optimizer_config": {"class_name": "Adam", "config": {
            "name": "Adam", "learning_rate": 0.02, "decay": 0.0, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}}}))
    weights = file.create_group("model_weights")
    for place in (file, weights):
        place.attrs["keras_version"] = np.bytes_("2.4.0")
        place.attrs["backend"] = np.bytes_("tensorflow")
    weights.attrs["layer_names"] = [b"hidden", b"output"]
    for name, layer in (("hidden", network[0]), ("output", network[2])):
        group = weights.create_group(name)
        group.attrs["weight_names"] = [f"{name}/kernel:0".encode(), f"{name}/bias:0".encode()]
        # Keras holds [inputs, outputs], PyTorch [outputs, inputs].
        group.create_dataset(f"{name}/kernel:0", data=layer.weight.detach().numpy().T)
        group.create_dataset(f"{name}/bias:0", data=layer.bias.detach().numpy())
