"""What the peers' scripts share: arguments, the data as matrices, and the line they answer with.

A script prints one JSON object as its last line: {"peer": "implicit 0.7.3", "samples": [...], "facts": {...}}.
"""
import argparse
import importlib.metadata
import json
import os
import pathlib

# implicit runs threads of its own; a pool of BLAS threads inside them slows it down. Read when the library loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import polars as pl
import scipy.sparse as sp

WEIGHTS = {"view": 1.0, "cart": 3.0, "purchase": 5.0}


def arguments(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("data", type=pathlib.Path, help="the directory of events.csv and ratings.txt")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser


def name(package: str) -> str:
    """The package with its version: implicit 0.7.3."""
    return f"{package} {importlib.metadata.version(package)}"


def answer(package: str, samples: list[float], **facts: float) -> None:
    print(json.dumps({"peer": name(package), "samples": samples, "facts": facts}))


def implicit_matrix(data: pathlib.Path) -> sp.csr_matrix:
    """Users x items with c = 1 + the summed weight of a pair: implicit takes the confidence itself, with alpha 1."""
    events = pl.read_csv(data / "events.csv", columns=["user_id", "item_id", "event"])
    weights = events["event"].replace_strict(WEIGHTS, return_dtype=pl.Float32).to_numpy()
    matrix = sp.coo_matrix((weights, (codes(events["user_id"]), codes(events["item_id"]))), dtype=np.float32).tocsr()
    matrix.sum_duplicates()
    matrix.data += 1
    return matrix


def codes(ids: pl.Series) -> np.ndarray:
    """Ids as numbers from 0, in their order."""
    distinct = ids.unique().sort()
    return ids.cast(pl.Enum(distinct)).to_physical().to_numpy().astype(np.int32)


def ratings(data: pathlib.Path) -> tuple[np.ndarray, np.ndarray]:
    """Rows of user, item and rating as floats: for training, and every tenth row held out."""
    frame = pl.read_csv(data / "ratings.txt", separator=" ", has_header=False,
                        schema_overrides=[pl.Float32, pl.Float32, pl.Float32])
    rows = np.ascontiguousarray(frame.to_numpy())
    held_out = np.arange(len(rows)) % 10 == 9
    return np.ascontiguousarray(rows[~held_out]), np.ascontiguousarray(rows[held_out])


def ratings_matrix(data: pathlib.Path) -> sp.csr_matrix:
    """Users x items with the ratings for training."""
    rows = ratings(data)[0]
    pairs = (rows[:, 0].astype(np.int32), rows[:, 1].astype(np.int32))
    return sp.coo_matrix((rows[:, 2], pairs), dtype=np.float32).tocsr()
