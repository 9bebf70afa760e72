#!/usr/bin/env bash
# Makes one of each kind of page that Mercer writes, on a small sample shop: accessibility-pages.sh MERCER DIRECTORY
# Prints the pages' paths. Needs nothing but the program.
set -euo pipefail

mercer=$(realpath "$1")
mkdir -p "$2"
directory=$(realpath "$2")
repository=$(cd "$(dirname "$0")/.." && pwd)
cd "$directory"
workspace=$directory/work
shop=(--users 900 --items 300 --events 40000)
log=$directory/log

# A run may be refused or fail: that is what some of the pages are about.
run() {
    local expected=$1 status=0
    shift
    "$mercer" run "$@" --workspace "$workspace" --output json 2>>"$log" >"$directory/ended.json" || status=$?
    if [ "$status" != "$expected" ]; then
        echo "mercer run $* ended with $status where $expected was expected; see $log" >&2
        exit 1
    fi
    sed -n 's/.*"run": *"\([^"]*\)".*/\1/p' "$directory/ended.json" | head -1
}

"$mercer" generate shop --output shop "${shop[@]}" >>"$log" 2>&1
sed "s#\.\./artifacts/data/sample-shop#$directory/shop#; s#\"\\\$schema\": \"schema#\"\$schema\": \"$repository/Configs/schema#" \
    "$repository/Configs/sample-shop.json" >site.json
recommend=("$repository/Pipelines/recommend.json" --config site.json)
nightly=("$repository/Pipelines/nightly-recommend.json" --config site.json)

first=$(run 0 "${recommend[@]}")
second=$(run 0 "${recommend[@]}" --set train.candidates.als-64.factors=8)
earlier=$(run 0 "${recommend[@]}" --as-of 2025-06-01)
run 0 "${nightly[@]}" >/dev/null
refused=$(run 2 "${nightly[@]}" --set train.candidates.als-32.iterations=1 --set train.candidates.als-32.factors=2)
sed "s#$directory/shop/events.csv#$directory/shop/missing.csv#" site.json >broken.json
run 66 "$repository/Pipelines/recommend.json" --config broken.json >/dev/null

# Explicit ratings: how often somebody did something with an item, from one to five.
awk -F, 'NR > 1 && $1 != "" && $2 != "" { count[$1 "," $2]++ }
    END { print "user,item,rating"; for (pair in count) print pair "," (count[pair] > 5 ? 5 : count[pair]) }' \
    shop/events.csv | { read -r header; echo "$header"; sort; } >ratings.csv
cat >ratings.json <<'JSON'
{ "name": "ratings", "datasets": { "ratings": { "source": "csv", "path": "ratings.csv", "columns": {
    "user": { "from": "user", "type": "string" }, "item": { "from": "item", "type": "string" },
    "rating": { "from": "rating", "type": "float64" } } } } }
JSON
rated=$(run 0 "$repository/Pipelines/rate.json" --config ratings.json)

"$mercer" compare "$first" "$second" "$first:popular" --workspace "$workspace" --output comparison.html >>"$log"
"$mercer" compare "$first" "$earlier" --workspace "$workspace" --output other-parts.html >>"$log"
"$mercer" compare "$rated:sgd-32" "$rated:als-16" --workspace "$workspace" --output ratings.html >>"$log"
"$mercer" runs report --workspace "$workspace" >>"$log"
"$mercer" backfill "${nightly[@]}" --workspace "$workspace" --from 2025-06-20 --to 2025-06-23 >>"$log" 2>&1

printf '%s\n' "$directory"/{comparison,other-parts,ratings}.html "$workspace/runs.html" \
    "$workspace"/runs/{"$first","$refused","$rated"}/report.html "$workspace"/backfill/*/*/backfill.html
