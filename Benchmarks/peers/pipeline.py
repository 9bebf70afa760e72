"""The whole job as a Python user would write it: polars for the data, implicit for the model.

Load, remove duplicates, weigh by event, hold out each user's last event, train, rank for everyone, export.
"""
import pathlib
import time

import common
import numpy as np
import polars as pl
import scipy.sparse as sp

from implicit.cpu.als import AlternatingLeastSquares

FACTORS, ITERATIONS, TOP, BATCH = 64, 10, 20, 10_000

parser = common.arguments(__doc__)
parser.add_argument("--output", type=pathlib.Path, required=True, help="an existing directory")
options = parser.parse_args()

laps: dict[str, float] = {}
previous = time.perf_counter()


def lap(step: str) -> None:
    global previous
    now = time.perf_counter()
    laps[step] = now - previous
    previous = now


events = pl.read_csv(options.data / "events.csv")
lap("load")

events = events.unique(maintain_order=False).drop_nulls()
events = events.with_columns(
    pl.col("event").replace_strict(common.WEIGHTS, return_dtype=pl.Float32).alias("weight"))
lap("clean")

users, items = events["user_id"].unique().sort(), events["item_id"].unique().sort()
events = events.join(pl.DataFrame({"user_id": users, "u": np.arange(len(users), dtype=np.int32)}), on="user_id")
events = events.join(pl.DataFrame({"item_id": items, "i": np.arange(len(items), dtype=np.int32)}), on="item_id")
events = events.select("u", "i", "weight", "timestamp").sort("u", "timestamp")
last = events.with_row_index().group_by("u").agg(pl.col("index").max(), pl.col("i").last()).sort("u")
is_training = np.ones(len(events), bool)
is_training[last["index"].to_numpy()] = False
training = events.filter(pl.Series(is_training))
matrix = sp.coo_matrix(
    (training["weight"].to_numpy(), (training["u"].to_numpy(), training["i"].to_numpy())),
    shape=(len(users), len(items)), dtype=np.float32).tocsr()
matrix.sum_duplicates()
matrix.data += 1  # implicit takes the confidence itself: c = 1 + alpha * weight with alpha 1
lap("features")

model = AlternatingLeastSquares(factors=FACTORS, regularization=0.05, alpha=1.0, iterations=ITERATIONS,
                                num_threads=options.threads, random_state=1, calculate_training_loss=False)
model.fit(matrix, show_progress=False)
lap("train")

top = np.vstack([
    model.recommend(np.arange(first, min(first + BATCH, len(users))), matrix[first:first + BATCH], N=TOP)[0]
    for first in range(0, len(users), BATCH)])
held_out = np.full(len(users), -1)
held_out[last["u"].to_numpy()] = last["i"].to_numpy()
hit = top[:, :10] == held_out[:, None]
gain = np.where(hit.any(1), 1 / np.log2(hit.argmax(1) + 2), 0)
lap("evaluate")

np.savez(options.output / "model.npz", user_factors=model.user_factors, item_factors=model.item_factors)
pl.DataFrame({"user": np.repeat(users.to_numpy(), TOP), "item": items.to_numpy()[top.ravel()]}).write_csv(
    options.output / "recommendations.csv")
lap("export")
common.answer("implicit", [], **laps, **{"ndcg@10": float(gain.mean())})
