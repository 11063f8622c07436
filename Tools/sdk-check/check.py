#!/usr/bin/env python3
"""Drives provider-simulator with the official SDKs and compares what they saw with a table.

Usage: check.py PATH_TO_PROVIDER_SIMULATOR

Creates, polls and downloads one job for every fate in all three dialects. Exit code 0 only when
every row is as expected. Nothing leaves this machine.
"""

import collections
import concurrent.futures
import io
import itertools
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings

import google.oauth2.credentials
import httpx
import openai
import requests
from google import genai
from google.genai import errors, types

SPEED = 600
TAKES = 300  # simulated seconds: half a second on the wall
POLL_INTERVAL = 0.03
ROW_TIMEOUT = 20.0

FATES = [
    "success", "slow_success", "moderation_blocked", "filtered", "partial", "empty_done", "failed",
    "rate_limited", "server_errors", "html_error", "cut_body", "not_found", "retired", "canceled",
    "expired", "string_numbers", "unknown_word", "unknown_end", "late_content", "queued_for_an_hour",
    "progress_back", "clock_ahead", "rate_limited_bare", "rate_limited_ms", "poll_after_changes",
    "unauthorized", "slow_first_byte", "reset_body", "wrong_length", "closed_early", "huge_body",
    "status_redirect",
]  # fmt: skip
DOWNLOAD_FATES = [
    "reset_download", "changed_download", "no_ranges", "short_download", "empty_download", "json_download",
    "slow_download", "download_elsewhere", "redirect_loop",
]  # fmt: skip
# Without an end, without a way that a test may go, too short at this speed, or for webhooks alone.
OTHER_FATES = [
    "stuck_at_99", "clock_behind", "private_redirect", "expiring_url", "duplicate_delivery", "early_delivery", "late_delivery",
    "reordered_delivery", "forged_delivery", "no_delivery",
]  # fmt: skip

# What the SDKs let through when a connection breaks.
BROKEN = (httpx.HTTPError, httpx.InvalidURL, requests.RequestException, ConnectionError)

MP4 = "mp4 of 65536 bytes"
DONE = f"completed; {MP4}"
ONE = f"done, 1 video; {MP4}"
GIVEN_UP = "only errors"

