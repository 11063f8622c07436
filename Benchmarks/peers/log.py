#!/usr/bin/env python3
"""Measures a scan of all headers beside a cursor of LMDB in C, and a verification beside its hashes and a rebuild.

Usage: log.py VGLEDGER INTEGRITY-BENCHMARK [EVENTS]
Each function makes a row of (work, ours, peers, target); medians of interleaved runs. Needs a C compiler and liblmdb.
"""
import os, shutil, subprocess, sys, tempfile

from measuring import RUNS, interleaved, print_table, printed, seconds

HERE = os.path.dirname(os.path.abspath(__file__))


def scan(benchmark, ledger, folder):
    """The headers of the log, one after another; both must come to the same sum over them."""
    program = os.path.join(folder, "scan")
    subprocess.run(["cc", "-O2", "-o", program, HERE + "/scan.c", "-llmdb"], check=True)
    answers = set()

    def work(*words):
        def run(_):
            rate, *answer = printed(words)
            answers.add(tuple(answer))
            return float(rate)
        return run

    (ours, its), ratios = interleaved([work(benchmark, "scan", ledger, "--runs", "5"), work(program, ledger, "5")])
    if len(answers) != 1:
        sys.exit(f"the scans come to {answers}")
    return (f"scan of {int(answers.pop()[0]):,} headers", f"{ours:.1f} M/s",
            [f"C, a cursor of LMDB: {its:.1f} M/s, ratio **{ratios[1]:.2f}**"], "≥ 0.8 × C")


def verify(vgledger, benchmark, ledger):
    """A verification; its pieces hashed from memory by as many threads, and a rebuild. Ours are whole processes."""
    def ours(_):
        return seconds([vgledger, "--quiet", "verify", "--ledger", ledger])[0]

    parts = []

    def both(_):
        hashing = float(printed([benchmark, "hash", ledger, "--runs", "3"])[0])
        rebuilding = seconds([vgledger, "--quiet", "rebuild", "--ledger", ledger])[0]
        parts.append((hashing, rebuilding))
        return hashing + rebuilding

    (mine, its), ratios = interleaved([ours, both])
    hashing, rebuilding = (sorted(column)[RUNS // 2] for column in zip(*parts))
    return ("verify", f"{mine:.2f} s",
            [f"swift-crypto, the same pieces: {hashing:.2f} s, and one rebuild: {rebuilding:.2f} s; "
             f"of both together **{ratios[1]:.2f}**"], "≤ 2 × both together")


def main():
    vgledger, benchmark = (os.path.abspath(word) for word in sys.argv[1:3])
    events = int(sys.argv[3]) if len(sys.argv) > 3 else 1000000
    folder = tempfile.mkdtemp(prefix="vgledger-log-")
    try:
        ledger = os.path.join(folder, "ledger")
        printed([benchmark, "generate", ledger, "--events", str(events)])
        rows = [scan(benchmark, ledger, folder), verify(vgledger, benchmark, ledger)]
        print(f"{events:,} events, medians of {RUNS} interleaved runs.\n")
        print_table(rows)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
