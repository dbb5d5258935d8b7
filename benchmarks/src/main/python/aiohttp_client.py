"""A client as most of this field are: aiohttp, a coroutine a stream, json.loads an event.

usage: aiohttp_client.py PORT STREAMS REQUESTS TOKENS; prints the mean TTFT and the p99 ITL in ms, and the seconds.
"""
import asyncio, json, sys, time
import aiohttp

port, streams, requests, tokens = map(int, sys.argv[1:])
url = f"http://127.0.0.1:{port}/v1/completions"
body = {"model": "m", "prompt": "the of and", "stream": True, "max_tokens": tokens, "ignore_eos": True}
ttfts, gaps = [], []


async def one(session):
    start = last = time.perf_counter()
    first = True
    async with session.post(url, json=body) as answer:
        async for line in answer.content:
            if not line.startswith(b"data: {") or not json.loads(line[6:])["choices"]:
                continue
            now = time.perf_counter()
            (ttfts if first else gaps).append(now - last)
            first, last = False, now


async def main():
    left = iter(range(requests))
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(None)) as session:
        async def worker():
            for _ in left:
                await one(session)
        await asyncio.gather(*(worker() for _ in range(streams)))

start = time.perf_counter()
asyncio.run(main())
seconds = time.perf_counter() - start
gaps.sort()
print(f"{1000 * sum(ttfts) / len(ttfts):.3f} {1000 * gaps[int(0.99 * (len(gaps) - 1))]:.3f} {seconds:.3f}")
