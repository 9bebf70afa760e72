"""implicit's ALS on the dataset of a run of Mercer: peer_implicit.py WORKSPACE KIND COUNT OUTPUT.

Tries the package's own defaults and COUNT settings of the space `confidence` of a kind, chooses on the validation part by the
metric the run selects by, and writes the test scores of the chosen setting and of the defaults as JSON.
"""

import json
import os
import pathlib
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # implicit runs threads of its own; a BLAS pool inside them slows it down
from implicit.cpu.als import AlternatingLeastSquares
from measures import Dataset, Run, interval, ranking
from trials import trials

DEFAULTS = {"factors": 100, "iterations": 15, "regularization": 0.01, "alpha": 1.0}


def fit(dataset: Dataset, settings: dict) -> tuple:
    """User and item factors. implicit takes the confidence itself as its value: c = 1 + alpha · w."""
    confidence = dataset.training.copy()
    confidence.data = 1 + settings["alpha"] * confidence.data
    model = AlternatingLeastSquares(
        factors=settings["factors"], regularization=settings["regularization"], alpha=1.0,
        iterations=settings["iterations"], random_state=1, num_threads=os.cpu_count(),
    )
    model.fit(confidence, show_progress=False)
    return model.user_factors, model.item_factors


def main() -> None:
    workspace, kind, count, output = sys.argv[1:5]
    run = Run(workspace)
    tried, models = [], {}
    for settings in [DEFAULTS, *trials(kind, "confidence", int(count))]:
        settings = {key: settings[key] for key in DEFAULTS}
        factors = fit(run.dataset, settings)
        value = ranking(run.dataset, "validation", *factors, run.exclude_seen)[run.select].mean()
        if not tried:
            models["defaults"] = factors
        if not tried or value > max(trial["validation"] for trial in tried):
            models["chosen"], chosen = factors, settings
        tried.append({**settings, "validation": float(value)})
        print(f"{value:.4f} {settings}", file=sys.stderr, flush=True)
    result = {"settings": chosen, "trials": tried}
    for name, factors in models.items():
        columns = ranking(run.dataset, "test", *factors, run.exclude_seen)
        result[name] = {metric: interval(column) for metric, column in columns.items()}
        result[f"{name} per user"] = columns[run.select].tolist()
    pathlib.Path(output).write_text(json.dumps(result))


if __name__ == "__main__":
    main()