EXPECTED = {
    "openai": {
        "success": DONE,
        "slow_success": f"{DONE}; slow",
        "moderation_blocked": "failed moderation_blocked; content 404",
        "filtered": "failed content_policy_violation; content 404",
        "partial": DONE,
        "empty_done": "completed; content 404",
        "failed": "failed video_generation_failed; content 404",
        "rate_limited": f"2 x 429 RateLimitError; {DONE}",
        "server_errors": f"3 x 500 InternalServerError; {DONE}",
        "html_error": f"2 x 502 InternalServerError; {DONE}",
        "cut_body": f"1 x JSONDecodeError; {DONE}",
        "not_found": f"3 x 404 NotFoundError; {GIVEN_UP}",
        "retired": f"3 x 404 NotFoundError no longer available; {GIVEN_UP}",
        "canceled": "canceled; content 404",
        "expired": f"{DONE}; later expired; content 404",
        "string_numbers": f"{DONE}; progress is str, seconds is int",
        "unknown_word": f"dreaming_deeply; {DONE}",
        "unknown_end": f"finished_somehow; {MP4}",
        "late_content": f"completed; 404 NotFoundError, {MP4}",
        "queued_for_an_hour": DONE,
        "progress_back": f"progress fell 1 x; {DONE}",
        "clock_ahead": DONE,
        "rate_limited_bare": f"3 x 429 RateLimitError; {DONE}",
        "rate_limited_ms": f"3 x 429 RateLimitError; {DONE}",
        "poll_after_changes": DONE,
        "unauthorized": f"3 x 401 AuthenticationError; {DONE}",
        "slow_first_byte": DONE,
        "reset_body": f"2 x APIConnectionError; {DONE}",
        "wrong_length": f"2 x APIConnectionError; {DONE}",
        "closed_early": f"2 x APIConnectionError; {DONE}",
        "huge_body": DONE,
        # The SDK goes to the other host, without the key, and believes it.
        "status_redirect": "completed; content 404",
        "reset_download": f"completed; APIConnectionError, {MP4}",
        "changed_download": "completed; APIConnectionError, 3 x mp4 of 65545 bytes",
        "no_ranges": f"completed; APIConnectionError, {MP4}",
        "short_download": f"completed; 2 x APIConnectionError, {MP4}",
        "empty_download": f"completed; 2 x 0 unknown bytes, {MP4}",
        "json_download": f"completed; 2 x 124 unknown bytes, {MP4}",
        "slow_download": DONE,
        "download_elsewhere": DONE,
        "redirect_loop": "completed; 4 x APIConnectionError",
    },
    "gemini": {
        "success": ONE,
        "slow_success": f"{ONE}; slow",
        "moderation_blocked": "done, 0 videos; 1 filtered, code 61493863",
        "filtered": "done, 0 videos; 1 filtered, no code",
        "partial": f"{ONE}; 1 filtered, no code",
        "empty_done": "done, 0 videos",
        "failed": "done, error 13",
        "rate_limited": f"2 x 429 ClientError; {ONE}",
        "server_errors": f"3 x 500 ServerError; {ONE}",
        "html_error": f"2 x 502 ServerError; {ONE}",
        "cut_body": f"1 x JSONDecodeError; {ONE}",
        "not_found": f"3 x 404 ClientError; {GIVEN_UP}",
        "retired": f"3 x 404 ClientError no longer available; {GIVEN_UP}",
        "canceled": "done, error 1",
        "expired": f"{ONE}; later file 404",
        "string_numbers": f"{ONE}; 0 filtered",
        "unknown_word": f"dreaming_deeply; {ONE}",
        "unknown_end": ONE,
        "late_content": "done, 0 videos",
        "queued_for_an_hour": ONE,
        "progress_back": ONE,
        "clock_ahead": ONE,
        "rate_limited_bare": f"3 x 429 ClientError; {ONE}",
        "rate_limited_ms": f"3 x 429 ClientError; {ONE}",
        "poll_after_changes": ONE,
        "unauthorized": f"3 x 401 ClientError; {ONE}",
        "slow_first_byte": ONE,
        "reset_body": f"2 x ReadError; {ONE}",
        "wrong_length": f"2 x RemoteProtocolError; {ONE}",
        "closed_early": f"2 x RemoteProtocolError; {ONE}",
        "huge_body": ONE,
        # As with the other SDK: what the other host says is believed.
        "status_redirect": "done, 0 videos",
        "reset_download": f"ReadError, {MP4}",
        "changed_download": "ReadError, 3 x mp4 of 65545 bytes",
        "no_ranges": f"ReadError, {MP4}",
        "short_download": f"2 x RemoteProtocolError, {MP4}",
        "empty_download": f"2 x 0 unknown bytes, {MP4}",
        "json_download": f"2 x 108 unknown bytes, {MP4}",
        "slow_download": MP4,
        "download_elsewhere": MP4,
        "redirect_loop": "4 x TooManyRedirects",
    },
}
# As at the Gemini API, but that a filter count is always there when there is a response.
EXPECTED["vertex"] = {
    **{
        fate: saw if "filtered" in saw else saw.replace(ONE, f"{ONE}; 0 filtered")
        for fate, saw in EXPECTED["gemini"].items()
    },
    "expired": f"{ONE}; 0 filtered; later error 5 without done",
    "late_content": "done, 0 videos; 0 filtered",
}


def describe(data):
    """Names the media type by its first bytes."""
    if data[4:8] == b"ftyp":
        return f"mp4 of {len(data)} bytes"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:2] == b"\xff\xd8" and data[-2:] == b"\xff\xd9":
        return "jpeg"
    return f"{len(data)} unknown bytes"


def failure(error):
    """A failed call in a few words: status, class, and whether the model is said to be gone."""
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    words = [str(status)] if isinstance(status, int) else []
    words.append(type(error).__name__)
    if "no longer available" in str(error):
        words.append("no longer available")
    return " ".join(words)


