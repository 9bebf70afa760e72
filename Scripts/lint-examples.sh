#!/usr/bin/env bash
# Checks the schedules in Examples/nightly with the tools that read them, where those are installed.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if command -v systemd-analyze >/dev/null; then
    # The program's place is the user's; here something stands there that exists.
    sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' Examples/nightly/mercer-nightly.service >"$folder/mercer-nightly.service"
    cp Examples/nightly/mercer-nightly.timer "$folder"
    systemd-analyze verify "$folder/mercer-nightly.service" "$folder/mercer-nightly.timer"
else
    echo "systemd-analyze is not installed: the systemd units are not checked" >&2
fi
if command -v promtool >/dev/null; then
    promtool check rules Examples/nightly/alerts.yaml
else
    echo "promtool is not installed: the alert rules are not checked" >&2
fi
PYTHONPYCACHEPREFIX="$folder" python3 -m py_compile Examples/nightly/airflow_dag.py Examples/python/*.py Benchmarks/peers/*.py Benchmarks/accuracy/*.py
