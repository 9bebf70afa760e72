"""Seconds of each of implicit's ALS iterations, without the loss."""
import common

from implicit.cpu.als import AlternatingLeastSquares

parser = common.arguments(__doc__)
parser.add_argument("--factors", type=int, required=True)
parser.add_argument("--iterations", type=int, required=True)
parser.add_argument("--solver", choices=["cg", "cholesky"], required=True)
parser.add_argument("--matrix", choices=["events", "ratings"], default="events")
options = parser.parse_args()

matrix = (common.implicit_matrix if options.matrix == "events" else common.ratings_matrix)(options.data)
model = AlternatingLeastSquares(
    factors=options.factors, regularization=0.05, alpha=1.0, iterations=options.iterations,
    use_cg=options.solver == "cg", num_threads=options.threads, random_state=1, calculate_training_loss=False)
seconds: list[float] = []
model.fit_callback = lambda iteration, elapsed, *rest: seconds.append(elapsed)
model.fit(matrix, show_progress=False)
common.answer("implicit", seconds)
