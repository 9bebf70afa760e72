"""Seconds of implicit's ALS iterations until the `confidence` objective is at most the target.

The objective is worked out here, in double precision and outside the timed iterations, as Mercer states it:
sum over all pairs of c(p - x.y)^2 + regularization(sum |x|^2 + sum |y|^2).
"""
import common
import numpy as np

from implicit.cpu.als import AlternatingLeastSquares

REGULARIZATION = 0.05
CHUNK = 1 << 18


class Reached(Exception):
    """Ends training."""


def loss(matrix, rows: np.ndarray, users: np.ndarray, items: np.ndarray) -> float:
    total = float(np.sum((users.T.astype(np.float64) @ users) * (items.T.astype(np.float64) @ items)))
    for start in range(0, matrix.nnz, CHUNK):
        part = slice(start, start + CHUNK)
        score = np.einsum("ij,ij->i", users[rows[part]], items[matrix.indices[part]]).astype(np.float64)
        total += float(np.sum(matrix.data[part] * (1 - score) ** 2 - score**2))
    squares = sum(float(np.sum(side.astype(np.float64) ** 2)) for side in (users, items))
    return total + REGULARIZATION * squares


parser = common.arguments(__doc__)
parser.add_argument("--factors", type=int, required=True)
parser.add_argument("--iterations", type=int, required=True, help="at most")
parser.add_argument("--target", type=float, required=True)
options = parser.parse_args()

matrix = common.implicit_matrix(options.data)
rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))
model = AlternatingLeastSquares(
    factors=options.factors, regularization=REGULARIZATION, alpha=1.0, iterations=options.iterations,
    num_threads=options.threads, random_state=1, calculate_training_loss=False)
seconds: list[float] = []


def after_iteration(iteration: int, elapsed: float, *rest: float) -> None:
    seconds.append(elapsed)
    if loss(matrix, rows, model.user_factors, model.item_factors) <= options.target:
        raise Reached


model.fit_callback = after_iteration
try:
    model.fit(matrix, show_progress=False)
    common.answer("implicit", [], iterations=len(seconds))
except Reached:
    common.answer("implicit", [sum(seconds)], iterations=len(seconds))
