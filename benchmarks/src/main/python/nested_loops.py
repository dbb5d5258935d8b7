"""Nested loops with rule checks, as the generator of the guide has them: the peer that SpaceBar is compared with.

Reads `kneeline params --show-info` from standard input and prints, for the seconds it is given, how many tuples it
visited, how many of them were valid, and when the last valid one came.
"""

import itertools
import json
import sys
import time


def valid(p):
    chunk, graph = p["chunked_prefill_size"], p["cuda_graph_max_bs"]
    if chunk is not None and chunk > p["max_prefill_tokens"]:
        return False
    if p["enable_hierarchical_cache"]:
        if p["enable_lmcache"] or p["disable_radix_cache"]:
            return False
    elif (
        p["hicache_ratio"] != 1.0
        or p["hicache_size"] != 0
        or p["hicache_write_policy"] != "write_back"
        or p["hicache_io_backend"] != "kernel"
        or p["hicache_mem_layout"] != "layer_first"
        or p["hicache_storage_backend"] is not None
        or p["hicache_storage_prefetch_policy"] != "best_effort"
    ):
        return False
    if p["attention_backend"] != "nsa" and (
        p["nsa_prefill_backend"] != "flashmla_sparse" or p["nsa_decode_backend"] != "fa3"
    ):
        return False
    if p["disable_overlap_schedule"] and (p["enable_two_batch_overlap"] or p["enable_single_batch_overlap"]):
        return False
    if p["hicache_mem_layout"] == "page_first_direct" and p["hicache_io_backend"] != "direct":
        return False
    if chunk is not None and chunk <= 2048 and graph is not None and graph > 32:
        return False
    if not p["enable_torch_compile"] and p["torch_compile_max_bs"] != 16:
        return False
    return not (p["disable_radix_cache"] and p["radix_eviction_policy"] != "lru")


def main():
    seconds = float(sys.argv[1])
    info = json.load(sys.stdin)
    names = list(info)
    begin = time.perf_counter()
    visited = found = 0
    last = 0.0
    for values in itertools.product(*(info[name]["values"] for name in names)):
        visited += 1
        if valid(dict(zip(names, values))):
            found += 1
            last = time.perf_counter() - begin
        if visited % 1000 == 0 and time.perf_counter() - begin > seconds:
            break
    print(json.dumps({"visited": visited, "valid": found, "last_valid_s": last, "python": sys.version.split()[0]}))


main()
