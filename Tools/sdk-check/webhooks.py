#!/usr/bin/env python3
"""Signs webhook deliveries with the package standardwebhooks, and compares who accepts which.

Usage: webhooks.py PATH_TO_VGLEDGER

Each delivery is judged by standardwebhooks, by the openai package's webhooks.verify_signature, and
by 'vgledger serve', over HTTP. Where the receiver judges otherwise than standardwebhooks, the table
of differences must say why. Exit code 0 only when every judgement is as expected, and when the
ledger has each accepted delivery once. Nothing leaves this machine.
"""

import base64
import dataclasses
import datetime
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import typing

import openai
import standardwebhooks

SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
OLD_SECRET = "whsec_" + base64.b64encode(b"the secret before the rotation..").decode()
FOREIGN = "whsec_" + base64.b64encode(b"nobody knows this secret........").decode()

# Where 'vgledger serve' judges otherwise than standardwebhooks 1.1.0, and why.
DIFFERENCES = {
    "old secret of a rotation": "the library takes one secret, the receiver all that are configured",
    "fraction in the timestamp": "the library rounds it down; the receiver wants whole seconds, as the specification does",
    "exponent in the timestamp": "the same",
    "two spaces between signatures": "the library fails on the empty part, with an error of another kind",
    "part without a comma, then a good one": "the same, on the part",
    "no JSON, signed well": "the library fails on parsing; the receiver answers 200, for a retry would not help; it tells of no job",
    "no UTF-8, signed well": "the same, on decoding",
    "299 kB, signed well": "the receiver takes 256 KiB at most",
}

# Accepted, and nothing to keep: what they say is about no job.
TELL_NO_JOB = ("another event type", "no JSON, signed well", "no UTF-8, signed well")


@dataclasses.dataclass
class Delivery:
    """Headers and body as they go over the wire."""

    id: typing.Optional[str]
    timestamp: typing.Optional[str]
    signature: typing.Optional[str]
    body: bytes

    @property
    def headers(self):
        named = {"webhook-id": self.id, "webhook-timestamp": self.timestamp, "webhook-signature": self.signature}
        return {name: value for name, value in named.items() if value is not None}


def event(number, kind="video.completed"):
    """A body of OpenAI's shape about a job of its own."""
    data = {"id": f"video_{0x6A7BD341:08x}{number:040x}"}
    content = {"id": f"evt_{number}", "object": "event", "created_at": int(time.time()), "type": kind, "data": data}
    return json.dumps(content, separators=(",", ":")).encode()


def signed(number, secret=SECRET, shift=0, body=None):
    """A delivery that the library signs, with a timestamp so many seconds off."""
    moment = datetime.datetime.fromtimestamp(int(time.time()) + shift, tz=datetime.timezone.utc)
    body = event(number) if body is None else body
    signature = standardwebhooks.Webhook(secret).sign(f"wh_{number}", moment, body.decode("utf-8", "surrogateescape"))
    return Delivery(f"wh_{number}", str(int(moment.timestamp())), signature, body)


def signed_bytes(number, body):
    """As the library signs, for bytes that are no text."""
    delivery = signed(number)
    data = f"{delivery.id}.{delivery.timestamp}.".encode() + body
    code = hmac.new(base64.b64decode(SECRET[6:]), data, hashlib.sha256).digest()
    return dataclasses.replace(delivery, body=body, signature="v1," + base64.b64encode(code).decode())


def changed(delivery, **changes):
    return dataclasses.replace(delivery, **changes)


