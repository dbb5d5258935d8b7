#!/usr/bin/env bash
# Generate combinations of SGLang's parameters, benchmark each of them, and find the best one.
#
#   examples/params-benchmark.sh            # four combinations on the simulated server: half a minute
#   ENGINE=sglang MODEL=/models/llama COMBINATIONS=100 examples/params-benchmark.sh
#
# See: a sample of 2,095,600,896,000,000 valid combinations, a server started for each, and the table, best first.
# Called again, it measures what is missing only. Words given to it are options of `kneeline run`.
set -euo pipefail

kneeline=${KNEELINE:-$(dirname "$0")/../kneeline}
engine=${ENGINE:-sim}
model=${MODEL:-meta-llama/Llama-3.1-8B-Instruct}
folder=${FOLDER:-results/params-benchmark}
configs=$folder/configs.json
study=$folder/study
options=()
if [ "$engine" = sim ]; then # in SGLang's role, with less to do than a GPU would get
  options=(--set server.engine=sglang load.random-input-len=256 load.random-output-len=32 load.num-prompts=100)
fi

# 1. Combinations: balanced, so that rare features appear; the first one is the server's defaults.
mkdir -p "$folder"
"$kneeline" params --max-combinations "${COMBINATIONS:-4}" --seed 1 --output "$configs"

# 2. Each one is a server that is started, measured and stopped; one that fails is recorded, and the rest goes on.
"$kneeline" run "$configs" --engine "$engine" --model "$model" "${options[@]}" "$@" -o "$study"

# 3. The optimum, and every figure for a program of your own.
"$kneeline" show "$study" --top 3
"$kneeline" show "$study" --columns all --format csv >"$folder/results.csv"
printf 'all figures: %s\n' "$folder/results.csv"
