"""Users per second of implicit's `recommend`: the top 20 of every user, seen items left out."""
import time

import common
import numpy as np

from implicit.cpu.als import AlternatingLeastSquares

BATCH = 10_000

parser = common.arguments(__doc__)
parser.add_argument("--factors", type=int, required=True)
parser.add_argument("--iterations", type=int, required=True)
options = parser.parse_args()

matrix = common.implicit_matrix(options.data)
model = AlternatingLeastSquares(
    factors=options.factors, regularization=0.05, alpha=1.0, iterations=options.iterations,
    num_threads=options.threads, random_state=1, calculate_training_loss=False)
model.fit(matrix, show_progress=False)
users = matrix.shape[0]
started = time.perf_counter()
for first in range(0, users, BATCH):
    last = min(first + BATCH, users)
    model.recommend(np.arange(first, last), matrix[first:last], N=20, filter_already_liked_items=True)
common.answer("implicit", [users / (time.perf_counter() - started)])