def rows():
    """Name and delivery; each is made when it is judged, for timestamps are of now."""
    good = lambda n, **options: signed(n, **options)
    second = lambda n: signed(n, secret=OLD_SECRET).signature
    return {
        "honest": lambda n: good(n),
        "failed": lambda n: good(n, body=event(n, "video.failed")),
        "another event type": lambda n: good(n, body=event(n, "batch.completed")),
        "foreign secret": lambda n: good(n, secret=FOREIGN),
        "old secret of a rotation": lambda n: good(n, secret=OLD_SECRET),
        "298 s old": lambda n: good(n, shift=-298),
        "302 s old": lambda n: good(n, shift=-302),
        "298 s ahead": lambda n: good(n, shift=298),
        "302 s ahead": lambda n: good(n, shift=303),
        "two signatures, the first good": lambda n: changed(good(n), signature=f"{good(n).signature} {second(n)}"),
        "two signatures, the second good": lambda n: changed(
            good(n), signature=f"{signed(n, secret=FOREIGN).signature} {good(n).signature}"
        ),
        "v1a, then a good one": lambda n: changed(good(n), signature="v1a,c2lnbmF0dXJl " + good(n).signature),
        "only v1a": lambda n: changed(good(n), signature="v1a" + good(n).signature[2:]),
        "v2": lambda n: changed(good(n), signature="v2" + good(n).signature[2:]),
        "two spaces between signatures": lambda n: changed(
            good(n), signature=f"{signed(n, secret=FOREIGN).signature}  {good(n).signature}"
        ),
        "part without a comma, then a good one": lambda n: changed(good(n), signature=f"v1 {good(n).signature}"),
        "bare base64": lambda n: changed(good(n), signature=good(n).signature[3:]),
        "half a signature": lambda n: changed(good(n), signature=good(n).signature[:24]),
        "no padding": lambda n: changed(good(n), signature=good(n).signature.rstrip("=")),
        "hexadecimal": lambda n: changed(
            good(n), signature="v1," + base64.b64decode(good(n).signature[3:]).hex()
        ),
        "empty signature": lambda n: changed(good(n), signature=""),
        "no id": lambda n: changed(good(n), id=None),
        "no timestamp": lambda n: changed(good(n), timestamp=None),
        "no signature": lambda n: changed(good(n), signature=None),
        "another id": lambda n: changed(good(n), id="wh_another"),
        "timestamp a second later": lambda n: changed(good(n), timestamp=str(int(good(n).timestamp) + 1)),
        "fraction in the timestamp": lambda n: changed(good(n), timestamp=good(n).timestamp + ".5"),
        "exponent in the timestamp": lambda n: changed(good(n), timestamp=f"{int(good(n).timestamp)}e0"),
        "timestamp in milliseconds": lambda n: changed(good(n), timestamp=good(n).timestamp + "000"),
        "timestamp in words": lambda n: changed(good(n), timestamp="now"),
        "re-encoded body": lambda n: changed(good(n), body=json.dumps(json.loads(good(n).body)).encode()),
        "body with a line end more": lambda n: changed(good(n), body=good(n).body + b"\n"),
        "cut body": lambda n: changed(good(n), body=good(n).body[:-7]),
        "empty body under a signature of one": lambda n: changed(good(n), body=b""),
        "another job in the body": lambda n: changed(good(n), body=event(n + 500)),
        "no JSON, signed well": lambda n: good(n, body=b"video.completed"),
        "no UTF-8, signed well": lambda n: signed_bytes(n, b'{"type":"video.completed","x":"\xff\xfe"}'),
        "299 kB, signed well": lambda n: good(n, body=event(n) + b" " * 299_000),
        "200 kB, signed well": lambda n: good(n, body=event(n) + b" " * 200_000),
    }


def by_library(delivery):
    try:
        standardwebhooks.Webhook(SECRET).verify(delivery.body, delivery.headers)
        return "accepted"
    except standardwebhooks.WebhookVerificationError:
        return "refused"
    except Exception as error:
        return f"refused ({type(error).__name__})"


def by_openai(delivery):
    client = openai.OpenAI(api_key="none", webhook_secret=SECRET)
    try:
        client.webhooks.verify_signature(delivery.body, delivery.headers)
        return "accepted"
    except openai.InvalidWebhookSignatureError:
        return "refused"
    except Exception as error:
        return f"refused ({type(error).__name__})"


