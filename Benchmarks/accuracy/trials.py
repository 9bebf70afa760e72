"""Random settings from a space, and a pipeline that trains them: trials.py PIPELINE KIND NAME[,NAME…] COUNT > PIPELINE.

A space is what `spaces/KIND.json` has under NAME. The draws depend on the seed, the space and their number alone, so that
`confidence` and its peer try the same settings. Candidates of the pipeline that were tuned before are left out.
"""

import json
import math
import pathlib
import random
import sys

SEED = 20220918
SPACES = pathlib.Path(__file__).with_name("spaces")


def draw(space: dict, source: random.Random) -> dict:
    """One setting of each key: a constant, a choice, a whole number, or a number uniform in its logarithm."""

    def value(rule):
        match rule:
            case {"choice": values}:
                return source.choice(values)
            case {"integer": [low, high]}:
                return source.randint(low, high)
            case {"log": [low, high]}:
                return float(f"{math.exp(source.uniform(math.log(low), math.log(high))):.3g}")
        return rule

    return {key: value(rule) for key, rule in space.items()}


def trials(kind: str, name: str, count: int) -> list[dict]:
    space = json.loads((SPACES / f"{kind}.json").read_text())[name]
    source = random.Random(SEED)
    return [draw(space, source) for _ in range(count)]


if __name__ == "__main__":
    path, kind, names, count = sys.argv[1:5]
    pipeline = json.loads(pathlib.Path(path).read_text())
    train = next(stage for stage in pipeline["stages"] if stage["stage"] == "train")
    train["candidates"] = [entry for entry in train["candidates"] if not entry["id"].endswith("-tuned")]
    for name in names.split(","):
        for number, settings in enumerate(trials(kind, name, int(count))):
            train["candidates"].append({"id": f"{name}-{number:02d}", **settings})
    json.dump(pipeline, sys.stdout, indent=2)
