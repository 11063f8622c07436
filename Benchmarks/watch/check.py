#!/usr/bin/env python3
"""Watches many simulated jobs to their verdicts, killed and started again in the middle, and checks
that no account's limits were exceeded, that every answer is in the log, and how much memory it took.

Usage: check.py VGLEDGER SIMULATOR   (JOBS, SEED, RATE and CONCURRENT come from the environment)
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

JOBS = int(os.environ.get("JOBS", "10000"))
SEED = os.environ.get("SEED", "1")
RATE = os.environ.get("RATE", "100")
CONCURRENT = os.environ.get("CONCURRENT", "8")
BURST = "20"
# None that says 429 to one job alone: a client takes that for its account's and rests as a whole.
FATES = "success:88,failed:5,moderation_blocked:5,server_errors:2"
KILLED_AFTER = 40
MEMORY_MOST = 150 << 20


def memory(pid):
    """Bytes that are resident beyond mapped files."""
    try:
        with open(f"/proc/{pid}/status") as status:
            lines = dict(line.split(":", 1) for line in status)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(lines.get(name, "0 kB").split()[0]) for name in ("RssAnon", "RssShmem")) * 1024


def watch(program, environment, log, until=None):
    """Runs watch until it ends, or kills it; gives its exit code, most memory and wall time."""
    begun = time.monotonic()
    most = 0
    process = subprocess.Popen(
        [program, "watch", "--exit-when", "verdict"], env=environment, stdout=log, stderr=log)
    while process.poll() is None:
        most = max(most, memory(process.pid))
        if until and time.monotonic() - begun > until:
            process.send_signal(signal.SIGKILL)
            process.wait()
        time.sleep(0.2)
    return process.returncode, most, time.monotonic() - begun


def main(program, simulator):
    folder = tempfile.mkdtemp(prefix="vgledger-watch-")
    requests = f"{folder}/requests.jsonl"
    jobs = f"{folder}/jobs.jsonl"
    provider = subprocess.Popen(
        [simulator, "--speed", "1", "--jobs", str(JOBS), "--seed", SEED, "--job-fates", FATES,
         "--write-jobs", jobs, "--request-log", requests, "--limit-concurrent", CONCURRENT,
         "--limit-rate", RATE, "--limit-burst", BURST],
        stdout=subprocess.PIPE, text=True)
    base = provider.stdout.readline().split()[-1]
    limits = {"limit_concurrent": int(CONCURRENT), "limit_per_second": float(RATE),
              "limit_burst": int(BURST)}
    os.makedirs(f"{folder}/.config/vgledger")
    with open(f"{folder}/.config/vgledger/config.json5", "w") as file:
        json.dump({"accounts": {name: limits for name in ("sora", "veo", "vertex")}}, file)
    environment = {
        "HOME": folder, "PATH": os.environ["PATH"], "VGLEDGER_DIR": f"{folder}/ledger",
        "OPENAI_BASE_URL": f"{base}/v1", "OPENAI_API_KEY": "key-of-sora",
        "GOOGLE_GEMINI_BASE_URL": f"{base}/v1beta", "GEMINI_API_KEY": "key-of-veo",
        "GOOGLE_VERTEX_BASE_URL": f"{base}/v1", "GOOGLE_VERTEX_ACCESS_TOKEN": "token-of-vertex",
    }
    try:
        return check(program, environment, folder, jobs, requests)
    finally:
        provider.terminate()
        provider.wait()
        if os.environ.get("KEEP") is None:
            shutil.rmtree(folder)
        else:
            print(f"kept {folder}")


def lines(path):
    with open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def check(program, environment, folder, jobs, requests):
    ids = [job["id"] for job in lines(jobs)]
    subprocess.run(
        [program, "track", "-", "-q"], input="\n".join(ids), text=True, env=environment,
        stdout=subprocess.DEVNULL, check=True)
    with open(f"{folder}/watch.log", "w") as log:
        killed = watch(program, environment, log, KILLED_AFTER)
        ended = watch(program, environment, log)
    asked = lines(requests)
    exceeded = [line for line in asked if line["exceeded"] is not None]
    log = subprocess.run(
        [program, "log", "source:poll", "-o", "jsonl", "--fields", "request_id,kind"], text=True,
        env=environment, capture_output=True, check=True).stdout.splitlines()
    known = {json.loads(line)["request_id"] for line in log}
    missing = [line for line in asked if line["request_id"] not in known]
    states = {}
    listed = subprocess.run(
        [program, "list", "-o", "jsonl", "--fields", "state"], text=True, env=environment,
        capture_output=True, check=True).stdout.splitlines()
    for line in listed:
        state = json.loads(line)["state"]
        states[state] = states.get(state, 0) + 1
    rebuilt = subprocess.run(
        [program, "rebuild", "--check"], text=True, env=environment, capture_output=True)
    # What was under way at the kill had no chance to be recorded.
    allowed = 3 * int(CONCURRENT)
    open_states = sum(states.get(name, 0) for name in ("queued", "running", "unknown"))
    checks = [
        (f"{JOBS} jobs, seed {SEED}: {states}", sum(states.values()) == JOBS and open_states == 0),
        (f"killed after {killed[2]:.0f} s, started again, ended by itself after {ended[2]:.0f} s "
         f"with {ended[0]}", killed[0] == -signal.SIGKILL and ended[0] == 0),
        (f"{len(asked)} requests, {len(asked) / JOBS:.1f} a job; beyond the limits of "
         f"{CONCURRENT} at once and {RATE} a second for each account: {len(exceeded)}",
         not exceeded),
        (f"answers that are not in the log: {len(missing)}; {allowed} could be under way at the kill",
         len(missing) <= allowed),
        (f"memory beyond mapped files: {max(killed[1], ended[1]) / (1 << 20):.1f} MiB",
         max(killed[1], ended[1]) < MEMORY_MOST),
        (rebuilt.stdout.strip(), rebuilt.returncode == 0),
    ]
    for text, holds in checks:
        print(f"- {'' if holds else 'NOT: '}{text}")
    return 0 if all(holds for _, holds in checks) else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
