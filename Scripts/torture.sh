#!/usr/bin/env bash
# Kills nightly runs at random instants and looks at what is left: torture.sh PROGRAM [KILLS]
#
# Every night has an hour more of data, a gate, and a training that starts from the champion. After every kill the published bundle
# must verify and no half of a bundle be seen; then the night is run again, and must end as it does where nobody was
# killed, in a copy of the workspace: with the same exit code and bundle, byte for byte. Prints each loss and ends with 1 if there was any.
# On so small a shop chance alone looks like a loss: two nights of three the gate's margins are wide, and most are published; each
# third is refused unless the model is clearly better.
set -euo pipefail
cd "$(dirname "$0")/.."
mercer=$(realpath "$1")
kills=${2:-200}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$mercer" generate shop --output "$folder/shop" --users 400 --items 120 --events 20000 >/dev/null
sed "s#\"\.\./artifacts/data/sample-shop/#\"$folder/shop/#" Configs/sample-shop.json >"$folder/config.json"
newest=$(awk -F, '$4 ~ /^[0-9]+$/ && $4 > newest { newest = $4 } END { print newest }' "$folder/shop/events.csv")
models="models/sample-shop/nightly-recommend"

# The instant that ends night N of as many as there are kills.
instant() { date -u -d "@$((newest - (kills - $1) * 3600))" +%Y-%m-%dT%H:%M:%SZ; }

arguments() { # WORKSPACE NIGHT
    local margin=0.2
    [ $(($2 % 3)) != 0 ] || margin=0.001
    echo run Pipelines/nightly-recommend.json --config "$folder/config.json" --workspace "$folder/$1" --as-of "$(instant "$2")" \
        --set train.candidates.als-32.warm_start=champion --set evaluate.gate.1.margin=$margin \
        --set evaluate.gate.2.maximum_loss=$margin --set config.cache_max_bytes=20000000 --progress never --output json
}

# Prints exit code and digests of a run that nobody kills.
outcome() { # WORKSPACE NIGHT
    local code=0 bundle
    # shellcheck disable=SC2046 # no argument holds a blank
    "$mercer" $(arguments "$1" "$2") >"$folder/result.json" 2>>"$folder/log" || code=$?
    bundle=$(sed -n 's/.*"bundle":"\([^"]*\)".*/\1/p' "$folder/result.json")
    echo "exit code $code"
    if [ -n "$bundle" ]; then
        (cd "$bundle" && sha256sum model.safetensors users.csv items.csv recommendations.csv golden.json)
    fi
}

losses=0
lose() {
    echo "LOSS after kill $1: $2" >&2
    losses=$((losses + 1))
}

outcome work 0 >/dev/null
cp -a "$folder/work" "$folder/copy"
started=$(date +%s%N)
outcome copy 1 >/dev/null
whole=$((($(date +%s%N) - started) / 1000))
rm -rf "$folder/copy"
echo "an undisturbed night takes $((whole / 1000)) ms; killing $kills"

published=0
for kill in $(seq "$kills"); do
    cp -a "$folder/work" "$folder/copy"
    # The program itself, not a shell around it, is what is to be killed.
    # shellcheck disable=SC2046
    (exec "$mercer" $(arguments work "$kill") >/dev/null 2>>"$folder/log") &
    process=$!
    sleep "$(awk -v r="$RANDOM" -v w="$whole" 'BEGIN { printf "%.6f", r / 32768 * w / 1000000 }')"
    kill -9 $process 2>/dev/null || true
    wait $process 2>/dev/null || true
    "$mercer" verify "$folder/work/$models/current" >/dev/null || lose "$kill" "the published bundle does not verify"
    for bundle in "$folder/work/$models"/2*/; do
        [ -e "$bundle/manifest.json" ] || lose "$kill" "$bundle is half a bundle"
    done
    resumed=$(outcome work "$kill")
    undisturbed=$(outcome copy "$kill")
    [ "$resumed" = "$undisturbed" ] || lose "$kill" "the night ended otherwise: $resumed; undisturbed: $undisturbed"
    case $resumed in "exit code 0"*) published=$((published + 1)) ;; esac
    rm -rf "$folder/copy"
    "$mercer" runs prune --workspace "$folder/work" --keep-last 3 --apply >/dev/null
done
echo "$kills kills, $losses losses; $published nights published"
[ $losses = 0 ] && [ $published -gt 0 ]
