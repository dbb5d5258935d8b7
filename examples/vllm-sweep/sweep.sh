#!/bin/sh
# For those who come from `vllm bench sweep serve`: the command is theirs, with another program's name in
# front. Two rows of the server, two of the load; two server starts. --simulate needs no GPU: leave it out
# where there is one. What was measured is not measured again: add --resume and a larger --num-runs.
kneeline bench sweep serve \
    --serve-cmd 'vllm serve meta-llama/Llama-3.1-8B-Instruct --port 8123' \
    --bench-cmd 'vllm bench serve --model meta-llama/Llama-3.1-8B-Instruct --port 8123 --num-prompts 32' \
    --serve-params examples/vllm-sweep/serve.json \
    --bench-params examples/vllm-sweep/bench.json \
    --num-runs 1 -o results -e vllm-sweep --simulate
