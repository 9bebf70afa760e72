"""Loads a bundle, reproduces its golden answers and recommends: python recommend.py BUNDLE_DIR [USER] [--k 10]"""
import argparse, csv, json, pathlib
import numpy as np
from safetensors.numpy import load_file

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("bundle", type=pathlib.Path)
parser.add_argument("user", nargs="?")
parser.add_argument("--k", type=int, default=10)
arguments = parser.parse_args()

def ids(name):  # the id of each row
    return [row["id"] for row in csv.DictReader(open(arguments.bundle / name, newline="", encoding="utf-8"))]

tensors = load_file(arguments.bundle / "model.safetensors")
golden = json.loads((arguments.bundle / "golden.json").read_text(encoding="utf-8"))
users, items = ids("users.csv"), ids("items.csv")
user_row, item_row = ({name: row for row, name in enumerate(names)} for names in (users, items))

def scores_of(u):  # one score per item; what a model has no tensor for counts as zero, what the user has seen is last
    scores = tensors["item_factors"] @ tensors["user_factors"][u] if "item_factors" in tensors else np.zeros(len(items), "f4")
    if "item_bias" in tensors: scores += tensors["item_bias"]
    if "user_bias" in tensors: scores += tensors["user_bias"][u]
    if "global_mean" in tensors: scores += tensors["global_mean"].item()
    if golden["exclude_seen"]: scores[tensors["seen_items"][slice(*tensors["seen_offsets"][u:u + 2])]] = -np.inf
    return scores

def top(scores, k):  # rows of the k best items, ties by row
    return [i for i in np.argsort(-scores, kind="stable")[:k] if scores[i] > -np.inf]

for answer in golden["users"]:  # the stated items have the stated scores, and none are better: only near ties may swap
    scores, rows = scores_of(user_row[answer["user"]]), [item_row[item] for item in answer["items"]]
    for found in (scores[rows], scores[top(scores, len(rows))]):
        assert np.allclose(found, answer["scores"], rtol=1e-4, atol=1e-4), f"user {answer['user']}: {found}"
print(f"{len(golden['users'])} golden answers reproduced")
if arguments.user is not None:
    known = arguments.user in user_row
    if not known: print(f"{arguments.user} is unknown to the model: these are the popular items")
    scores = scores_of(user_row[arguments.user]) if known else tensors["item_popularity"]
    for rank, i in enumerate(top(scores, arguments.k), 1): print(rank, items[i], f"{scores[i]:.6g}", sep="\t")
