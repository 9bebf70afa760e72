"""Computes Mercer's own scores a second time, from its stored models: check.py WORKSPACE. Exits with 1 where they differ."""

import sys

import numpy as np
from measures import Run, interval, ranking, squared_errors
from safetensors.numpy import load_file

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


def main() -> None:
    run, worst = Run(sys.argv[1]), 0.0
    for candidate in run.metrics["candidates"]:
        for metric, value in (scores(run, candidate["id"]) or {}).items():
            worst = max(worst, abs(value - candidate["metrics"][metric]["value"]))
    print(f"largest difference over {len(run.metrics['candidates'])} candidates: {worst:.1e}")
    sys.exit(worst > TOLERANCE)


if __name__ == "__main__":
    main()
