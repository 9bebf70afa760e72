"""Seconds of polars' `read_csv` of events.csv."""
import time

import common
import polars as pl

parser = common.arguments(__doc__)
parser.add_argument("--repeats", type=int, default=3)
options = parser.parse_args()

seconds: list[float] = []
for _ in range(options.repeats):
    started = time.perf_counter()
    events = pl.read_csv(options.data / "events.csv")
    seconds.append(time.perf_counter() - started)
    del events
common.answer("polars", seconds)