def prompt(fate):
    return f"a paper boat [fate: {fate}] [takes: {TAKES}]"


def poll_until(ask, is_over):
    """Asks until `is_over`, the row's time is up, or three answers in a row were 404.

    Returns the last answer (or None), the failed calls in order with their counts, and all answers.
    """
    problems = collections.Counter()
    answers = []
    deadline = time.monotonic() + ROW_TIMEOUT
    refusals = 0
    while time.monotonic() < deadline:
        try:
            answer = ask()
            refusals = 0
            answers.append(answer)
            if is_over(answer):
                return answer, problems, answers
        except (openai.OpenAIError, errors.APIError, ValueError, *BROKEN) as error:
            problems[failure(error)] += 1
            refusals = refusals + 1 if "404" in failure(error) else 0
            if refusals == 3:
                return None, problems, answers
        time.sleep(POLL_INTERVAL)
    raise TimeoutError("the job did not end in time")


def attempts(download):
    """What up to four downloads gave, until one gave a video; equal ones in a row are counted."""
    saw = []
    for _ in range(4):
        try:
            saw.append(download())
        except (openai.OpenAIError, errors.APIError, ValueError, *BROKEN) as error:
            saw.append(failure(error))
        if saw[-1] == MP4:
            break
    runs = [(word, len(list(group))) for word, group in itertools.groupby(saw)]
    return ", ".join(word if count == 1 else f"{count} x {word}" for word, count in runs)


def summary(problems):
    return [f"{count} x {name}" for name, count in problems.items()]


def slow(fate, started):
    """`slow` when the job took three times its time, as the clock of this process saw it."""
    if fate != "slow_success":
        return []
    return ["slow"] if time.monotonic() - started >= 3 * TAKES / SPEED - 0.05 else ["too fast"]


class OpenAISurface:
    def __init__(self, base):
        self.base = base

    def client(self, **options):
        return openai.OpenAI(
            api_key="simulated", base_url=f"{self.base}/v1", max_retries=options.pop("retries", 0), **options
        )

    def media(self, client, video):
        time.sleep(POLL_INTERVAL)
        return describe(client.videos.download_content(video).read())

    def content(self, client, video, variant="video"):
        try:
            return describe(client.videos.download_content(video, variant=variant).read())
        except openai.APIStatusError as error:
            return f"content {error.status_code}"

    def run(self, fate):
        client = self.client()
        started = time.monotonic()
        created = client.videos.create(prompt=prompt(fate), model="sora-2", seconds="8", size="1280x720")
        if created.status != "queued" or not re.fullmatch(r"video_[0-9a-f]{12}8190[0-9a-f]{32}", created.id):
            return f"created as {created.status} {created.id}"
        steps = ("queued", "in_progress", "dreaming_deeply")
        video, problems, answers = poll_until(
            lambda: client.videos.retrieve(created.id), lambda answer: answer.status not in steps
        )
        saw = summary(problems)
        if video is None:
            return "; ".join(saw + [GIVEN_UP])
        progress = [int(answer.progress) for answer in answers if answer.status != "failed"]
        if progress != sorted(progress) and video.status != "canceled":
            falls = sum(1 for before, after in zip(progress, progress[1:]) if after < before)
            saw.append(f"progress fell {falls} x")
        if any(answer.status == "dreaming_deeply" for answer in answers):
            saw.append("dreaming_deeply")
        saw.append(f"{video.status} {video.error.code}" if video.error else video.status)
        if fate in DOWNLOAD_FATES or fate == "late_content":
            tries = attempts(lambda: self.media(client, created.id))
            # How often it is asked too early is chance.
            saw.append(re.sub(r"\d x (404)", r"\1", tries))
            return "; ".join(saw)
        saw.append(self.content(client, created.id))
        saw += slow(fate, started)
        if fate == "string_numbers":
            saw.append(f"progress is {type(video.progress).__name__}, seconds is {type(video.seconds).__name__}")
        elif video.status == "completed" and fate not in ("empty_done", "expired", "status_redirect"):
            if video.expires_at != video.completed_at + 3600:
                saw.append("expires_at is not an hour after completed_at")
        if fate == "expired":
            later, _, _ = poll_until(
                lambda: client.videos.retrieve(created.id), lambda answer: answer.status != "completed"
            )
            saw += [f"later {later.status}", self.content(client, created.id)]
        return "; ".join(saw)


