"""Computes Mercer's own scores a second time, from its stored models, and of ALS with the objective `confidence` the loss.

check.py WORKSPACE; exits with 1 where they differ.
"""

import json
import pathlib
import sys

import numpy as np
from measures import Run, interval, ranking, squared_errors
from safetensors.numpy import load_file

sys.path.append(str(pathlib.Path(__file__).parents[1] / "peers"))
import objective

TOLERANCE = 2e-4


def scores(run: Run, candidate: str) -> dict[str, float] | None:
    tensors = load_file(run.entry(f"train/{candidate}") / "model.safetensors")
    if "user_factors" not in tensors:
        return None
    users, items = tensors["user_factors"], tensors["item_factors"]
    if run.select != "rmse":
        columns = ranking(run.dataset, "test", users, items, run.exclude_seen)
        return {metric: float(column.mean()) for metric, column in columns.items()}
    row, column, _ = run.dataset.rows("test")
    predicted = np.einsum("ij,ij->i", users[row], items[column])
    predicted += tensors["user_bias"][row] + tensors["item_bias"][column] + tensors["global_mean"]
    return {"rmse": interval(*squared_errors(run.dataset, "test", predicted), root=True)[0]}


def loss_difference(run: Run, candidate: str) -> float:
    """What the loss printed last differs by from the objective worked out over the stored model, relative to it."""
    settings = next((entry for entry in run.stages["train"]["candidates"] if entry["id"] == candidate), {})
    if settings.get("objective") != "confidence" or settings.get("feedback") != "implicit":
        return 0.0
    directory = run.entry(f"train/{candidate}")
    printed = json.loads((directory / "entry.json").read_text())["facts"]["trace"]["iterations"][-1]["loss"]
    tensors = load_file(directory / "model.safetensors")
    confidence = run.dataset.training.copy()
    confidence.data = 1 + settings["alpha"] * confidence.data
    rows = np.repeat(np.arange(run.dataset.user_count, dtype=np.int32), np.diff(confidence.indptr))
    loss = objective.confidence(
        confidence, rows, tensors["user_factors"], tensors["item_factors"], settings["regularization"]
    )
    return abs(printed - loss) / loss


def main() -> None:
    run, worst, worst_loss = Run(sys.argv[1]), 0.0, 0.0
    for candidate in run.metrics["candidates"]:
        worst_loss = max(worst_loss, loss_difference(run, candidate["id"]))
        for metric, value in (scores(run, candidate["id"]) or {}).items():
            worst = max(worst, abs(value - candidate["metrics"][metric]["value"]))
    print(f"largest difference over {len(run.metrics['candidates'])} candidates: {worst:.1e}; of losses, relative: {worst_loss:.1e}")
    sys.exit(max(worst, worst_loss) > TOLERANCE)


if __name__ == "__main__":
    main()
