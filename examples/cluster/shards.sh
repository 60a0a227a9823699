#!/usr/bin/env bash
# bnlint over a corpus as a SLURM array: sbatch --array=0-99 shards.sh CORPUS FINDINGS (folders of Parquet or JSONL files).
#
# Each task takes every hundredth file; a task that is ended goes on where it was when it is submitted again. Without
# SLURM, GNU parallel does the same: find CORPUS -type f | parallel bnlint mine {} -o FINDINGS/{/.}.parquet
# In the end: python merge.py FINDINGS all.parquet
#
# Exit code: that of bnlint mine, 2 if a file was not examined; the others are examined all the same.
set -uo pipefail
corpus=$1 findings=$2 code=0
mkdir -p "$findings"
mapfile -d '' -t files < <(find "$corpus" -type f -print0 | sort -z)
for ((i = SLURM_ARRAY_TASK_ID; i < ${#files[@]}; i += SLURM_ARRAY_TASK_COUNT)); do
  out=$findings/$i.parquet
  [[ -e $out ]] || bnlint mine --jobs "${SLURM_CPUS_PER_TASK:-auto}" -o "$out" -- "${files[i]}" || code=$?
done
exit "$code"
