#!/usr/bin/env python3
"""Puts a LiteLLM proxy between vgledger and provider-simulator, and follows jobs through it.

Usage: check.py FOLDER_OF_BINARIES PATH_TO_LITELLM

Makes jobs at the proxy, then runs 'vgledger track', 'watch --exit-when verdict', 'show' and
'download' against it, and compares what the ledger says with what the simulator played. Exit code 0
only when every row is as expected. Nothing leaves this machine.
"""

import base64
import hashlib
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

SPEED = 60
KEY = "sk-litellm-check"
# Model at the proxy, fate at the simulator, state in the ledger, what a download gives.
JOBS = [
    ("sora", "success", "succeeded", "the simulator's bytes"),
    ("sora", "slow_success", "succeeded", "the simulator's bytes"),
    ("sora", "moderation_blocked", "filtered", None),
    ("sora", "failed", "failed", None),
    ("sora", "server_errors", "succeeded", "the simulator's bytes"),
    ("veo", "success", "succeeded", "the simulator's bytes"),
]


# The proxy answers 500 about an operation whose response has no samples, for ever (1.108.7; its model
# of the answer requires them). So a filtered Veo job must stay open in the ledger, and never succeed.
FILTERED = ("veo", "moderation_blocked")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fetch(url, body=None, key=KEY, **headers):
    """Status and body of a request."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json", **headers}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def wait_for(url, process, log):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if fetch(url)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit(f"LiteLLM did not start:\n{pathlib.Path(log).read_text()[-2000:]}")


def native_id(wrapped):
    """The id inside LiteLLM's: base64 of provider, model and id."""
    text = wrapped.removeprefix("video_")
    decoded = base64.b64decode(text + "=" * (-len(text) % 4)).decode()
    return re.search(r"video_id:([^;]+)", decoded).group(1)


class Ledger:
    """vgledger with an account for the proxy, in a folder of its own."""

    def __init__(self, binary, folder, proxy):
        config = {"accounts": {"litellm": {"dialect": "openai-videos", "base_url": f"{proxy}/v1", "key_env": "LITELLM_KEY"}}}
        (folder / "config.json5").write_text(json.dumps(config))
        self.binary = binary
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}
        self.environment = {
            **kept,
            "VGLEDGER_CONFIG": str(folder / "config.json5"),
            "VGLEDGER_DIR": str(folder / "ledger"),
            "LITELLM_KEY": KEY,
        }

    def run(self, *arguments, timeout=60):
        """The finished process; one that takes too long ends with code 124, as by timeout(1)."""
        command = [self.binary, *arguments]
        try:
            return subprocess.run(
                command, env=self.environment, capture_output=True, text=True, timeout=timeout
            )
        except subprocess.TimeoutExpired as late:
            said = (late.stdout or b"").decode() + (late.stderr or b"").decode()
            return subprocess.CompletedProcess(command, 124, "", said)

    def rows(self, *arguments):
        lines = self.run(*arguments, "-o", "jsonl").stdout.splitlines()
        return [json.loads(line) for line in lines]


def submit(proxy, jobs):
    """The jobs, under the ids that the proxy gave them."""
    made = []
    for model, fate, *_ in jobs:
        body = {"model": model, "prompt": f"a paper boat [fate: {fate}] [takes: 60]"}
        status, answer = fetch(f"{proxy}/v1/videos", body)
        if status != 200:
            sys.exit(f"the proxy answered {status}: {answer[:500]}")
        made.append(json.loads(answer)["id"])
    return made


def simulated_bytes(simulator, model, native):
    if model == "sora":
        return fetch(f"{simulator}/v1/videos/{native}/content")[1]
    operation = json.loads(fetch(f"{simulator}/v1beta/{native}", **{"x-goog-api-key": "simulated"})[1])
    uri = operation["response"]["generateVideoResponse"]["generatedSamples"][0]["video"]["uri"]
    return fetch(uri, **{"x-goog-api-key": "simulated"})[1]


