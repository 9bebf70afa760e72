"""Seconds of implicit's ALS iterations, conjugate gradients, until the `confidence` objective is within 0.1 % of the target.

The target is the loss that exact iterations (Cholesky) reach from the same start, the package's own: the objective is not convex,
and another start leads elsewhere. It takes minutes and is kept in the file of `--cache`, under a key that says what it is of.
The loss is worked out by `objective.py`, outside the timed iterations.
"""
import json
import pathlib
import sys

import common
import numpy as np
import objective

from implicit.cpu.als import AlternatingLeastSquares

REGULARIZATION = 0.05
SEED = 1
TOLERANCE = 1.001


class Reached(Exception):
    """Ends training."""


parser = common.arguments(__doc__)
parser.add_argument("--factors", type=int, required=True)
parser.add_argument("--iterations", type=int, required=True, help="at most")
parser.add_argument("--exact-iterations", type=int, required=True)
parser.add_argument("--cache", type=pathlib.Path, required=True, help="a JSON file of targets, made where it is missing")
options = parser.parse_args()

matrix = common.implicit_matrix(options.data)
rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def training(iterations: int, use_cg: bool) -> AlternatingLeastSquares:
    return AlternatingLeastSquares(
        factors=options.factors, regularization=REGULARIZATION, alpha=1.0, iterations=iterations, use_cg=use_cg,
        num_threads=options.threads, random_state=SEED, calculate_training_loss=False)


def loss(model: AlternatingLeastSquares) -> float:
    return objective.confidence(matrix, rows, model.user_factors, model.item_factors, REGULARIZATION)


def exact_loss() -> float:
    origin = (f"{common.name('implicit')}, {options.factors} factors, {options.exact_iterations} exact iterations, "
              f"regularization {REGULARIZATION}, seed {SEED}, events.csv of {(options.data / 'events.csv').stat().st_size} bytes")
    kept = json.loads(options.cache.read_text()) if options.cache.exists() else {}
    if origin not in kept:
        print(f"{origin}: takes minutes", file=sys.stderr, flush=True)
        model = training(options.exact_iterations, use_cg=False)
        model.fit(matrix, show_progress=False)
        kept[origin] = loss(model)
        options.cache.write_text(json.dumps(kept, indent=2) + "\n")
    return kept[origin]


exact = exact_loss()
model = training(options.iterations, use_cg=True)
seconds: list[float] = []
losses: list[float] = []


def after_iteration(iteration: int, elapsed: float, *rest: float) -> None:
    seconds.append(elapsed)
    losses.append(loss(model))
    if losses[-1] <= TOLERANCE * exact:
        raise Reached


model.fit_callback = after_iteration
samples: list[float] = []
try:
    model.fit(matrix, show_progress=False)
except Reached:
    samples.append(sum(seconds))
common.answer("implicit", samples, iterations=len(seconds), loss=losses[-1], exact_loss=exact)
