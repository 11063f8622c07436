#!/usr/bin/env python3
"""Durable callers beside a bare C program that makes the same puts in the same transactions.

Usage: append.py INTEGRITY-BENCHMARK FOLDER [APPENDS [RUNS [CALLERS]]]
The puts are those of a run of ours, written down by trace.c and made again by replay.c, so the tree's head
and tiles, the indexes and the rows are in each transaction of both.
"""
import os, shutil, statistics, subprocess, sys

program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
appends = sys.argv[3] if len(sys.argv) > 3 else "2000"
runs = int(sys.argv[4]) if len(sys.argv) > 4 else 21
callers = sys.argv[5] if len(sys.argv) > 5 else "1"
here = os.path.dirname(os.path.abspath(__file__))
os.makedirs(folder, exist_ok=True)
trace, replay, log = (os.path.join(folder, name) for name in ("trace.so", "replay", "trace"))
subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", trace, here + "/trace.c", "-llmdb", "-ldl"], check=True)
subprocess.run(["cc", "-O2", "-o", replay, here + "/replay.c", "-llmdb"], check=True)

def fresh(name, make):
    place = os.path.join(folder, name)
    shutil.rmtree(place, ignore_errors=True)
    if make:
        os.mkdir(place)
    return place

def ours(extra={}):
    words = [program, "append", fresh("ours", False), "--count", appends, "--callers", callers]
    return float(subprocess.run(words, check=True, capture_output=True, text=True, env={**os.environ, **extra}).stdout)

def bare():
    words = [replay, log, fresh("bare", True)]
    _, took = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    return int(appends) / float(took)

ours({"LD_PRELOAD": trace, "TRACE": log})
rates = [(ours(), bare()) for _ in range(runs)]
a, b = (statistics.median(rate[i] for rate in rates) for i in (0, 1))
ratio = statistics.median(x / y for x, y in rates)
who = "one caller" if callers == "1" else f"{callers} callers"
print(f"{appends} durable appends of {who}, medians of {runs} interleaved runs:")
print(f"ours {a:.0f}/s, bare C with the same puts {b:.0f}/s, ratio {ratio:.2f}")
shutil.rmtree(folder)