class GoogleSurface:
    """Both Google dialects: one SDK, which is told which of them to speak."""

    def __init__(self, base, is_vertex):
        self.base = base
        self.is_vertex = is_vertex

    def client(self):
        options = types.HttpOptions(base_url=self.base)
        if self.is_vertex:
            return genai.Client(
                vertexai=True, project="demo-1", location="us-central1", http_options=options,
                credentials=google.oauth2.credentials.Credentials(token="simulated"),
            )  # fmt: skip
        return genai.Client(vertexai=False, api_key="simulated", http_options=options)

    def create(self, client, fate, **settings):
        model = "veo-3.1-generate-001" if self.is_vertex else "veo-3.1-generate-preview"
        config = types.GenerateVideosConfig(number_of_videos=2 if fate == "partial" else 1, **settings)
        return client.models.generate_videos(model=model, prompt=prompt(fate), config=config)

    def video(self, client, sample):
        if self.is_vertex:
            return describe(sample.video.video_bytes or b"")
        return describe(client.files.download(file=sample.video))

    def run(self, fate):
        client = self.client()
        started = time.monotonic()
        created = self.create(client, fate)
        if created.done or created.metadata:
            return f"created as {created}"
        operation, problems, answers = poll_until(
            lambda: client.operations.get(created), lambda answer: answer.done
        )
        saw = summary(problems)
        if operation is None:
            return "; ".join(saw + [GIVEN_UP])
        if any((answer.metadata or {}).get("state") == "dreaming_deeply" for answer in answers):
            saw.append("dreaming_deeply")
        if operation.error:
            return "; ".join(saw + [f"done, error {operation.error['code']}"])
        if fate in DOWNLOAD_FATES:
            sample = operation.response.generated_videos[0]
            saw.append(attempts(lambda: self.video(client, sample)))
            return "; ".join(saw)
        saw += self.result(client, operation.response)
        saw += slow(fate, started)
        if fate == "expired":
            saw.append(self.later(client, created, operation))
        return "; ".join(saw)

    def result(self, client, response):
        videos = (response and response.generated_videos) or []
        saw = [f"done, {len(videos)} video{'' if len(videos) == 1 else 's'}"]
        saw += [self.video(client, video) for video in videos]
        count = response.rai_media_filtered_count if response else None
        if count is not None:
            reasons = " ".join(response.rai_media_filtered_reasons or [])
            codes = re.findall(r"\b\d{8}\b", reasons)
            words = f"code {' '.join(codes)}" if codes else "no code"
            saw.append(f"{count} filtered, {words}" if count else "0 filtered")
        return saw

    def later(self, client, created, operation):
        """What becomes of the result when its time is over."""
        if self.is_vertex:
            answer, _, _ = poll_until(lambda: client.operations.get(created), lambda answer: not answer.done)
            return f"later error {answer.error['code']} without done"
        sample = operation.response.generated_videos[0]
        deadline = time.monotonic() + ROW_TIMEOUT
        while time.monotonic() < deadline:
            try:
                client.files.download(file=types.Video(uri=sample.video.uri))
            except errors.ClientError as error:
                return f"later file {error.code}"
            time.sleep(POLL_INTERVAL)
        return "the file stayed"


