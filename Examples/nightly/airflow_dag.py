"""Trains the shop's models every night; a gate's refusal skips the task instead of failing it."""
from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(
    dag_id="mercer_nightly",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=30)},
) as dag:
    BashOperator(
        task_id="train",
        cwd="/srv/mercer",
        # The interval's end is the instant the data is cut at, so a night that is run again sees the same rows.
        bash_command=(
            "mercer run Pipelines/nightly.json --as-of '{{ data_interval_end.strftime(\"%Y-%m-%dT%H:%M:%SZ\") }}'"
            " --wait 3600 --output json"
        ),
        # 2: trained, reported, not published. The published model serves on.
        skip_on_exit_code=2,
        # Airflow sends SIGTERM: the run keeps a checkpoint and the retry goes on from it.
        execution_timeout=timedelta(hours=6),
    )
