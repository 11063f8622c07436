"""What the measurements beside others share."""
import os, statistics, subprocess, time

RUNS = int(os.environ.get("RUNS", "5"))


def seconds(words, **options):
    """How long the command takes as a whole process, and what it prints."""
    start = time.perf_counter()
    done = subprocess.run(words, check=True, capture_output=True, text=True, **options)
    return time.perf_counter() - start, done.stdout


def printed(words):
    """What the command prints, as words."""
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()


def interleaved(works):
    """Runs each work RUNS times in turns; the medians of what they return, and the medians of the ratios to the first."""
    found = [[work(run) for work in works] for run in range(RUNS)]
    medians = [statistics.median(column) for column in zip(*found)]
    ratios = [statistics.median(row[0] / row[index] for row in found) for index in range(len(works))]
    return medians, ratios


def print_table(rows):
    """Prints rows of (work, ours, peers, target) as a table of Markdown."""
    print("| work | vgledger | peers | target |\n|---|---:|---|---|")
    for work, ours, peers, target in rows:
        print(f"| {work} | {ours} | {'<br>'.join(peers)} | {target} |")
