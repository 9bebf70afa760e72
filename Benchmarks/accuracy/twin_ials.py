"""Rendle et al. 2022 in numpy beside a stored `ials` candidate: twin_ials.py WORKSPACE CANDIDATE [SEEDS].

The paper's algorithm with exact solves and other random starts, its loss written out over all pairs, and the metrics of both.
For small data: the loss is dense in users × items.
"""

import json
import sys

import numpy as np
import scipy.sparse as sp
from measures import Run, ranking
from safetensors.numpy import load_file


class Problem:
    """The objective `ials` on a training matrix."""

    def __init__(self, matrix: sp.csr_matrix, settings: dict):
        self.factors = settings["factors"]
        self.unobserved = settings["unobserved_weight"]
        self.sides = [matrix, matrix.T.tocsr()]
        self.penalties = [
            settings["regularization"]
            * (np.diff(side.indptr) + self.unobserved * side.shape[1]) ** settings["regularization_exponent"]
            for side in self.sides
        ]
        self.deviation = settings["init_stddev"] / np.sqrt(self.factors)

    def solve(self, side: int, other: np.ndarray) -> np.ndarray:
        """The rows of a side that minimise the objective with the other side fixed."""
        matrix, gram = self.sides[side], self.unobserved * other.T @ other
        solved = np.empty((matrix.shape[0], self.factors))
        for row, penalty in enumerate(self.penalties[side]):
            entries = slice(*matrix.indptr[row : row + 2])
            observed, weights = other[matrix.indices[entries]], matrix.data[entries].astype(float)
            left = gram + (observed.T * weights) @ observed + penalty * np.eye(self.factors)
            solved[row] = np.linalg.solve(left, observed.T @ weights)
        return solved

    def loss(self, users: np.ndarray, items: np.ndarray) -> float:
        scores, entries = users @ items.T, self.sides[0].tocoo()
        observed = entries.data @ (1 - scores[entries.row, entries.col]) ** 2
        shrinkage = sum(penalty @ (side**2).sum(1) for penalty, side in zip(self.penalties, (users, items), strict=True))
        return float(observed + self.unobserved * (scores**2).sum() + shrinkage)

    def fit(self, iterations: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        items = np.random.default_rng(seed).normal(0, self.deviation, (self.sides[0].shape[1], self.factors))
        for _ in range(iterations):
            users = self.solve(0, items)
            items = self.solve(1, users)
        return users, items


def main() -> None:
    run, candidate = Run(sys.argv[1]), sys.argv[2]
    settings = next(entry for entry in run.stages["train"]["candidates"] if entry["id"] == candidate)
    problem = Problem(run.dataset.training, settings)

    def show(name: str, users: np.ndarray, items: np.ndarray, printed: str = "") -> None:
        columns = ranking(run.dataset, "test", users.astype("f4"), items.astype("f4"), run.exclude_seen)
        means = "  ".join(f"{metric} {column.mean():.4f}" for metric, column in columns.items())
        print(f"{name:8s} loss {problem.loss(users, items):.1f}{printed}  {means}", flush=True)

    directory = run.entry(f"train/{candidate}")
    trace = json.loads((directory / "entry.json").read_text())["facts"]["trace"]
    stored = load_file(directory / "model.safetensors")
    factors = [stored[name].astype(float) for name in ("user_factors", "item_factors")]
    show("Mercer", *factors, printed=f" (printed {trace['iterations'][-1]['loss']:.1f})")
    for seed in range(int(sys.argv[3]) if len(sys.argv) > 3 else 3):
        show(f"numpy {seed}", *problem.fit(settings["iterations"], seed))


if __name__ == "__main__":
    main()
