#!/usr/bin/env python3
"""asyncio_watch.py DATABASE BASE-URL < IDS: asks about jobs until all have ended, with asyncio and OpenAI's SDK.

What a user would write: every job is asked each ten seconds, the answers go into SQLite (WAL, synchronous FULL) twice a
second. At the end it prints how many answers there were and the final states, as JSON.
"""
import asyncio, collections, json, random, sqlite3, sys, time

from openai import APIError, AsyncOpenAI

PACE, CONCURRENT, STORE_EACH = 10, 64, 0.5
ENDS = "completed", "failed"


class Answers:
    def __init__(self, path):
        self.base = sqlite3.connect(path)
        self.base.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                                "CREATE TABLE answer (job TEXT, observed REAL, status TEXT, body TEXT);"
                                "CREATE INDEX of_job ON answer (job);")
        self.waiting, self.count, self.ends = [], 0, collections.Counter()

    def take(self, job, video):
        self.count += 1
        self.waiting.append((job, time.time(), video.status, video.model_dump_json()))

    def store(self):
        waiting, self.waiting = self.waiting, []
        with self.base:
            self.base.executemany("INSERT INTO answer VALUES (?, ?, ?, ?)", waiting)


async def follow(client, gate, answers, job):
    await asyncio.sleep(random.random() * PACE)
    while True:
        try:
            async with gate:
                video = await client.videos.retrieve(job)
            answers.take(job, video)
            if video.status in ENDS:
                answers.ends[video.status] += 1
                return
        except APIError as error:
            print(error, file=sys.stderr)
        await asyncio.sleep(PACE)


async def store(answers):
    while True:
        await asyncio.sleep(STORE_EACH)
        answers.store()


async def main(database, base):
    answers, gate = Answers(database), asyncio.Semaphore(CONCURRENT)
    storing = asyncio.create_task(store(answers))
    async with AsyncOpenAI(base_url=base, api_key="key-of-sora") as client:
        await asyncio.gather(*(follow(client, gate, answers, line.strip()) for line in sys.stdin))
    storing.cancel()
    answers.store()
    print(json.dumps({"answers": answers.count} | {end: answers.ends[end] for end in ENDS}))


asyncio.run(main(*sys.argv[1:]))
