"""The rival "PyTorch" of `./d2j bench`: the workloads of d2j.bench.Workload, in PyTorch as its users write it.

One JSON object per line, requests on the standard input, answers on the standard output (see d2j.bench.Worker). The
number of threads is the first argument.
"""
import gc
import json
import math
import platform
import sys
import time
import traceback

import torch
from torch import nn
from torch.nn import functional as F

import torch_blas

LEARNING_RATE = 0.01


class NotAvailable(Exception):
    pass


class MatrixProduct:
    def __init__(self, size):
        self.left = torch.rand(size, size)
        self.right = torch.rand(size, size)
        self.loss = None

    def parameters(self):
        return 0

    def step(self):
        torch.mm(self.left, self.right)


class Training:
    """A model, one batch, a loss and stochastic gradient descent."""

    def __init__(self, model, loss_of):
        self.model = model.train()
        self.loss_of = loss_of
        self.loss = None
        self.optimiser = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=LEARNING_RATE)

    def parameters(self):
        return sum(p.numel() for p in self.model.parameters() if p.requires_grad)

    def step(self):
        self.optimiser.zero_grad()
        self.loss = self.loss_of(self.model)
        self.loss.backward()
        self.optimiser.step()


def classifying(model, x, classes, rows):
    y = torch.randint(0, classes, (rows,))
    return Training(model, lambda m: F.cross_entropy(m(x), y))


class Greatest(nn.Module):
    """The maximum of each channel over all places."""

    def forward(self, x):
        return x.flatten(2).max(2).values


def between(*layers):
    """Layers between two convolutions."""
    return classifying(
        nn.Sequential(nn.Conv2d(64, 64, 3, padding=1), *layers, nn.Conv2d(64, 64, 3, padding=1), Greatest(),
                      nn.Linear(64, 10)),
        torch.rand(32, 64, 16, 16), 10, 32)


def global_mean():
    return nn.Sequential(nn.Conv2d(64, 64, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def dense_elu():
    return nn.Sequential(*(m for _ in range(4) for m in (nn.Linear(512, 512), nn.ELU())), nn.Linear(512, 10))


def over_time():
    return nn.Sequential(*(nn.Conv1d(100, 100, 3, padding=1) for _ in range(3)), Greatest(), nn.Linear(100, 10))


def mlp():
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10))


def vgg():
    layers = []
    channels = 3
    for convolutions, outputs in ((1, 16), (1, 32), (2, 64), (2, 128), (2, 128)):
        for _ in range(convolutions):
            layers += [nn.Conv2d(channels, outputs, 3, padding=1), nn.ReLU()]
            channels = outputs
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(128, 1024), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(1024, 1024), nn.ReLU(), nn.Dropout(0.5), nn.Linear(1024, 10))


class Residual(nn.Module):
    def __init__(self, inputs, outputs, narrower):
        super().__init__()
        stride = 2 if narrower else 1
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1, stride=stride)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Conv2d(inputs, outputs, 1, stride=stride) if narrower else None

    def forward(self, x):
        y = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(y + (self.shortcut(x) if self.shortcut else x))


