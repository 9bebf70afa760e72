"""Seconds of an epoch of LIBMF, and its RMSE on every tenth rating, which it was not shown.

The library says nothing between epochs: an epoch is what many take longer than few, so that preparation drops out.
"""
import time

import common
import numpy as np

from libmf import mf

FEW = 2

parser = common.arguments(__doc__)
parser.add_argument("--factors", type=int, required=True)
parser.add_argument("--epochs", type=int, required=True, help="more than 2")
options = parser.parse_args()

training, held_out = common.ratings(options.data)
elapsed: dict[int, float] = {}
for epochs in (FEW, options.epochs):
    engine = mf.MF(k=options.factors, nr_threads=options.threads, nr_iters=epochs, lambda_p1=0.0, lambda_q1=0.0,
                   lambda_p2=0.05, lambda_q2=0.05, eta=0.1, quiet=True)
    started = time.perf_counter()
    engine.fit(training)
    elapsed[epochs] = time.perf_counter() - started
users, items = engine.p_factors(), engine.q_factors()
known = (held_out[:, 0] < len(users)) & (held_out[:, 1] < len(items))
held_out = held_out[known]
predicted = np.einsum("ij,ij->i", users[held_out[:, 0].astype(int)], items[held_out[:, 1].astype(int)])
rmse = float(np.sqrt(np.nanmean((predicted - held_out[:, 2]) ** 2)))
common.answer("libmf", [(elapsed[options.epochs] - elapsed[FEW]) / (options.epochs - FEW)], rmse=rmse)
