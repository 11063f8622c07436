#!/usr/bin/env python3
"""Sends webhook deliveries to 'vgledger serve' and checks that whatever was answered 200 is in the log.

Usage: check.py load|kills|attack VGLEDGER SIMULATOR
  load    RATE (2000) signed deliveries a second for SPAN (60) seconds
  kills   RATE (500) a second for SPAN (60) seconds, while the receiver is killed KILLS (20) times
  attack  COUNT (10000) forged, stale, replayed, cut, oversized and re-encoded deliveries
SEED (1) comes from the environment, too.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
SEED = int(os.environ.get("SEED", "1"))
PORT = int(os.environ.get("PORT", "8791"))
P99_MOST = 100


class Receiver:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = {
            "HOME": folder, "PATH": os.environ["PATH"], "VGLEDGER_DIR": f"{folder}/ledger",
            "OPENAI_WEBHOOK_SECRET": SECRET}
        self.process = None

    def start(self):
        errors = open(f"{self.folder}/errors", "a")
        self.process = subprocess.Popen(
            [self.program, "serve", "--listen", f"127.0.0.1:{PORT}", "--no-poll"],
            env=self.environment, stdout=subprocess.PIPE, stderr=errors, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), open(f"{self.folder}/errors").read()
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait()

    def run(self, *words):
        return subprocess.run(
            [self.program, *words], env=self.environment, capture_output=True, text=True)

    def delivery_ids(self):
        lines = self.run(
            "log", "source:webhook", "-o", "jsonl", "--fields", "kind,detail").stdout.splitlines()
        events = map(json.loads, lines)
        return [event["detail"].split("  ")[1] for event in events
                if event["kind"] == "webhook.received"]


def numbers(sender, output, status, needed):
    """What a sender told at its end; says what happened where it ended early."""
    found = dict(line.split("\t", 1) for line in output.splitlines() if "\t" in line)
    missing = [name for name in needed if name not in found]
    if missing:
        how = f"was ended by signal {-status}" if status < 0 else f"ended with {status}"
        sys.exit(f"'{sender}' {how} and did not tell {', '.join(missing)}; "
                 f"it printed: {output.strip() or 'nothing'}")
    return found


def delivered(sender):
    output = sender.communicate()[0]
    return numbers("provider-simulator deliver", output, sender.returncode, [
        "attempts", "attempts_per_second", "acknowledged", "deliveries", "p50_ms", "p99_ms",
        "max_ms"])


def deliver(simulator, folder, rate, seconds):
    return subprocess.Popen(
        [simulator, "deliver", "--to", f"http://127.0.0.1:{PORT}/webhooks/openai", "--secret",
         SECRET, "--rate", str(rate), "--for", f"{seconds}s", "--jobs", "5000", "--seed",
         str(SEED), "--log", f"{folder}/deliveries.jsonl"],
        stdout=subprocess.PIPE, text=True)


def acknowledged(folder):
    with open(f"{folder}/deliveries.jsonl") as file:
        attempts = [json.loads(line) for line in file]
    return {attempt["webhook_id"] for attempt in attempts if attempt["status"] == 200}


def told(receiver, folder, extra):
    """Compares what was acknowledged with what is in the log."""
    ids = receiver.delivery_ids()
    acks = acknowledged(folder)
    lost = acks - set(ids)
    rebuilt = receiver.run("rebuild", "--check")
    return extra + [
        (f"{len(acks)} deliveries were answered 200; of these not in the log: {len(lost)}; "
         f"in the log twice: {len(ids) - len(set(ids))}", not lost and len(ids) == len(set(ids))),
        (rebuilt.stdout.strip(), rebuilt.returncode == 0)]


def load(receiver, simulator, folder):
    rate = int(os.environ.get("RATE", "2000"))
    seconds = int(os.environ.get("SPAN", "60"))
    receiver.start()
    found = delivered(deliver(simulator, folder, rate, seconds))
    code = receiver.end()
    return told(receiver, folder, [
        (f"{rate} signed deliveries a second for {seconds} s: {found['attempts_per_second']}/s sent, "
         f"{found['acknowledged']} of {found['deliveries']} acknowledged",
         found["acknowledged"] == found["deliveries"]),
        (f"answered after p50 {found['p50_ms']} ms, p99 {found['p99_ms']} ms, at most "
         f"{found['max_ms']} ms", found["p99_ms"] != "-" and float(found["p99_ms"]) < P99_MOST),
        (f"TERM ended it with {code}", code == 0)])


def kills(receiver, simulator, folder):
    rate = int(os.environ.get("RATE", "500"))
    seconds = int(os.environ.get("SPAN", "60"))
    count = int(os.environ.get("KILLS", "20"))
    chance = random.Random(SEED)
    instants = sorted(chance.uniform(1, seconds - 1) for _ in range(count))
    receiver.start()
    sender = deliver(simulator, folder, rate, seconds)
    begun = time.monotonic()
    for instant in instants:
        time.sleep(max(0, begun + instant - time.monotonic()))
        receiver.end(signal.SIGKILL)
        receiver.start()
    found = delivered(sender)
    code = receiver.end()
    return told(receiver, folder, [
        (f"{count} kills within {seconds} s at {rate} deliveries a second, seed {SEED}; "
         f"{found['attempts']} attempts, {found['acknowledged']} of {found['deliveries']} "
         "acknowledged in the end", found["acknowledged"] == found["deliveries"]),
        (f"TERM ended it with {code}", code == 0)])


def attack(receiver, simulator, folder):
    count = os.environ.get("COUNT", "10000")
    receiver.start()
    result = subprocess.run(
        [simulator, "attack", "--to", f"http://127.0.0.1:{PORT}/webhooks/openai", "--secret",
         SECRET, "--count", count, "--seed", str(SEED)], stdout=subprocess.PIPE, text=True)
    found = numbers("provider-simulator attack", result.stdout, result.returncode, [
        "tried", "accepted", "honest_acknowledged"])
    code = receiver.end()
    ids = receiver.delivery_ids()
    rebuilt = receiver.run("rebuild", "--check")
    return [
        (f"{found['tried']} attacks, seed {SEED}: accepted {found['accepted']}",
         result.returncode == 0 and found["accepted"] == "0"),
        (f"{found['honest_acknowledged']} honest deliveries among them; in the log: {len(ids)}",
         str(len(set(ids))) == found["honest_acknowledged"] and len(ids) == len(set(ids))),
        (f"TERM ended it with {code}", code == 0),
        (rebuilt.stdout.strip(), rebuilt.returncode == 0)]


def main(what, program, simulator):
    folder = tempfile.mkdtemp(prefix="vgledger-webhooks-")
    receiver = Receiver(os.path.abspath(program), folder)
    try:
        checks = {"load": load, "kills": kills, "attack": attack}[what](
            receiver, os.path.abspath(simulator), folder)
    finally:
        if receiver.process and receiver.process.poll() is None:
            receiver.end(signal.SIGKILL)
        shutil.rmtree(folder)
    for text, holds in checks:
        print(f"- {'' if holds else 'NOT: '}{text}")
    return 0 if all(holds for _, holds in checks) else 1


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("load", "kills", "attack"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
