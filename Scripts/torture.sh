#!/usr/bin/env bash
# Kills real runs at random instants and looks at what is left: torture.sh PROGRAM [KILLS]
#
# After every kill the published bundle must verify; after every fifth, a run that is left alone must end with the bytes of
# an undisturbed one. Prints each loss and ends with 1 if there was any.
set -euo pipefail
cd "$(dirname "$0")/.."
mercer=$(realpath "$1")
kills=${2:-200}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$mercer" generate shop --output "$folder/shop" --users 400 --items 120 --events 20000 >/dev/null
sed "s#\"\.\./artifacts/data/sample-shop/#\"$folder/shop/#; s#\"workspace\": \"[^\"]*\"#\"workspace\": \"$folder/work\"#" \
    Configs/sample-shop.json >"$folder/config.json"
pipeline=Pipelines/recommend.json
current="work/models/sample-shop/recommend/current"

run() { "$mercer" run "$pipeline" --config "$folder/config.json" --progress never "$@" >/dev/null 2>>"$folder/log"; }

digests() { (cd "$folder/$1/models/sample-shop/recommend/current/" && sha256sum model.safetensors users.csv items.csv recommendations.csv golden.json); }

seed=0
losses=0
lose() {
    echo "LOSS after kill $1: $2" >&2
    losses=$((losses + 1))
}

run --seed $seed
started=$(date +%s%N)
run --seed $seed --force
whole=$((($(date +%s%N) - started) / 1000))
echo "an undisturbed run takes $((whole / 1000)) ms; killing $kills"

for kill in $(seq "$kills"); do
    # A new seed leaves nothing of training to reuse, so that kills fall everywhere.
    seed=$((seed + 1))
    # The program itself, not a shell around it, is what is to be killed.
    (exec "$mercer" run "$pipeline" --config "$folder/config.json" --progress never --seed $seed >/dev/null 2>>"$folder/log") &
    process=$!
    sleep "$(awk -v r="$RANDOM" -v w="$whole" 'BEGIN { printf "%.6f", r / 32768 * w / 1000000 }')"
    kill -9 $process 2>/dev/null || true
    wait $process 2>/dev/null || true
    "$mercer" verify "$folder/$current" >/dev/null || lose "$kill" "the published bundle does not verify"
    for bundle in "$folder"/work/models/sample-shop/recommend/2*/; do
        [ -e "$bundle/manifest.json" ] || lose "$kill" "$bundle is half a bundle"
    done
    if [ $((kill % 5)) = 0 ]; then
        run --seed $seed || lose "$kill" "the next run failed"
        run --seed $seed --workspace "$folder/fresh"
        [ "$(digests work)" = "$(digests fresh)" ] || lose "$kill" "the next run ended with other bytes"
        rm -rf "$folder/fresh"
    fi
done
echo "$kills kills, $losses losses"
[ $losses = 0 ]
