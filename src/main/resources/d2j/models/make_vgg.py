"""Writes the Keras file that the chapter "Fine-tuning" imports: a very small VGG with random weights.

Run it in this folder. It needs PyTorch, h5py and NumPy (Debian: python3-torch, python3-h5py); Keras itself it does not
need. The file has weights only, in the layout and with the names of those that Keras's applications download, such as
vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5. The feature maps were computed by PyTorch.
"""

import h5py
import numpy as np
import torch

torch.manual_seed(1)

BLOCKS = [[4, 4], [8, 8]]

layers = []
channels = 3
for b, block in enumerate(BLOCKS, 1):
    for c, width in enumerate(block, 1):
        layers.append((f"block{b}_conv{c}", torch.nn.Conv2d(channels, width, 3, padding=1)))
        layers.append((None, torch.nn.ReLU()))
        channels = width
    layers.append((f"block{b}_pool", torch.nn.MaxPool2d(2)))
network = torch.nn.Sequential(*(layer for _, layer in layers))

images = torch.rand(4, 3, 16, 12)
with torch.no_grad():
    maps = network(images)
np.save("tiny-vgg-images.npy", images.numpy())
np.save("tiny-vgg-maps.npy", maps.numpy())

with h5py.File("tiny-vgg.h5", "w", libver="earliest") as file:
    file.attrs["keras_version"] = np.bytes_("2.4.0")
    file.attrs["backend"] = np.bytes_("tensorflow")
    file.attrs["layer_names"] = [name.encode() for name, _ in layers if name]
    for name, layer in layers:
        if name:
            group = file.create_group(name)
            convolution = isinstance(layer, torch.nn.Conv2d)
            names = [f"{name}/{part}:0".encode() for part in ("kernel", "bias")] if convolution else []
            group.attrs["weight_names"] = np.array(names, dtype="S32") if names else np.zeros(0, dtype="S1")
            if convolution:
                # Keras holds [height, width, in, out], PyTorch [out, in, height, width].
                kernel = layer.weight.detach().numpy().transpose(2, 3, 1, 0)
                group.create_dataset(f"{name}/kernel:0", data=np.ascontiguousarray(kernel))
                group.create_dataset(f"{name}/bias:0", data=layer.bias.detach().numpy())
