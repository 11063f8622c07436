#!/usr/bin/env python3
"""observations.py JOBS [SEED] > FILE: seeded observations as JSON Lines, with the mix of the real world.

About eight answers a job, half Sora-shaped and half Veo-shaped, bodies of 200 to 900 bytes, 4 % of the jobs filtered and
3 % failed. The same arguments give the same bytes.
"""
import json
import random
import sys
from datetime import datetime, timezone

chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 7)
WORDS = "a red car drives through rain at night slow dolly neon reflections handheld paper boat on a pond".split()
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def moment(seconds):
    text = datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def write(account, job, seconds, body):
    sys.stdout.write(json.dumps({
        "account": account, "job": job, "observed_at": moment(seconds), "http_status": 200,
        "body": json.dumps(body)}) + "\n")


def sora(start, count, step, fate):
    job = "video_%08x%040x" % (int(start), chance.getrandbits(160))
    body = {
        "id": job, "object": "video", "model": chance.choice(["sora-2", "sora-2-pro"]),
        "created_at": int(start), "size": "1280x720", "seconds": chance.choice(["4", "8", "12"]),
        "prompt": " ".join(chance.choice(WORDS) for _ in range(chance.randint(12, 60)))}
    for index in range(count):
        end = int(start + step * index)
        if index == 0:
            now = {"status": "queued", "progress": 0}
        elif index < count - 1:
            now = {"status": "in_progress", "progress": 100 * index // count}
        elif fate < 0.04:
            now = {"status": "failed", "progress": 0, "error": {
                "code": "moderation_blocked", "message": "Your request was blocked by our moderation system."}}
        elif fate < 0.07:
            now = {"status": "failed", "progress": 0, "error": {
                "code": "internal_error", "message": "Video generation failed."}}
        else:
            now = {"status": "completed", "progress": 100, "completed_at": end, "expires_at": end + 3600}
        write("sora", job, start + step * index, body | now)


def veo(start, count, step, fate):
    model = chance.choice(["veo-3.1-generate-preview", "veo-3.1-fast-generate-preview"])
    job = f"models/{model}/operations/" + "".join(chance.choice(LETTERS) for _ in range(12))
    for index in range(count):
        body = {"name": job, "metadata": {"@type": "type.googleapis.com/PredictLongRunningMetadata",
                                          "note": " ".join(chance.choice(WORDS) for _ in range(20))}}
        if index == count - 1:
            body["done"] = True
            if fate < 0.04:
                body["response"] = {"generateVideoResponse": {
                    "raiMediaFilteredCount": 1,
                    "raiMediaFilteredReasons": ["Held back by a safety filter. Support codes: 58061214"]}}
            elif fate < 0.07:
                body["error"] = {"code": 13, "message": "Video generation failed due to an internal server issue."}
            else:
                uri = "https://generativelanguage.googleapis.com/v1beta/files/%012x:download?alt=media" % (
                    chance.getrandbits(48))
                body["response"] = {"generateVideoResponse": {"generatedSamples": [{"video": {"uri": uri}}]}}
        write("veo", job, start + step * index, body)


for number in range(int(sys.argv[1])):
    make = sora if chance.random() < 0.5 else veo
    make(1_760_000_000 + 3 * number, max(2, min(40, int(chance.gauss(8.5, 3)))), chance.uniform(6, 14),
         chance.random())
