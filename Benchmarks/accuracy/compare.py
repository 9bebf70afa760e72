"""Mercer's chosen candidates beside a peer's: compare.py WORKSPACE PEER_OUTPUT FAMILY….

A family is the start of candidates' ids: of each, the one that is best on the validation part is compared, with the difference
to the peer's chosen setting user by user.
"""

import csv
import json
import pathlib
import sys

import numpy as np
from measures import Run, interval


def per_user(run: Run, candidate: str) -> np.ndarray:
    with (run.directory / "per-user-metrics.csv").open(newline="") as file:
        return np.array([float(row[run.select]) for row in csv.DictReader(file) if row["candidate"] == candidate])


def best(run: Run, family: str) -> dict:
    members = [candidate for candidate in run.metrics["candidates"] if candidate["id"].startswith(family)]
    sign = 1 if run.select == "rmse" else -1
    return min(members, key=lambda candidate: sign * candidate["validation"][run.select]["value"])


def difference(run: Run, candidate: str, peer: dict) -> list[float]:
    """Mercer − peer and its interval: of the metric over users, for ratings of the mean squared error."""
    own, other = per_user(run, candidate), np.array(peer["chosen per user"])
    if run.select != "rmse":
        return interval(own - other)
    counts = np.diff(run.dataset.parts["test"].indptr)
    counts = counts[counts > 0]
    return interval(own**2 * counts - other, counts)


def cell(values: list[float]) -> str:
    return f"{values[0]:.4f} ({values[1]:.4f}–{values[2]:.4f})"


def main() -> None:
    run, peer = Run(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text())
    settings = {candidate["id"]: candidate for candidate in run.stages["train"]["candidates"]}
    for family in sys.argv[3:]:
        candidate = best(run, family)
        cells = [f"{name} {cell([value[end] for end in ('value', 'low', 'high')])}" for name, value in candidate["metrics"].items()]
        print(f"{family}: {candidate['id']}; {'; '.join(cells)}")
        print(f"  Mercer − peer: {cell(difference(run, candidate['id'], peer))}")
        print(f"  {settings[candidate['id']]}")
    for name in ("chosen", "defaults"):
        print(f"peer, {name}: {'; '.join(f'{metric} {cell(values)}' for metric, values in peer[name].items())}")
    print(f"  {peer['settings']}")


if __name__ == "__main__":
    main()