def resnet():
    layers = [nn.Conv2d(3, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU()]
    channels = 64
    for stage, outputs in enumerate((64, 128, 256, 512)):
        layers += [Residual(channels, outputs, stage > 0), Residual(outputs, outputs, False)]
        channels = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


def mobilenet():
    def normalised(convolution):
        return [convolution, nn.BatchNorm2d(convolution.out_channels), nn.ReLU()]

    layers = normalised(nn.Conv2d(3, 16, 3, padding=1, bias=False))
    channels = 16
    for outputs, stride in ((32, 1), (64, 2), (64, 1), (128, 2), (128, 1), (256, 2)) + 5 * ((256, 1),) + (
            (512, 2), (512, 1)):
        layers += normalised(nn.Conv2d(channels, channels, 3, stride, 1, groups=channels, bias=False))
        layers += normalised(nn.Conv2d(channels, outputs, 1, bias=False))
        channels = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


class Dense(nn.Module):
    """A layer of a dense block: its input, and what it makes of it."""

    def __init__(self, channels, growth):
        super().__init__()
        self.layer = nn.Sequential(
            nn.BatchNorm2d(channels), nn.ReLU(), nn.Conv2d(channels, growth, 3, padding=1))

    def forward(self, x):
        return torch.cat((x, self.layer(x)), 1)


def densenet():
    layers = [nn.Conv2d(1, 64, 7, stride=2, padding=3), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for block in range(4):
        for _ in range(4):
            layers.append(Dense(channels, 32))
            channels += 32
        layers += [nn.BatchNorm2d(channels), nn.ReLU()]
        if block < 3:
            layers += [nn.Conv2d(channels, channels // 2, 1), nn.AvgPool2d(2, 2)]
            channels //= 2
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def stage(inputs, channels):
    return nn.Sequential(
        nn.Conv2d(inputs, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
        nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(), nn.MaxPool2d(2))


class Fcn(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.stages = nn.ModuleList(stage(a, b) for a, b in zip([3] + channels, channels))
        self.scores = nn.ModuleList(nn.Conv2d(c, classes, 1) for c in channels)
        self.up = nn.ModuleList(nn.ConvTranspose2d(classes, classes, 4, 2, 1, bias=False) for _ in channels)

    def forward(self, x):
        maps = []
        for stage_ in self.stages:
            x = stage_(x)
            maps.append(x)
        total = None
        for x, score, up in reversed(list(zip(maps, self.scores, self.up))):
            total = up(score(x) if total is None else total + score(x))
        return total


def twice(inputs, channels):
    return nn.Sequential(nn.Conv2d(inputs, channels, 3, padding=1), nn.ReLU(),
                         nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, channels, poolings, classes):
        super().__init__()
        widths = [channels << level for level in range(poolings + 1)]
        self.down = nn.ModuleList(twice(a, b) for a, b in zip([3] + widths[:-1], widths[:-1]))
        self.bottom = twice(widths[-2], widths[-1])
        self.grow = nn.ModuleList(nn.ConvTranspose2d(2 * c, c, 2, 2) for c in widths[:-1])
        self.up = nn.ModuleList(twice(2 * c, c) for c in widths[:-1])
        self.scores = nn.Conv2d(channels, classes, 1)

    def forward(self, x):
        maps = []
        for down in self.down:
            x = down(x)
            maps.append(x)
            x = F.max_pool2d(x, 2)
        x = self.bottom(x)
        for kept, grow, up in reversed(list(zip(maps, self.grow, self.up))):
            x = up(torch.cat((kept, grow(x)), 1))
        return self.scores(x)


def segmenting(model):
    x, y = torch.rand(8, 3, 64, 64), torch.randint(0, 11, (8, 64, 64))
    return Training(model, lambda m: F.cross_entropy(m(x), y))


class TextCnn(nn.Module):
    def __init__(self, features, filters, widths, classes):
        super().__init__()
        self.filters = nn.ModuleList(nn.Conv1d(features, filters, width) for width in widths)
        self.out = nn.Linear(filters * len(widths), classes)

    def forward(self, x):
        return self.out(torch.cat([F.relu(filters(x)).amax(2) for filters in self.filters], 1))


def dcgan_generator(noise, width, channels):
    layers, inputs = [], noise
    for factor in (4, 2, 1):
        layers += [nn.ConvTranspose2d(inputs, factor * width, 4, *((1, 0) if factor == 4 else (2, 1))),
                   nn.BatchNorm2d(factor * width), nn.ReLU()]
        inputs = factor * width
    model = nn.Sequential(*layers, nn.ConvTranspose2d(inputs, channels, 4, 2, 1), nn.Tanh())
    x, y = torch.randn(64, noise, 1, 1), torch.rand(64, channels, 32, 32)
    return Training(model, lambda m: F.mse_loss(m(x), y))


def dcgan_discriminator(width, channels):
    layers, inputs = [], channels
    for factor in (1, 2, 4):
        layers += [nn.Conv2d(inputs, factor * width, 4, 2, 1)]
        layers += [nn.BatchNorm2d(factor * width)] if factor > 1 else []
        layers += [nn.LeakyReLU(0.2)]
        inputs = factor * width
    model = nn.Sequential(*layers, nn.Flatten(), nn.Linear(16 * inputs, 1))
    x, y = torch.rand(64, channels, 32, 32), torch.randint(0, 2, (64, 1)).float()
    return Training(model, lambda m: F.binary_cross_entropy_with_logits(m(x), y))


class LanguageModel(nn.Module):
    """One bias per gate, as in the other contenders: PyTorch's second one stays zero and is not trained."""

    def __init__(self, cell, classes, hidden):
        super().__init__()
        self.recurrent = cell(classes, hidden)
        nn.init.zeros_(self.recurrent.bias_hh_l0)
        self.recurrent.bias_hh_l0.requires_grad_(False)
        self.output = nn.Linear(hidden, classes)

    def forward(self, x):
        return self.output(self.recurrent(x)[0]).flatten(0, 1)


def language_model(cell):
    x = F.one_hot(torch.randint(0, 28, (35, 32)), 28).float()
    return classifying(LanguageModel(cell, 28, 256), x, 28, 35 * 32)


class BidirectionalTagger(nn.Module):
    """One bias per gate, as in the other contenders."""

    def __init__(self, features, hidden, tags):
        super().__init__()
        self.recurrent = nn.LSTM(features, hidden, bidirectional=True)
        for bias in (self.recurrent.bias_hh_l0, self.recurrent.bias_hh_l0_reverse):
            nn.init.zeros_(bias)
            bias.requires_grad_(False)
        self.output = nn.Linear(2 * hidden, tags)

    def forward(self, x):
        return self.output(self.recurrent(x)[0]).flatten(0, 1)


def encoder(blocks, width, hidden, heads):
    layer = nn.TransformerEncoderLayer(width, heads, hidden, 0.0, activation="relu", batch_first=True)
    return nn.TransformerEncoder(layer, blocks)


class Tagger(nn.Module):
    def __init__(self, blocks, width, heads, classes):
        super().__init__()
        self.encoder = encoder(blocks, width, 4 * width, heads)
        self.output = nn.Linear(width, classes)

    def forward(self, x):
        return self.output(self.encoder(x)).flatten(0, 1)


def transformer(blocks, width, length, batch):
    return classifying(Tagger(blocks, width, 4, 28), torch.rand(batch, length, width), 28, batch * length)


class Bert(nn.Module):
    def __init__(self, vocabulary, length, width):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.segments = nn.Embedding(2, width)
        self.positions = nn.Parameter(torch.randn(1, length, width) * 0.01)
        self.encoder = encoder(2, width, 2 * width, 2)
        self.masked = nn.Sequential(
            nn.Linear(width, width), nn.ReLU(), nn.LayerNorm(width), nn.Linear(width, vocabulary))
        self.following = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 2))

    def forward(self, tokens, segments, rows):
        x = self.encoder(self.tokens(tokens) + self.segments(segments) + self.positions)
        return self.masked(x.flatten(0, 1)[rows]), self.following(x[:, 0])


def bert():
    batch, length, masked, vocabulary = 32, 64, 10, 10000
    tokens = torch.randint(0, vocabulary, (batch, length))
    segments = torch.randint(0, 2, (batch, length))
    rows = (torch.randint(0, length, (batch, masked)) + torch.arange(batch)[:, None] * length).flatten()
    masked_labels = torch.randint(0, vocabulary, (batch * masked,))
    next_labels = torch.randint(0, 2, (batch,))

    def loss(model):
        words, following = model(tokens, segments, rows)
        return F.cross_entropy(words, masked_labels) + F.cross_entropy(following, next_labels)

    return Training(Bert(vocabulary, length, 128), loss)


class Translator(nn.Module):
    """A Transformer without the normalisations that nn.Transformer has after its last blocks."""

    def __init__(self, tokens=2000, width=128, heads=4, hidden=256, blocks=2):
        super().__init__()
        self.width = width
        self.heads = heads
        self.source = nn.Embedding(tokens, width)
        self.target = nn.Embedding(tokens, width)
        self.encoder = encoder(blocks, width, hidden, heads)
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(
            width, heads, hidden, 0.0, activation="relu", batch_first=True), blocks)
        self.output = nn.Linear(width, tokens)
        angles = torch.arange(64)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
        self.register_buffer("positions", torch.stack((angles.sin(), angles.cos()), 2).flatten(1))
        self.register_buffer("future", torch.triu(torch.full((64, 64), -math.inf), 1))

    def embed(self, table, tokens, start=0):
        return table(tokens) * math.sqrt(self.width) + self.positions[start:start + tokens.shape[1]]

    def forward(self, source, target):
        length = target.shape[1]
        memory = self.encoder(self.embed(self.source, source))
        states = self.decoder(self.embed(self.target, target), memory, tgt_mask=self.future[:length, :length])
        return self.output(states).flatten(0, 1)


def translation():
    batch, length, tokens = 64, 16, 2000
    source, target = torch.randint(0, tokens, (batch, length)), torch.randint(0, tokens, (batch, length))
    y = torch.randint(0, tokens, (batch * length,))
    return Training(Translator(tokens), lambda m: F.cross_entropy(m(source, target), y))


class Decoding:
    """The likeliest tokens one after another, with a cache of keys and values, which PyTorch leaves to its users."""

    def __init__(self, batch=16, length=12, steps=32):
        self.model = Translator().eval()
        self.source = torch.randint(0, 2000, (batch, length))
        self.steps = steps
        self.loss = None

    def parameters(self):
        return 0

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.model.heads, -1).transpose(1, 2)

    @staticmethod
    def attend(attention, q, k, v):
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(q.shape[3]), -1)
        return attention.out_proj((weights @ v).transpose(1, 2).flatten(2))

    @torch.no_grad()
    def step(self):
        m = self.model
        width, batch = m.width, self.source.shape[0]
        memory = m.encoder(m.embed(m.source, self.source))
        caches = []
        for layer in m.decoder.layers:
            cross = layer.multihead_attn
            keys, values = F.linear(memory, cross.in_proj_weight[width:], cross.in_proj_bias[width:]).chunk(2, -1)
            own = [torch.empty(batch, m.heads, self.steps, width // m.heads) for _ in range(2)]
            caches.append((own[0], own[1], self.split(keys), self.split(values)))
        tokens = torch.ones(batch, 1, dtype=torch.long)
        for t in range(self.steps):
            x = m.embed(m.target, tokens, t)
            for layer, (keys, values, memory_keys, memory_values) in zip(m.decoder.layers, caches):
                own, cross = layer.self_attn, layer.multihead_attn
                q, k, v = (self.split(part) for part in F.linear(x, own.in_proj_weight, own.in_proj_bias).chunk(3, -1))
                keys[:, :, t:t + 1] = k
                values[:, :, t:t + 1] = v
                x = layer.norm1(x + self.attend(own, q, keys[:, :, :t + 1], values[:, :, :t + 1]))
                q = self.split(F.linear(x, cross.in_proj_weight[:width], cross.in_proj_bias[:width]))
                x = layer.norm2(x + self.attend(cross, q, memory_keys, memory_values))
                x = layer.norm3(x + layer.linear2(torch.relu(layer.linear1(x))))
            tokens = torch.softmax(m.output(x), -1).argmax(-1)


class SkipGram:
    """Pairs in one batch; the gradients of the two tables are sparse."""

    def __init__(self, words=10000, dimensions=100, negatives=5, pairs=1024):
        ranks = torch.arange(1, words + 1, dtype=torch.float)
        self.noise = ranks ** -0.75
        self.negatives = negatives
        self.centres = torch.multinomial(1 / ranks, pairs, replacement=True)[:, None]
        self.contexts = torch.multinomial(1 / ranks, pairs, replacement=True)[:, None]
        self.inputs = nn.Embedding(words, dimensions, sparse=True)
        self.outputs = nn.Embedding(words, dimensions, sparse=True)
        nn.init.uniform_(self.inputs.weight, -0.5 / dimensions, 0.5 / dimensions)
        nn.init.zeros_(self.outputs.weight)
        self.signs = torch.tensor([1.0] + negatives * [-1.0])
        self.optimiser = torch.optim.SGD([self.inputs.weight, self.outputs.weight], lr=0.025)
        self.loss = None

    def parameters(self):
        return self.inputs.weight.numel() + self.outputs.weight.numel()

    def step(self):
        pairs = len(self.centres)
        noise = torch.multinomial(self.noise, pairs * self.negatives, replacement=True).view(pairs, self.negatives)
        self.optimiser.zero_grad()
        v = self.inputs(self.centres)
        u = self.outputs(torch.cat((self.contexts, noise), 1))
        scores = torch.bmm(u, v.transpose(1, 2)).squeeze(2)
        self.loss = -F.logsigmoid(scores * self.signs).sum(1).mean()
        self.loss.backward()
        self.optimiser.step()


class Written:
    """A loss written from operations, and stochastic gradient descent on what it is made of."""

    def __init__(self):
        self.made = []
        self.loss_of = None
        self.loss = None
        self.optimiser = None

    def weights(self, scale, *shape):
        self.made.append((torch.randn(*shape) * scale).requires_grad_())
        return self.made[-1]

    def constant(self, value, size):
        self.made.append(torch.full((size,), float(value), requires_grad=True))
        return self.made[-1]

    def training(self, loss_of):
        self.loss_of = loss_of
        self.optimiser = torch.optim.SGD(self.made, lr=LEARNING_RATE)
        return self

    def parameters(self):
        return sum(p.numel() for p in self.made)

    def step(self):
        self.optimiser.zero_grad()
        self.loss = self.loss_of()
        self.loss.backward()
        self.optimiser.step()


def tensor_mlp():
    m = Written()
    w1, b1 = m.weights(0.05, 784, 256), m.constant(0, 256)
    w2, b2 = m.weights(0.05, 256, 10), m.constant(0, 10)
    x, y = torch.rand(256, 784), torch.randint(0, 10, (256,))
    return m.training(lambda: F.cross_entropy(torch.relu(x @ w1 + b1) @ w2 + b2, y))


def tensor_lenet():
    m = Written()
    k1, c1 = m.weights(0.2, 6, 1, 5, 5), m.constant(0, 6)
    k2, c2 = m.weights(0.1, 16, 6, 5, 5), m.constant(0, 16)
    w1, b1 = m.weights(0.05, 400, 120), m.constant(0, 120)
    w2, b2 = m.weights(0.1, 120, 84), m.constant(0, 84)
    w3, b3 = m.weights(0.1, 84, 10), m.constant(0, 10)
    x, y = torch.rand(256, 1, 28, 28), torch.randint(0, 10, (256,))

    def loss():
        first = F.avg_pool2d(torch.sigmoid(F.conv2d(x, k1, c1, padding=2)), 2)
        second = F.avg_pool2d(torch.sigmoid(F.conv2d(first, k2, c2)), 2)
        third = torch.sigmoid(second.reshape(256, 400) @ w1 + b1)
        fourth = torch.sigmoid(third @ w2 + b2)
        return F.cross_entropy(fourth @ w3 + b3, y)

    return m.training(loss)


def tensor_rnn():
    m = Written()
    steps, batch = 35, 32
    wx, wh, bh = m.weights(0.1, 28, 256), m.weights(0.05, 256, 256), m.constant(0, 256)
    wo, bo = m.weights(0.05, 256, 28), m.constant(0, 28)
    inputs = [F.one_hot(torch.randint(0, 28, (batch,)), 28).float() for _ in range(steps)]
    start = torch.zeros(batch, 256)
    y = torch.randint(0, 28, (steps * batch,))

    def loss():
        h = start
        states = []
        for x in inputs:
            h = torch.tanh(x @ wx + h @ wh + bh)
            states.append(h)
        scores = torch.stack(states) @ wo + bo
        return F.cross_entropy(scores.reshape(steps * batch, 28), y)

    return m.training(loss)


def tensor_encoder():
    m = Written()
    batch, length, width, heads = 32, 64, 128, 4
    size = width // heads
    wq, bq = m.weights(0.05, width, width), m.constant(0, width)
    wk, bk = m.weights(0.05, width, width), m.constant(0, width)
    wv, bv = m.weights(0.05, width, width), m.constant(0, width)
    wo, bo = m.weights(0.05, width, width), m.constant(0, width)
    w1, b1 = m.weights(0.05, width, 512), m.constant(0, 512)
    w2, b2 = m.weights(0.05, 512, width), m.constant(0, width)
    gain1, shift1 = m.constant(1, width), m.constant(0, width)
    gain2, shift2 = m.constant(1, width), m.constant(0, width)
    w3, b3 = m.weights(0.05, width, 28), m.constant(0, 28)
    x, y = torch.rand(batch, length, width), torch.randint(0, 28, (batch * length,))

    def split(a):
        return a.reshape(batch, length, heads, size).permute(0, 2, 1, 3)

    def loss():
        q, k, v = split(x @ wq + bq), split(x @ wk + bk), split(x @ wv + bv)
        attention = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(size), -1)
        mixed = (attention @ v).permute(0, 2, 1, 3).reshape(batch, length, width) @ wo + bo
        z = F.layer_norm(x + mixed, (width,), gain1, shift1)
        wide = torch.relu(z @ w1 + b1) @ w2 + b2
        result = F.layer_norm(z + wide, (width,), gain2, shift2)
        return F.cross_entropy((result @ w3 + b3).reshape(batch * length, 28), y)

    return m.training(loss)


def tensor_bahdanau():
    m = Written()
    tokens, batch, length, features, hidden, scored = 1600, 64, 12, 64, 128, 64

    def gru(inputs):
        return (m.weights(inputs ** -0.5, inputs, 3 * hidden), m.weights(hidden ** -0.5, hidden, 3 * hidden),
                m.constant(0, 3 * hidden), m.constant(0, hidden))

    def step(unit, xw, h):
        _, u, _, c = unit
        hu = h @ u
        gates = torch.sigmoid(xw[:, :2 * hidden] + hu[:, :2 * hidden])
        reset, update = gates[:, :hidden], gates[:, hidden:]
        candidate = torch.tanh(xw[:, 2 * hidden:] + reset * (hu[:, 2 * hidden:] + c))
        return candidate + update * (h - candidate)

    source_table, target_table = m.weights(0.5, tokens, features), m.weights(0.5, tokens, features)
    reading, writing = gru(features), gru(features + hidden)
    wq, wk, v = m.weights(0.09, hidden, scored), m.weights(0.09, hidden, scored), m.weights(0.1, scored, 1)
    wo, bo = m.weights(0.09, hidden, tokens), m.constant(0, tokens)
    source, given, y = (torch.randint(0, tokens, (batch, length)) for _ in range(3))
    start = torch.zeros(batch, hidden)

    def loss():
        xw = F.embedding(source, source_table) @ reading[0] + reading[2]
        h = start
        states = []
        for s in range(length):
            h = step(reading, xw[:, s], h)
            states.append(h)
        memory = torch.stack(states, 1)
        keys = memory @ wk
        yw = F.embedding(given, target_table) @ writing[0][:features] + writing[2]
        written = []
        for t in range(length):
            query = (h @ wq).reshape(batch, 1, scored)
            weights = torch.softmax((torch.tanh(keys + query) @ v).reshape(batch, 1, length), -1)
            context = (weights @ memory).reshape(batch, hidden)
            h = step(writing, yw[:, t] + context @ writing[0][features:], h)
            written.append(h)
        scores = torch.stack(written, 1) @ wo + bo
        return F.cross_entropy(scores.reshape(batch * length, tokens), y.reshape(-1))

    return m.training(loss)


def tensor_ssd():
    m = Written()
    batch, classes, anchors, objects, of_a_cell = 10, 3, 184, 3, 4
    channels = [3, 8, 16, 32, 64]
    stages = []
    for before, after in zip(channels, channels[1:]):
        stages.append((m.weights(math.sqrt(2 / (9 * before)), after, before, 3, 3), m.constant(1, after),
                       m.constant(0, after), torch.zeros(after), torch.ones(after)))

    def head(width, numbers):
        return m.weights(0.01, of_a_cell * numbers, width, 3, 3), m.constant(0, of_a_cell * numbers)

    heads = [(head(width, classes + 1), head(width, 4)) for width in (32, 64, 64)]
    x, offsets = torch.rand(batch, 3, 48, 48), torch.rand(batch, anchors, 4)
    labels = torch.zeros(batch, anchors, dtype=torch.long)
    for row in labels:
        row[torch.randint(0, anchors, (objects,))] = torch.arange(1, objects + 1)
    positive = labels > 0
    positives = int(positive.sum())
    wanted = 3 * positive.sum(1, keepdim=True)

    def answers(weights, map_, numbers):
        return F.conv2d(map_, *weights, padding=1).permute(0, 2, 3, 1).reshape(batch, -1, numbers)

    def loss():
        maps, h = [], x
        for kernel, gain, bias, mean, variance in stages:
            h = F.batch_norm(F.conv2d(h, kernel, padding=1), mean, variance, gain, bias, training=True)
            h = F.max_pool2d(torch.relu(h), 2)
            maps.append(h)
        seen = [maps[2], maps[3], maps[3].amax((2, 3), keepdim=True)]
        scores = torch.cat([answers(one, map_, classes + 1) for (one, _), map_ in zip(heads, seen)], 1)
        places = torch.cat([answers(one, map_, 4) for (_, one), map_ in zip(heads, seen)], 1)
        with torch.no_grad():
            background = torch.log_softmax(scores, 2)[:, :, 0].masked_fill(positive, math.inf)
            rank = background.argsort(1).argsort(1)
            counts = positive | (rank < wanted)
        confidence = F.cross_entropy(scores[counts], labels[counts], reduction="sum")
        place = F.smooth_l1_loss(places[positive], offsets[positive], reduction="sum")
        return (confidence + place) / positives

    return m.training(loss)


class Additions:
    """A thousand sums of two 2x2 tensors."""

    def __init__(self, chain):
        self.chain = chain
        self.loss = None

    def parameters(self):
        return 0

    def step(self):
        one = torch.rand(2, 2)
        if self.chain == 0:
            total = one
            for _ in range(1000):
                total = total + one
            return
        parameter = torch.rand(2, 2, requires_grad=True)
        for _ in range(1000 // self.chain):
            total = parameter
            for _ in range(self.chain):
                total = total + one
            total.sum().backward()


def overlaps(box, others):
    """Intersection over union of one box with several."""
    low = torch.maximum(box[:2], others[:, :2])
    high = torch.minimum(box[2:], others[:, 2:])
    both = (high - low).clamp(min=0).prod(1)
    area = (others[:, 2:] - others[:, :2]).prod(1)
    return both / ((box[2:] - box[:2]).prod() + area - both)


class Suppression:
    """Non-maximum suppression of 10,000 boxes: torchvision's where it is installed, else written with PyTorch."""

    def __init__(self):
        corner = 1000 * torch.rand(10000, 2)
        self.boxes = torch.cat([corner, corner + 20 + 80 * torch.rand(10000, 2)], 1)
        self.scores = torch.rand(10000)
        self.loss = None
        try:
            from torchvision.ops import nms
            self.nms = nms
        except ImportError:
            self.nms = self.written

    def parameters(self):
        return 0

    @staticmethod
    def written(boxes, scores, most):
        rest, kept = scores.argsort(descending=True), []
        while len(rest):
            kept.append(rest[0])
            rest = rest[1:][overlaps(boxes[rest[0]], boxes[rest[1:]]) <= most]
        return torch.stack(kept)

    def step(self):
        self.nms(self.boxes, self.scores, 0.5)


class AveragePrecision:
    """The mean average precision of 10,000 detections of 20 classes in 500 images, by the rules of VOC 2012."""

    def __init__(self):
        self.loss = None
        self.images = []
        for _ in range(500):
            corner, labels = 200 * torch.rand(8, 2), torch.randint(0, 20, (8,))
            near = torch.arange(20) % 8
            found = corner[near] + 30 * torch.rand(20, 2)
            self.images.append((torch.cat([corner, corner + 60], 1), labels,
                                torch.cat([found, found + 60], 1), labels[near], torch.rand(20)))

    def parameters(self):
        return 0

    def step(self):
        return sum(self.of_class(label) for label in range(20)) / 20

    def of_class(self, label):
        right, scores, total = [], [], 0
        for truth, labels, boxes, answers, sureness in self.images:
            gt, mine = truth[labels == label], answers == label
            total += len(gt)
            taken = set()
            order = sureness[mine].argsort(descending=True)
            for box, score in zip(boxes[mine][order], sureness[mine][order]):
                iou = overlaps(box, gt)
                best = int(iou.argmax())
                hit = bool(iou[best] >= 0.5) and best not in taken
                if hit:
                    taken.add(best)
                right.append(hit)
                scores.append(score)
        hits = torch.tensor(right, dtype=torch.float)[torch.stack(scores).argsort(descending=True)].cumsum(0)
        recall, precision = hits / total, hits / torch.arange(1, len(hits) + 1)
        best = precision.flip(0).cummax(0).values.flip(0)
        return float((best * torch.diff(recall, prepend=torch.zeros(1))).sum())


WORKLOADS = {
    "matmul": lambda: MatrixProduct(1024),
    "mlp": lambda: classifying(mlp(), torch.rand(256, 784), 10, 256),
    "lenet": lambda: classifying(lenet(), torch.rand(256, 1, 28, 28), 10, 256),
    "vgg": lambda: classifying(vgg(), torch.rand(64, 3, 32, 32), 10, 64),
    "resnet18": lambda: classifying(resnet(), torch.rand(64, 3, 32, 32), 10, 64),
    "mobilenet": lambda: classifying(mobilenet(), torch.rand(64, 3, 32, 32), 10, 64),
    "densenet": lambda: classifying(densenet(), torch.rand(64, 1, 96, 96), 10, 64),
    "fcn": lambda: segmenting(Fcn([32, 64, 128], 11)),
    "u-net": lambda: segmenting(UNet(32, 4, 11)),
    "dcgan-generator": lambda: dcgan_generator(100, 64, 3),
    "dcgan-discriminator": lambda: dcgan_discriminator(64, 3),
    "layer-none": between,
    "layer-batch-norm": lambda: between(nn.BatchNorm2d(64), nn.ReLU()),
    "layer-prelu": lambda: between(nn.PReLU(64)),
    "layer-lrn": lambda: between(nn.LocalResponseNorm(5)),
    "layer-upsampling": lambda: between(nn.Upsample(scale_factor=2), nn.MaxPool2d(2)),
    "layer-mean": lambda: classifying(global_mean(), torch.rand(32, 64, 56, 56), 10, 32),
    "layer-dense-elu": lambda: classifying(dense_elu(), torch.rand(256, 512), 10, 256),
    "layer-over-time": lambda: classifying(over_time(), torch.rand(32, 100, 200), 10, 32),
    "text-cnn": lambda: classifying(TextCnn(100, 100, (3, 4, 5), 2), torch.rand(64, 100, 60), 2, 64),
    "lstm": lambda: language_model(nn.LSTM),
    "gru": lambda: language_model(nn.GRU),
    "bilstm": lambda: classifying(BidirectionalTagger(100, 128, 13), torch.rand(35, 32, 100), 13, 35 * 32),
    "transformer-2x128": lambda: transformer(2, 128, 64, 32),
    "transformer-4x256": lambda: transformer(4, 256, 128, 16),
    "bert": bert,
    "translation": translation,
    "decoding": Decoding,
    "skip-gram": SkipGram,
    "tensor-mlp": tensor_mlp,
    "tensor-lenet": tensor_lenet,
    "tensor-rnn": tensor_rnn,
    "tensor-encoder": tensor_encoder,
    "tensor-bahdanau": tensor_bahdanau,
    "ssd": tensor_ssd,
    "nms": Suppression,
    "map": AveragePrecision,
    "add": lambda: Additions(0),
    "add-backward": lambda: Additions(100),
}


def reset_peak():
    """Linux counts the peak of memory from now on; elsewhere it is not known."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def peak_bytes():
    try:
        with open("/proc/self/status") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Worker:
    def __init__(self):
        self.training = None

    def answer(self, request):
        command = request["command"]
        if command == "prepare":
            self.release()
            reset_peak()
            if request["workload"] not in WORKLOADS:
                raise NotAvailable("unknown workload " + request["workload"])
            torch.manual_seed(1)
            self.training = WORKLOADS[request["workload"]]()
            return {"parameters": self.training.parameters()}
        if command == "run":
            return self.run(request["seconds"])
        if command == "release":
            self.release()
            return {"peakBytes": peak_bytes()}
        raise NotAvailable("unknown request " + command)

    def run(self, seconds):
        if self.training is None:
            raise NotAvailable("no workload is prepared")
        steps = 0
        begun = time.perf_counter()
        while True:
            self.training.step()
            steps += 1
            elapsed = time.perf_counter() - begun
            if elapsed >= seconds:
                break
        answer = {"steps": steps, "seconds": elapsed}
        if self.training.loss is not None and math.isfinite(self.training.loss.item()):
            answer["loss"] = self.training.loss.item()
        return answer

    def release(self):
        self.training = None
        gc.collect()


def main():
    torch.set_num_threads(int(sys.argv[1]))
    answers = sys.stdout
    sys.stdout = sys.stderr

    def send(answer):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    # The library may be loaded as late as its first use.
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    blas = torch_blas.name(torch.__config__.show(), torch_blas.loaded_libraries())
    facts = {
        "version": "PyTorch %s%s, Python %s" % (
            torch.__version__, " with " + blas if blas else "", platform.python_version()),
        "blas": blas,
        "threads": str(torch.get_num_threads())}
    handicap = torch_blas.handicap(blas, torch.backends.mkldnn.is_available())
    if handicap:
        facts["handicap"] = handicap
    send({"ready": True, "facts": facts})
    worker = Worker()
    for line in sys.stdin:
        request = json.loads(line)
        if request["command"] == "quit":
            break
        try:
            send(dict(worker.answer(request), ok=True))
        except NotAvailable as refusal:
            send({"ok": False, "reason": str(refusal)})
        except Exception as failure:
            traceback.print_exc()
            send({"ok": False, "reason": "%s: %s" % (type(failure).__name__, failure)})


main()