def fetch(url, **headers):
    """A plain request, where an SDK has no call: status, headers and body."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def call_rows(base):
    """Rows about calls instead of fates: name, what is expected, and the call."""
    sora = OpenAISurface(base)
    gemini = GoogleSurface(base, is_vertex=False)
    vertex = GoogleSurface(base, is_vertex=True)

    def poll_helper(fate, retries):
        try:
            return sora.client(retries=retries).videos.create_and_poll(prompt=prompt(fate)).status
        except openai.APIStatusError as error:
            return failure(error)

    def finished_video():
        return sora.client().videos.create_and_poll(prompt="a boat [takes: 1]").id

    def multipart():
        reference = ("frame.png", io.BytesIO(b"\x89PNG\r\n\x1a\n--not a boundary\r\n"), "image/png")
        video = sora.client().videos.create(prompt="a boat\r\nat sea", seconds="12", input_reference=reference)
        return f"{video.status}, {video.seconds} s, {video.prompt!r}"

    def variants():
        video = finished_video()
        return ", ".join(sora.content(sora.client(), video, name) for name in ("thumbnail", "spritesheet"))

    def too_early():
        client = sora.client()
        return sora.content(client, client.videos.create(prompt=prompt("success")).id)

    def pages():
        client = sora.client()
        made = [client.videos.create(prompt="a boat").id for _ in range(3)]
        ids = [video.id for video in client.videos.list(limit=7)]  # page after page, newest first
        newer = [video.id for video in client.videos.list(limit=2, order="asc", after=made[0])]
        complete = [id for id in ids if id in made] == made[::-1] and len(ids) == len(set(ids))
        return "all found" if complete and [id for id in newer if id in made] == made[1:] else f"{ids}"

    def delete():
        client = sora.client()
        video = finished_video()
        deleted = client.videos.delete(video)
        try:
            client.videos.retrieve(video)
        except openai.NotFoundError:
            return f"{deleted.object} {deleted.deleted}, then 404"
        return "still there"

    def ranges():
        url = f"{base}/v1/videos/{finished_video()}/content"
        key = {"authorization": "Bearer simulated"}
        _, headers, whole = fetch(url, **key)
        status, part, tail = fetch(url, **key, range="bytes=65000-", **{"if-range": headers["etag"]})
        same = whole[65000:] == tail
        unchanged, _, _ = fetch(url, **key, **{"if-none-match": headers["etag"]})
        return f"{status} {part['content-range']} {'same' if same else 'other'} bytes, then {unchanged}"

    def no_bearer(path):
        status, _, body = fetch(base + path)
        return f"{status} {json.loads(body)['error'].get('code')}"

    def gemini_key_in_query():
        client = gemini.client()
        operation, _, _ = poll_until(
            lambda operation=gemini.create(client, "success"): client.operations.get(operation),
            lambda answer: answer.done,
        )
        uri = operation.response.generated_videos[0].video.uri
        empty_status, _, empty = fetch(f"{uri}&key=simulated")
        missing_status, _, _ = fetch(uri)
        return f"{empty_status} with {len(empty)} bytes; without a key {missing_status}"

    def bucket():
        client = vertex.client()
        created = vertex.create(client, "success", output_gcs_uri="gs://demo-bucket/out")
        operation, _, _ = poll_until(lambda: client.operations.get(created), lambda answer: answer.done)
        uri = operation.response.generated_videos[0].video.uri
        name, path = uri.removeprefix("gs://").split("/", 1)
        url = f"{base}/storage/v1/b/{name}/o/{path.replace('/', '%2F')}?alt=media"
        _, _, data = fetch(url, authorization="Bearer simulated")
        return f"{name}, {describe(data)}"

    def plain_get():
        name = vertex.create(vertex.client(), "success").name
        return str(fetch(f"{base}/v1/{name}", authorization="Bearer simulated")[0])

    return [
        ("openai", "poll helper, success", "completed", lambda: poll_helper("success", 0)),
        ("openai", "poll helper, unknown word", "dreaming_deeply", lambda: poll_helper("unknown_word", 0)),
        ("openai", "poll helper, 429 retried", "completed", lambda: poll_helper("rate_limited", 2)),
        ("openai", "poll helper, 500 retried", "500 InternalServerError", lambda: poll_helper("server_errors", 1)),
        ("openai", "multipart create", "queued, 12 s, 'a boat\\r\\nat sea'", multipart),
        ("openai", "thumbnail and spritesheet", "webp, jpeg", variants),
        ("openai", "content too early", "content 404", too_early),
        ("openai", "list", "all found", pages),
        ("openai", "delete", "video.deleted True, then 404", delete),
        ("openai", "range and etag", "206 bytes 65000-65535/65536 same bytes, then 304", ranges),
        ("openai", "no key", "401 invalid_api_key", lambda: no_bearer("/v1/videos/video_1")),
        ("gemini", "no key", "403 403", lambda: no_bearer("/v1beta/models/veo/operations/abc")),
        ("gemini", "download, key in query", "200 with 0 bytes; without a key 403", gemini_key_in_query),
        ("vertex", "no token", "401 401", lambda: no_bearer("/storage/v1/b/demo/o/a?alt=media")),
        ("vertex", "storage uri", f"demo-bucket, {MP4}", bucket),
        ("vertex", "plain GET on the name", "404", plain_get),
    ]


def all_rows(base):
    surfaces = {
        "openai": OpenAISurface(base),
        "gemini": GoogleSurface(base, is_vertex=False),
        "vertex": GoogleSurface(base, is_vertex=True),
    }
    for dialect, surface in surfaces.items():
        fates = FATES if dialect == "vertex" else FATES + DOWNLOAD_FATES
        for fate in fates:
            yield dialect, fate, EXPECTED[dialect][fate], lambda surface=surface, fate=fate: surface.run(fate)
    yield from call_rows(base)


def attempt(call):
    try:
        return call()
    except Exception as error:  # a row that breaks is a row that failed
        return f"{type(error).__name__}: {error}"


def log_rows(path, process):
    """Rows about the process: its log, its one line of output, its end."""
    process.terminate()
    rest, code = process.stdout.read(), process.wait(timeout=10)
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    keys = {tuple(line) for line in lines}
    expected_keys = {(
        "at", "started_ms", "ended_ms", "method", "path", "status", "request_id", "job", "account",
        "under_way", "exceeded", "received",
    )}  # fmt: skip
    unique = len({line["request_id"] for line in lines}) == len(lines) > 0
    yield "process", "request log", "unique request ids", (
        "unique request ids" if unique and keys == expected_keys else "not as described"
    )
    elsewhere = [line for line in lines if line["path"].startswith("/elsewhere/")]
    leaks = sum(line["account"] is not None for line in elsewhere)
    # google-genai goes to the other host with x-goog-api-key: its HTTP library drops authorization alone.
    yield "process", "keys at the other host", "2 of 5 requests", f"{leaks} of {len(elsewhere)} requests"
    yield "process", "stop on TERM", "exit 0, nothing more on stdout", (
        f"exit {code}, {'something' if rest else 'nothing'} more on stdout"
    )


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    warnings.simplefilter("ignore")  # the SDK calls its video methods deprecated
    known = subprocess.run([sys.argv[1], "fates"], stdout=subprocess.PIPE, text=True, check=True).stdout
    if {line.split("\t")[0] for line in known.splitlines()} != {*FATES, *DOWNLOAD_FATES, *OTHER_FATES}:
        sys.exit("the fates of the simulator are not those of this table")
    with tempfile.TemporaryDirectory() as folder:
        log = f"{folder}/requests.jsonl"
        process = subprocess.Popen(
            [sys.argv[1], "--port", "0", "--speed", str(SPEED), "--request-log", log],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            base = process.stdout.readline().removeprefix("listening on ").strip()
            rows = list(all_rows(base))
            with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
                results = list(pool.map(lambda row: attempt(row[3]), rows))
            outcomes = [(*row[:3], saw) for row, saw in zip(rows, results)]
            outcomes += log_rows(log, process)
        finally:
            process.kill()
            process.wait()
    passed = 0
    print(f"{'dialect':8} {'fate or call':26} what the SDK saw")
    for dialect, name, expected, saw in outcomes:
        print(f"{dialect:8} {name:26} {saw}")
        if saw == expected:
            passed += 1
        else:
            print(f"{'':8} {'':26} EXPECTED {expected}")
    print(f"{passed} passed, {len(outcomes) - passed} failed")
    sys.exit(0 if passed == len(outcomes) else 1)


if __name__ == "__main__":
    main()