def by_receiver(port, delivery):
    """Accepted is 200; the connection is new for each, as senders need not keep it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", "/webhooks/openai", delivery.body, {"content-type": "application/json", **delivery.headers})
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        return "refused (closed)"
    finally:
        connection.close()
    return "accepted" if status == 200 else f"refused ({status})"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start(vgledger, folder, port, secrets):
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}
    (folder / "config.json5").write_text("{}")
    environment |= {
        "VGLEDGER_DIR": str(folder / "ledger"),
        "VGLEDGER_CONFIG": str(folder / "config.json5"),
        "OPENAI_WEBHOOK_SECRET": secrets,
    }
    process = subprocess.Popen(
        [vgledger, "serve", "--listen", f"127.0.0.1:{port}", "--no-poll"], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    return process, environment


def wait_until_ready(process, port):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"vgledger serve did not start: {process.stderr.read() if process.poll() is not None else 'no answer'}")


def judge(port):
    """Name, the three judgements, and the delivery."""
    for number, (name, make) in enumerate(rows().items(), start=1):
        delivery = make(number)
        yield name, by_library(delivery), by_openai(delivery), by_receiver(port, delivery), delivery


def received(vgledger, environment):
    """The ids of the deliveries in the ledger."""
    command = [vgledger, "export", "observations"]
    export = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in export.stdout.splitlines()]
    return [line["delivery_id"] for line in lines if line.get("kind") == "webhook.received"]


def word(judgement):
    return judgement.split(" ")[0]


def check(vgledger, folder):
    """The number of failures."""
    port = free_port()
    process, environment = start(vgledger, folder, port, f"{SECRET} {OLD_SECRET}")
    failures = 0
    accepted, names = [], []
    try:
        wait_until_ready(process, port)
        print(f"{'delivery':38} {'standardwebhooks':30} {'openai':30} vgledger serve")
        for name, library, sdk, receiver, delivery in judge(port):
            print(f"{name:38} {library:30} {sdk:30} {receiver}")
            differs = word(library) != word(receiver)
            if differs != (name in DIFFERENCES):
                failures += 1
                print(f"{'':38} UNEXPECTED: {'differs' if differs else 'does not differ'}")
            if receiver == "accepted":
                accepted.append(delivery.id)
                names.append(name)
        honest = signed(900)
        again = [by_receiver(port, honest) for _ in range(3)]
        accepted.append(honest.id)
        names.append("thrice")
        print(f"{'the same delivery three times':38} {'':30} {'':30} {', '.join(again)}")
        failures += again != ["accepted"] * 3
    finally:
        process.terminate()
        process.wait(timeout=20)
    kept = received(vgledger, environment)
    expected = sorted(accepted[place] for place, name in enumerate(names) if name not in TELL_NO_JOB)
    print(f"accepted {len(accepted)}, of them about a job {len(expected)}, in the ledger {len(kept)}")
    if sorted(kept) != expected:
        failures += 1
        print(f"UNEXPECTED: {sorted(set(kept) ^ set(expected)) or 'a delivery is there twice'}")
    for name in rows():
        if name in DIFFERENCES:
            print(f"difference: {name}: {DIFFERENCES[name]}")
    return failures


def unprefixed(vgledger, folder):
    """A secret without whsec_: the libraries take it, each in its own way; the receiver does not start."""
    process, _ = start(vgledger, folder, free_port(), SECRET.removeprefix("whsec_"))
    said = process.communicate(timeout=30)[1].strip().splitlines()
    print(f"secret without whsec_: vgledger serve ends with {process.returncode}: {said[-1] if said else ''}")
    return process.returncode == 0


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    vgledger = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        failures = check(vgledger, pathlib.Path(name))
    with tempfile.TemporaryDirectory() as name:
        failures += unprefixed(vgledger, pathlib.Path(name))
    print(f"{failures} unexpected")
    sys.exit(0 if failures == 0 else 1)


if __name__ == "__main__":
    main()
