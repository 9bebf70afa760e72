"""LIBMF on the ratings of a run of Mercer: peer_libmf.py WORKSPACE KIND COUNT OUTPUT.

Tries the package's own defaults and COUNT settings of the space `libmf` of a kind, chooses by RMSE on the validation part and writes
the test scores of the chosen setting and of the defaults as JSON. LIBMF has neither a mean nor biases; `offset` says what is taken
off the ratings before and added again after: nothing, the mean of the training part, or a mean with biases of users and items.
"""

import json
import pathlib
import sys

import numpy as np
from libmf import mf
from measures import Dataset, Run, interval, squared_errors
from trials import trials

DEFAULTS = {"factors": 8, "epochs": 20, "regularization": 0.04, "learning_rate": 0.1, "offset": "none"}


class Offset:
    """mean + user bias + item bias, each zero where the setting leaves it out."""

    DAMPING = 5
    SWEEPS = 20

    def __init__(self, dataset: Dataset, kind: str):
        ratings = dataset.training.tocoo()
        self.users, self.items = np.zeros(dataset.user_count), np.zeros(dataset.item_count)
        self.mean = 0.0 if kind == "none" else float(ratings.data.mean())
        for _ in range(self.SWEEPS if kind == "biases" else 0):
            for side, biases in ((ratings.row, self.users), (ratings.col, self.items)):
                residuals = ratings.data - self.of(ratings.row, ratings.col) + biases[side]
                counts = np.bincount(side, minlength=len(biases))
                biases[:] = np.bincount(side, residuals, minlength=len(biases)) / (counts + self.DAMPING)

    def of(self, users: np.ndarray, items: np.ndarray) -> np.ndarray:
        return self.mean + self.users[users] + self.items[items]


def fit(dataset: Dataset, settings: dict) -> tuple[np.ndarray, np.ndarray, Offset]:
    """User factors, item factors and the offset."""
    ratings = dataset.training.tocoo()
    offset = Offset(dataset, settings["offset"])
    rows = np.column_stack([ratings.row, ratings.col, ratings.data - offset.of(ratings.row, ratings.col)])
    engine = mf.MF(
        k=settings["factors"], nr_iters=settings["epochs"], eta=settings["learning_rate"], lambda_p1=0.0, lambda_q1=0.0,
        lambda_p2=settings["regularization"], lambda_q2=settings["regularization"], quiet=True,
        nr_threads=1,  # with two it once waited for itself forever; one also makes its results repeatable
    )
    engine.fit(np.ascontiguousarray(rows, dtype=np.float32))
    return engine.p_factors(), engine.q_factors(), offset


def score(dataset: Dataset, name: str, model: tuple[np.ndarray, np.ndarray, Offset]) -> tuple[np.ndarray, np.ndarray]:
    user_factors, item_factors, offset = model
    users, items, _ = dataset.rows(name)
    predicted = offset.of(users, items)
    # LIBMF's matrices end at the last row that has a rating; of those after it only the offset is known.
    known = (users < len(user_factors)) & (items < len(item_factors))
    predicted[known] += np.einsum("ij,ij->i", user_factors[users[known]], item_factors[items[known]])
    return squared_errors(dataset, name, predicted)


def main() -> None:
    workspace, kind, count, output = sys.argv[1:5]
    dataset = Run(workspace).dataset
    tried, models = [], {}
    for settings in [DEFAULTS, *trials(kind, "libmf", int(count))]:
        model = fit(dataset, settings)
        value = interval(*score(dataset, "validation", model), root=True)[0]
        if not tried:
            models["defaults"] = model
        if not tried or value < min(trial["validation"] for trial in tried):
            models["chosen"], chosen = model, settings
        tried.append({**settings, "validation": value})
        print(f"{value:.4f} {settings}", file=sys.stderr, flush=True)
    result = {"settings": chosen, "trials": tried}
    for name, model in models.items():
        errors, counts = score(dataset, "test", model)
        result[name] = {"rmse": interval(errors, counts, root=True)}
        result[f"{name} per user"] = errors.tolist()
    pathlib.Path(output).write_text(json.dumps(result))


if __name__ == "__main__":
    main()
