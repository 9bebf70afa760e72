"""Makes two small runs and, with other people's programs, what a comparison of them must find.

Needs scipy (made with 1.17.1), statsmodels (0.15.0) and rbo (0.1.3); run in this directory. Values are formulas, so that the
runs are the same whenever this is run; only golden.json's bootstrap ends depend on numpy's random numbers.
"""

import json
import os

import numpy as np
import rbo
from scipy.stats import wilcoxon
from statsmodels.stats.multitest import multipletests

USERS = [f"user-{n:03}" for n in range(90)]
METRICS = ["ndcg@10", "recall@20", "map@10"]


def value(run, metric, n):
    """A share of one with many zeros and ties, as metrics of single users are."""
    noise = (n * 7919 + metric * 104729 + (n * n) % 31) % 97
    if noise < 40 - 6 * run * (1 - metric):
        return 0.0
    return float(np.float32(((noise * 31 + run * (n % 5)) % 24) / 24))


def items(run, n):
    first = [(n * 13 + place * 17) % 40 for place in range(20)]
    ranked = sorted(set(first), key=lambda item: (item * 37 + run * (item % 7) * 11 + n) % 41)
    return [f"item-{item:02}" for item in ranked]


def training_items(n):
    return n % 12 + 1


def region(n):
    return "north" if n % 5 < 2 else "south"


def spelled(value):
    """Four significant digits, as reports spell metrics between 0.0001 and 1,000."""
    return f"{abs(value):#.4g}"


LENGTHS = [1, 5, 10, 50]


def curve(run, metric):
    return [[k, round((0.05 + 0.01 * run) * (1 + metric) * np.log1p(k), 6)] for k in LENGTHS]


def losses(run):
    return [round(1000 / (1 + 0.4 * number + 0.1 * run) + 250, 4) for number in range(1, 9)]


def bins(run):
    """Interactions per user: lower and upper end of the bin, users in it."""
    return [[1, 1, 400 + 60 * run], [2, 3, 300], [4, 7, 200 - 40 * run], [8, 15, 100 + 30 * run * run]]


def ratings(run):
    """Predictions of test rows, ascending, and the ratings given."""
    rows = np.arange(95)
    predictions = 1 + 4 * rows / 94 + 0.1 * run
    return predictions, np.clip(np.round(predictions + ((rows * 37) % 11 - 5) / 4 - 0.2 * run), 1, 5)