def downloaded(ledger, folder, identifier, expected):
    """What 'download' saved, in words."""
    place = folder / hashlib.sha256(identifier.encode()).hexdigest()[:12]
    place.mkdir()
    result = ledger.run("download", identifier, "--dir", str(place))
    files = [path for path in place.rglob("*") if path.is_file()]
    if not files:
        return "nothing" if result.returncode else "nothing, and exit code 0"
    if len(files) > 1:
        return f"{len(files)} files"
    return "the simulator's bytes" if files[0].read_bytes() == expected else f"{files[0].stat().st_size} other bytes"


def check(ledger, simulator, proxy, folder):
    """Rows: what, what is expected, what was seen."""
    made = submit(proxy, JOBS)
    tracked = ledger.run("track", "--provider", "litellm", *made)
    yield "track", "exit 0", f"exit {tracked.returncode}{tracked.stderr[:300] if tracked.returncode else ''}"
    watched = ledger.run("watch", "--interval", "500ms", "--exit-when", "verdict")
    yield "watch --exit-when verdict", "exit 0", f"exit {watched.returncode}{watched.stderr[:300] if watched.returncode else ''}"
    states = {row["id"]: row["state"] for row in ledger.rows("list")}
    yield "jobs in the ledger", str(len(JOBS)), str(len(states))
    for (model, fate, state, file), identifier in zip(JOBS, made):
        yield f"{model} {fate}", state, states.get(identifier, "not there")
        if file is None:
            continue
        expected = simulated_bytes(simulator, model, native_id(identifier))
        yield f"{model} {fate}: download", file, downloaded(ledger, folder, identifier, expected)
    [filtered] = submit(proxy, [FILTERED])
    ledger.run("track", "--provider", "litellm", filtered)
    deadline = time.monotonic() + 30
    while fetch(f"{proxy}/v1/videos/{filtered}")[0] == 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    ledger.run("status", filtered)
    [row] = [row for row in ledger.rows("list") if row["id"] == filtered]
    yield "veo filtered: status", "no verdict, HTTP 500", f"{'a' if row['verdict'] else 'no'} verdict, HTTP {row['http_status']}"
    shown = ledger.run("show", made[0])
    yield "show", "exit 0", f"exit {shown.returncode}"
    rebuilt = ledger.run("rebuild", "--check")
    yield "rebuild --check", "exit 0", f"exit {rebuilt.returncode}"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    binaries, litellm = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    here = pathlib.Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        simulator = subprocess.Popen(
            [binaries / "provider-simulator", "--port", "0", "--speed", str(SPEED)], stdout=subprocess.PIPE, text=True
        )
        origin = simulator.stdout.readline().removeprefix("listening on ").strip()
        port = free_port()
        log = folder / "litellm.log"
        environment = {
            **os.environ,
            "SIMULATED_OPENAI": f"{origin}/v1",
            "SIMULATED_GEMINI": origin,
            "LITELLM_KEY": KEY,
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        }
        with open(log, "wb") as output:
            proxy = subprocess.Popen(
                [litellm, "--config", here / "config.yaml", "--host", "127.0.0.1", "--port", str(port), "--telemetry", "False"],
                stdout=output, stderr=subprocess.STDOUT, env=environment,
            )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/health/liveliness", proxy, log)
            rows = list(check(Ledger(binaries / "vgledger", folder, address), origin, address, folder))
        finally:
            for process in (proxy, simulator):
                process.terminate()
                process.wait(timeout=30)
    passed = 0
    print(f"{'through a LiteLLM proxy':36} what was seen")
    for what, expected, saw in rows:
        print(f"{what:36} {saw}")
        if saw == expected:
            passed += 1
        else:
            print(f"{'':36} EXPECTED {expected}")
    print(f"{passed} passed, {len(rows) - passed} failed")
    sys.exit(0 if passed == len(rows) else 1)


if __name__ == "__main__":
    main()
