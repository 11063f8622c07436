#!/usr/bin/env python3
"""Measures what an append, a story and an opening cost in a large ledger beside small ones.

Usage: growth.py VGLEDGER INTEGRITY-BENCHMARK [EVENTS…]
Without sizes they are 10 000, 100 000 and 1 000 000; 10 000 000 need 8 GB and some minutes. All are measured in turns,
after one turn that does not count, so what is read is in memory. Appends go to the ledgers themselves, which grow.
"""
import os, random, shutil, sys, tempfile

from measuring import RUNS, interleaved, print_table, printed, seconds

APPENDS = 500  # a turn; more would make the smallest ledger a larger one
STORIES = 20
SIZES = [10_000, 100_000, 1_000_000]
TARGET = 1.3


class Growth:
    def __init__(self, vgledger, benchmark, folder, sizes):
        self.vgledger, self.benchmark, self.folder, self.sizes = vgledger, benchmark, folder, sizes
        os.makedirs(folder, exist_ok=True)
        for size in sizes:
            printed([benchmark, "generate", self.ledger(size), "--events", str(size)])

    def ledger(self, size):
        return os.path.join(self.folder, str(size))

    def appends(self):
        """Milliseconds of a durable append of one caller, to jobs that the ledger does not know."""
        def work(size):
            words = [self.benchmark, "append", self.ledger(size), "--existing", "--count", str(APPENDS)]
            return lambda _: 1000 / float(printed(words)[0])

        return self.row("durable append, one caller", work)

    def stories(self):
        """Milliseconds of a story, as a whole process, of jobs all over the ledger."""
        def work(size):
            # Nine events a job, so all of these are there.
            jobs = random.Random(size).sample(range(size // 10), STORIES)
            names = [f"video_{job}" for job in jobs]

            def run(_):
                return sum(seconds([self.vgledger, "show", name, "--ledger", self.ledger(size)])[0]
                           for name in names) / STORIES * 1000
            return run

        return self.row("show of a random job, whole process", work)

    def openings(self):
        """Milliseconds of an opening for appends, in a process that goes on."""
        def work(size):
            return lambda _: float(printed([self.benchmark, "open", self.ledger(size)])[0])

        return self.row("opening", work)

    def row(self, name, work):
        sizes = sorted(self.sizes, reverse=True)
        works = [work(size) for size in sizes]
        for each in works:
            each(None)
        medians, ratios = interleaved(works)
        peers = [f"at {size:,}: {median:.3g} ms, ratio **{ratio:.2f}**"
                 for size, median, ratio in reversed(list(zip(sizes, medians, ratios))[1:])]
        return (f"{name}, at {sizes[0]:,} events", f"{medians[0]:.3g} ms", peers, f"≤ {TARGET} × at {sizes[-1]:,}")

    def rows(self):
        return [self.appends(), self.stories(), self.openings()]


def main():
    vgledger, benchmark = (os.path.abspath(word) for word in sys.argv[1:3])
    sizes = [int(word) for word in sys.argv[3:]] or SIZES
    folder = tempfile.mkdtemp(prefix="vgledger-growth-")
    try:
        rows = Growth(vgledger, benchmark, folder, sizes).rows()
        print(f"Ledgers of {', '.join(f'{size:,}' for size in sizes)} events, medians of {RUNS} interleaved runs.\n")
        print_table(rows)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
