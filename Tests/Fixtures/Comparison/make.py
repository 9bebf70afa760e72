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


def write(run):
    directory = f"runs/{'ab'[run]}"
    os.makedirs(directory, exist_ok=True)
    values = [[value(run, metric, n) for metric in range(3)] for n in range(90)]
    with open(f"{directory}/per-user-metrics.csv", "w") as file:
        file.write("user,candidate," + ",".join(METRICS) + "\n")
        for user, row in zip(USERS, values):
            file.write(",".join([user, "als"] + [repr(float(v)) for v in row]) + "\n")
    with open(f"{directory}/test-users.csv", "w") as file:
        file.write("user,training_items,test_items,tail_test_items,test_rows\n")
        for n, user in enumerate(USERS):
            file.write(f"{user},{n % 12 + 1},1,{n % 2},1\n")
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
    with open(f"{directory}/run.json", "w") as file:
        json.dump(
            {"schema": 1, "id": "ab"[run], "status": "succeeded", "started": f"2026-03-0{run + 1}T00:00:00Z",
             "pipeline": {"name": "golden"}, "config": {"name": "golden"}}, file)
    return np.array(values)


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
    }
    with open("golden.json", "w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


main()