def calibration(run):
    """Ten groups of equal size by prediction: where they can't be, group g has rows g·95/10 to (g + 1)·95/10."""
    predictions, given = ratings(run)
    edges = [g * 95 // 10 for g in range(11)]
    return [(predictions[a:b].mean(), given[a:b].mean(), b - a) for a, b in zip(edges, edges[1:])]


def details(run):
    return {
        "schema": 1, "counts": {"users": 1000 + 90 * run, "items": 40},
        "distributions": [{"title": "interactions per user", "members": "users", "bins": bins(run)}],
        "lower_is_better": [], "accounts": {},
        "candidates": [{
            "id": "als", "bytes": 12_345_678 * (run + 1),
            "curves": [{"metric": "ndcg", "points": curve(run, 0)}, {"metric": "recall", "points": curve(run, 1)}],
            "training": {
                "ending": "finished", "chosen_iteration": 8,
                "iterations": [
                    {"number": n, "loss": loss, "validation": None} for n, loss in enumerate(losses(run), 1)],
            },
        }],
    }


def record(run):
    return {
        "schema": 1, "id": "ab"[run], "status": "succeeded", "started": f"2026-03-0{run + 1}T00:00:00Z",
        "pipeline": {
            "name": "golden", "seed": 7,
            "stages": [{"stage": "train", "candidates": [{"id": "als", "model": "als", "factors": [32, 64][run]}]}],
        },
        "config": {"name": "golden"}, "inputs": [{"table": "events", "sha256": "5a5a"[run:]}],
        "environment": {"threads": run + 1},
        "stages": [{"stage": "clean", "steps": [{
            "step": "deduplicate", "table": "events", "rows_in": 9000 + 500 * run, "rows_out": 8800 + 400 * run,
            "dropped": {"duplicate": 200 + 100 * run}}]}],
    }


def write(run):
    directory = f"runs/{'ab'[run]}"
    os.makedirs(directory, exist_ok=True)
    values = [[value(run, metric, n) for metric in range(3)] for n in range(90)]
    with open(f"{directory}/per-user-metrics.csv", "w") as file:
        file.write("user,candidate," + ",".join(METRICS) + "\n")
        for user, row in zip(USERS, values):
            file.write(",".join([user, "als"] + [repr(float(v)) for v in row]) + "\n")
    with open(f"{directory}/test-users.csv", "w") as file:
        file.write("user,training_items,test_items,tail_test_items,test_rows,users.region\n")
        for n, user in enumerate(USERS):
            file.write(f"{user},{training_items(n)},1,{n % 2},1,{region(n)}\n")
    with open(f"{directory}/sample-lists.csv", "w") as file:
        file.write("user,candidate,rank,item,score\n")
        # The first run samples even users, the second all but the first user.
        for n in range(run, 60, 2 - run):
            for rank, item in enumerate(items(run, n), 1):
                file.write(f"{USERS[n]},als,{rank},{item},{1 / rank}\n")
    with open(f"{directory}/sample-items.csv", "w") as file:
        file.write("item,name,training_users,head\n")
        for item in range(40):
            file.write(f"item-{item:02},,{100 - item},{int(item < 9)}\n")
    means = np.mean(values, axis=0)
    with open(f"{directory}/metrics.json", "w") as file:
        json.dump(
            {
                "schema": 1, "selected": "als", "selected_on": "test", "test_digest": "d",
                "candidates": [{
                    "id": "als", "model": "als", "fit_seconds": 1,
                    "metrics": {m: {"value": v, "low": None, "high": None, "count": 90} for m, v in zip(METRICS, means)},
                }],
            }, file, indent=1)
    with open(f"{directory}/calibration.csv", "w") as file:
        file.write("candidate,prediction,rating,rows\n")
        for prediction, rating, rows in calibration(run):
            file.write(f"als,{float(prediction)!r},{float(rating)!r},{rows}\n")
    for name, content in [("run.json", record(run)), ("details.json", details(run))]:
        with open(f"{directory}/{name}", "w") as file:
            json.dump(content, file)
    return np.array(values)


def segments(first, second):
    """The groups of the users' first metric, with paired normal intervals where there are thirty users."""
    items = sorted(training_items(n) for n in range(90))
    low, high = items[90 // 3], items[2 * 90 // 3]
    groups = [
        ("New and returning users", "new: up to 5 items before", lambda n: training_items(n) <= 5),
        ("New and returning users", "returning: more than 5", lambda n: training_items(n) > 5),
        ("Light and heavy users", f"light: below {low} items", lambda n: training_items(n) < low),
        ("Light and heavy users", f"middle: {low} to {high - 1} items", lambda n: low <= training_items(n) < high),
        ("Light and heavy users", f"heavy: {high} items and more", lambda n: training_items(n) >= high),
        ("Users by what they did next", "head items only", lambda n: n % 2 == 0),
        ("Users by what they did next", "tail items only", lambda n: n % 2 == 1),
        ("region", "north", lambda n: region(n) == "north"), ("region", "south", lambda n: region(n) == "south"),
    ]
    found = []
    for title, name, belongs in groups:
        members = [n for n in range(90) if belongs(n)]
        differences = second[members, 0] - first[members, 0]
        half = 1.96 * differences.std(ddof=1) / np.sqrt(len(members))
        wide = len(members) >= 30
        found.append({
            "by": title, "group": name, "users": len(members),
            "values": [first[members, 0].mean(), second[members, 0].mean()],
            "difference": differences.mean() if wide else None,
            "low": differences.mean() - half if wide else None, "high": differences.mean() + half if wide else None,
        })
    return found


def recommended(both):
    """What the lists of the users that both runs sampled are made of."""
    tops = [[items(run, n)[:10] for n in both] for run in (0, 1)]
    counts = [{item: sum(item in top for top in tops[run]) for item in {i for t in tops[run] for i in t}} for run in (0, 1)]
    changes = {item: counts[1].get(item, 0) - counts[0].get(item, 0) for item in counts[0] | counts[1]}
    profiles = []
    for run in (0, 1):
        scores = [1 / rank for top in tops[run] for rank in range(1, len(top) + 1)]
        popularity = [100 - int(item[5:]) for top in tops[run] for item in top]
        places = np.cumsum(sorted(counts[run].values(), reverse=True)) / len(popularity)
        profiles.append({
            "distinct_items": len(counts[run]), "scores": np.percentile(scores, [5, 25, 50, 75, 95]).tolist(),
            "popularity": np.percentile(popularity, [5, 25, 50, 75, 95]).tolist(), "concentration": places.tolist(),
        })
    def largest(sign):
        found = sorted((-sign * change, item) for item, change in changes.items() if sign * change > 0)
        return [[item, counts[0].get(item, 0), counts[1].get(item, 0)] for _, item in found[:10]]
    return {
        "gained": largest(1), "lost": largest(-1), "profiles": profiles,
        "users": {USERS[n]: rbo.RankingSimilarity(items(0, n), items(1, n)).rbo_ext(p=0.9) for n in both},
    }


def drift():
    """Total variation between the runs' distributions."""
    first, second = (np.array([count for _, _, count in bins(run)]) for run in (0, 1))
    return 0.5 * np.abs(second / second.sum() - first / first.sum()).sum()


def distance(run):
    """Mean distance between mean rating and mean prediction over the groups, weighted by their rows."""
    found = calibration(run)
    return np.average([abs(rating - prediction) for prediction, rating, _ in found], weights=[rows for *_, rows in found])


def main():
    first, second = write(0), write(1)
    random = np.random.default_rng(5)
    draws = random.integers(0, 90, (200_000, 90))
    tests = {}
    wilcoxons = []
    for index, metric in enumerate(METRICS):
        differences = second[:, index] - first[:, index]
        means = differences[draws].mean(axis=1)
        low, high = np.percentile(means, [2.5, 97.5])
        test = wilcoxon(differences, zero_method="pratt", correction=False, method="approx")
        wilcoxons.append(test.pvalue)
        tests[metric] = {
            "difference": differences.mean(), "low": low, "high": high,
            "p_bootstrap": 2 * min((means <= 0).mean(), (means >= 0).mean()), "p_wilcoxon": test.pvalue,
        }
    for metric, adjusted in zip(METRICS, multipletests(wilcoxons, method="holm")[1]):
        tests[metric]["p_wilcoxon_holm"] = adjusted
    both = range(2, 60, 2)
    lists = [(items(0, n), items(1, n)) for n in both]
    overlap = np.mean([rbo.RankingSimilarity(a, b).rbo_ext(p=0.9) for a, b in lists])
    jaccard = np.mean([len(set(a[:10]) & set(b[:10])) / len(set(a[:10]) | set(b[:10])) for a, b in lists])
    head = [np.mean([int(item[5:]) < 9 for pair in lists for item in pair[run][:10]]) for run in (0, 1)]
    new = [n for n in range(90) if n % 12 + 1 <= 5]
    golden = {
        "differences": tests, "users": len(both), "rank_biased_overlap": overlap, "jaccard@10": jaccard,
        "head_share": head, "new_users": len(new),
        "new_values": [values[new, 0].mean() for values in (first, second)],
        "segments": segments(first, second), "lists": recommended(both), "drift": drift(),
        "calibration": [distance(run) for run in (0, 1)],
        "calibration_bins": [[[p, r, rows] for p, r, rows in calibration(run)] for run in (0, 1)],
        "curves": [[curve(run, metric) for metric in (0, 1)] for run in (0, 1)],
        "losses": [losses(run) for run in (0, 1)],
        "relative_losses": [[loss / losses(run)[0] for loss in losses(run)] for run in (0, 1)],
    }
    golden["spelled"] = {
        "values": [spelled(values[:, metric].mean()) for values in (first, second) for metric in range(3)],
        "differences": [spelled(tests[metric]["difference"]) for metric in METRICS],
        "segments": [spelled(value) for segment in golden["segments"] for value in segment["values"]],
        "curves": [spelled(value) for run in (0, 1) for metric in (0, 1) for _, value in curve(run, metric)],
        "final_losses": [spelled(losses(run)[-1]) for run in (0, 1)],
        "relative_losses": [spelled(golden["relative_losses"][run][-1]) for run in (0, 1)],
        "calibration": [spelled(value) for value in golden["calibration"]],
        "overlaps": [spelled(overlap), spelled(jaccard)],
        "drift": [f"{100 * golden['drift']:.1f}"],
        "sizes": ["12.3", "24.7"],
    }
    with open("golden.json", "w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


main()
