"""What a run of Mercer stored, and the metrics of its documentation computed without it."""

import json
import pathlib

import numpy as np
import scipy.sparse as sp
from implicit.cpu.topk import topk
from safetensors.numpy import load_file

RESAMPLES = 1000


class Run:
    """The last finished run of a workspace: its pipeline, its scores and the dataset its models were trained on."""

    def __init__(self, workspace: str):
        self.workspace = pathlib.Path(workspace)
        finished = sorted((self.workspace / "runs").glob("*/metrics.json"))
        if not finished:
            raise SystemExit(f"{workspace} holds no finished run")
        self.directory = finished[-1].parent
        self.metrics = json.loads(finished[-1].read_text())
        record = json.loads((self.directory / "run.json").read_text())
        self.stages = {stage["stage"]: stage for stage in record["pipeline"]["stages"]}
        states = {stage["stage"]: stage for stage in record["stages"]}
        self.dataset = Dataset(self.entry("features", states["features"].get("from_run")) / "dataset.safetensors")

    @property
    def exclude_seen(self) -> bool:
        return self.stages["evaluate"].get("exclude_seen", True)

    @property
    def select(self) -> str:
        return self.stages["evaluate"]["select"]

    def entry(self, slot: str, run: str | None = None) -> pathlib.Path:
        """The directory of a stored stage output: of this run, of the run it came from, or of any run."""
        entries = [
            (record["run"], path.parent)
            for path in (self.workspace / "cache").glob(f"{slot.split('/')[0]}-*/entry.json")
            if (record := json.loads(path.read_text()))["slot"] == slot
        ]
        wanted = [path for origin, path in entries if origin in (run, self.directory.name)] or [entries[-1][1]]
        return wanted[0]


class Dataset:
    """The dataset that the features stage stored: the same rows in every part for whoever trains on it."""

    def __init__(self, path: pathlib.Path):
        tensors = load_file(path)
        self.user_count = len(tensors["users.offsets"]) - 1
        self.item_count = len(tensors["items.offsets"]) - 1
        self.training = self._matrix(tensors, "training", "indices")
        self.parts = {
            name: self._matrix(tensors, name, "items") for name in ("validation", "test") if f"{name}.items" in tensors
        }

    def _matrix(self, tensors: dict[str, np.ndarray], name: str, column: str) -> sp.csr_matrix:
        parts = (tensors[f"{name}.values"], tensors[f"{name}.{column}"], tensors[f"{name}.offsets"])
        return sp.csr_matrix(parts, shape=(self.user_count, self.item_count))

    def seen(self, name: str) -> sp.csr_matrix:
        """What a user has seen when a part is scored: training, and for the test part validation too."""
        if name == "test" and "validation" in self.parts:
            return pattern_of(pattern_of(self.training) + pattern_of(self.parts["validation"]))
        return pattern_of(self.training)

    def rows(self, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """User, item and value of each row of a part, in order."""
        part = self.parts[name]
        return np.repeat(np.arange(self.user_count), np.diff(part.indptr)), part.indices, part.data


def pattern_of(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Distinct pairs, each with the value 1."""
    pattern = matrix.copy()
    pattern.sum_duplicates()
    pattern.data = np.ones(pattern.nnz, dtype=np.float32)
    return pattern


def ranking(
    dataset: Dataset, name: str, user_factors: np.ndarray, item_factors: np.ndarray, exclude_seen: bool
) -> dict[str, np.ndarray]:
    """Ranking metrics of each user with test items, over the full ranking of user_factors · item_factors."""
    seen = dataset.seen(name)
    relevant = pattern_of(dataset.parts[name])
    if exclude_seen:
        relevant = relevant - relevant.multiply(seen)
        relevant.eliminate_zeros()
    users = np.flatnonzero(np.diff(relevant.indptr))
    queries = {"filter_query_items": seen[users]} if exclude_seen else {}
    lists, _ = topk(np.ascontiguousarray(item_factors), user_factors[users], 20, num_threads=2, **queries)
    owners, items = relevant.nonzero()
    hits = np.isin(users[:, None] * dataset.item_count + lists, owners.astype(np.int64) * dataset.item_count + items)
    counts = np.diff(relevant.indptr)[users]
    discounts = 1 / np.log2(np.arange(2, 12))
    return {
        "ndcg@10": hits[:, :10] @ discounts / np.cumsum(discounts)[np.minimum(counts, 10) - 1],
        "recall@20": hits.sum(axis=1) / counts,
        "recall_capped@20": hits.sum(axis=1) / np.minimum(counts, 20),
    }


def squared_errors(dataset: Dataset, name: str, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each user with rows in a part, the sum of squared errors and the count of rows."""
    users, _, ratings = dataset.rows(name)
    counts = np.bincount(users, minlength=dataset.user_count)
    sums = np.bincount(users, (predicted - ratings) ** 2, minlength=dataset.user_count)
    return sums[counts > 0], counts[counts > 0]


def interval(sums: np.ndarray, counts: np.ndarray | None = None, root: bool = False) -> list[float]:
    """The mean of a per-user measure and the ends of its 95 % percentile bootstrap interval over users."""
    counts = np.ones(len(sums)) if counts is None else counts
    draws = np.random.default_rng(0).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=RESAMPLES)
    values = np.concatenate([[sums.sum() / counts.sum()], (draws @ sums) / (draws @ counts)])
    values = np.sqrt(values) if root else values
    return [float(values[0]), *np.percentile(values[1:], [2.5, 97.5]).tolist()]
