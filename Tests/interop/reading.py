"""What one answer of a provider says about its job.

The rules are those of docs/reasons.md and docs/observations.md; each names its place. Written by the
people who wrote vgledger, with its sources known to them.
"""

import json
import re
from dataclasses import dataclass, field

VERDICTS = {
    "succeeded", "partial", "filtered", "failed", "canceled", "expired", "lost", "gone",
}


@dataclass
class Reading:
    """What an answer says; None is what it does not say."""

    state: str | None = None
    word: str | None = None
    progress: int | None = None
    reason: str | None = None
    code: str | None = None
    text: str | None = None
    facts: dict = field(default_factory=dict)
    created: tuple[int, int] | None = None  # moment and width, milliseconds
    completed: tuple[int, int] | None = None
    given: int | None = None
    filtered: int | None = None
    assets: list = field(default_factory=list)
    charged: bool | None = None
    cost: str | None = None
    currency: str | None = None
    denial: bool = False


# docs/reasons.md, "Safety codes".
SAFETY_CODES = {
    code: reason
    for reason, codes in {
        "input.prompt": "content_policy_violation content_policy sentinel_block policy_violation"
        " input_moderation prompt_blocked image_safety",
        "output.video_safety": "output_moderation",
        "safety": "moderation_blocked content_filter content_filtered content_moderation moderation"
        " safety_violation safety responsibleaipolicyviolation responsible_ai_policy_violation"
        " sensitive_content nsfw nsfw_content prohibited_content content_blocked contentfilter",
    }.items()
    for code in codes.split()
}
# docs/reasons.md, "Jobs at openai-videos".
FAILURE_CODES = {
    "server_error": "provider_internal", "internal_error": "provider_internal",
    "internal_server_error": "provider_internal", "rate_limit_exceeded": "rate_limited",
    "insufficient_quota": "quota", "invalid_request": "invalid_request",
    "invalid_request_error": "invalid_request", "invalid_api_key": "auth", "timeout": "deadline",
    "service_unavailable": "provider_unavailable",
}
# docs/reasons.md, "Operations".
OPERATION_CODES = {
    1: "canceled", 3: "invalid_request", 9: "invalid_request", 11: "invalid_request",
    400: "invalid_request", 4: "deadline", 504: "deadline", 5: "not_found", 404: "not_found",
    7: "auth", 16: "auth", 401: "auth", 403: "auth", 8: "rate_limited", 429: "rate_limited",
    2: "provider_internal", 10: "provider_internal", 13: "provider_internal",
    15: "provider_internal", 500: "provider_internal", 14: "provider_unavailable",
    503: "provider_unavailable",
}
# docs/reasons.md, "Filter texts"; from Google's page on responsible AI for Veo.
SUPPORT_CODES = {
    code: reason
    for reason, codes in {
        "input.child": "58061214 17301594",
        "input.celebrity": "29310472 15236754",
        "output.video_safety": "64151117 42237218",
        "output.third_party": "35561574 35561575",
        "safety": "62263041 57734940 22137204 74803281 29578790 42876398 89371032 49114662 63429089"
        " 72817394 60599140 90789179 43188360 78610348 61493863 56562880 32635315",
    }.items()
    for code in codes.split()
}
# The words of OpenAI's specification (VideoStatus), and the two that relays add.
WORDS = {
    "queued": "queued", "in_progress": "running", "completed": "succeeded", "failed": "failed",
    "canceled": "canceled", "cancelled": "canceled", "expired": "expired",
}


def is_safety(reason):
    return reason is not None and (
        reason == "safety" or reason.startswith("input.") or reason.startswith("output."))


def safety_of_code(code):
    """docs/reasons.md, "Safety codes"."""
    plain = code.lower()
    if plain in SAFETY_CODES:
        return SAFETY_CODES[plain]
    steps = plain.split(".")
    if len(steps) > 1 and "safety" in steps:
        return "input.prompt" if any(step.startswith("input") for step in steps) else "safety"
    return None


def safety_of_support_codes(text):
    """The first that says more than safety, else safety, else nothing."""
    found = [SUPPORT_CODES[number] for number in re.findall(r"\d+", text) if number in SUPPORT_CODES]
    return next((reason for reason in found if reason != "safety"), found[0] if found else None)


def safety_of_texts(texts):
    """docs/reasons.md, "Filter texts"."""
    for text in texts:
        if reason := safety_of_support_codes(text):
            return reason
    words = " ".join(texts).lower()
    if "audio" in words:
        return "output.audio_safety"
    if any(sign in words for sign in ("celebrit", "likeness", "public figure", "real people")):
        return "input.celebrity"
    if "prompt" in words or "input image" in words:
        return "input.prompt"
    return "safety"


def charged_by(texts):
    """docs/reasons.md, "Whether it is charged"."""
    words = " ".join(texts).lower()
    signs = ("not been charged", "not be charged", "not charged", "no payment was taken")
    return False if any(sign in words for sign in signs) else None


def parse(body):
    try:
        return json.loads(body)
    except ValueError:
        return None


def read(dialect, status, body):
    """What the answer says, by dialect (docs/observations.md, "What an answer says")."""
    value = parse(body)
    if status is not None and not 200 <= status <= 299:
        return error_answer(status, value)
    if dialect == "openai-videos":
        return video(value)
    return operation(value)


def delivery(body):
    """docs/reasons.md, "Deliveries"."""
    value = parse(body)
    word = value.get("type") if isinstance(value, dict) else None
    if word in ("video.completed", "video.generated"):
        return Reading(state="succeeded", word=word, assets=[(None, None)])
    if word == "video.failed":
        return Reading(state="failed", word=word, reason="other")
    return Reading()


def error_answer(status, value):
    """docs/reasons.md, "Error answers"."""
    error = value.get("error") if isinstance(value, dict) else None
    error = error if isinstance(error, dict) else {}
    reading = Reading()
    for name in ("status", "code", "type"):
        if error.get(name) is not None:
            reading.code = str(error[name])
            break
    reading.text = error.get("message")
    words = (reading.text or "").lower()
    if status in (404, 410):
        subject = any(
            word in words for word in ("model", "api", "service", "endpoint", "sora", "veo"))
        end = any(
            word in words
            for word in (
                "no longer available", "has been retired", "is retired", "has been shut down",
                "was shut down", "has been discontinued", "has been sunset"))
        if subject and end:
            reading.state, reading.reason = "gone", "model_retired"
            return reading
        routes = ("invalid url", "no route matched", "route not found", "cannot get /")
        reading.denial = bool(error) and not any(word in words for word in routes)
    reading.reason = reason_of_status(status, reading.code or "", words, value is None)
    return reading


def reason_of_status(status, code, words, unreadable):
    if reason := safety_of_code(code):
        return reason
    if status == 401:
        return "auth"
    if status == 402:
        return "quota"
    if status == 403:
        return "quota" if "quota" in words or "quota" in code else "auth"
    if status in (404, 410):
        return "not_found"
    if status in (408, 504):
        return "deadline"
    if status == 429:
        return "quota" if code == "insufficient_quota" else "rate_limited"
    if status in (502, 503):
        return "provider_unavailable"
    if status >= 500:
        return "provider_internal"
    if status >= 400:
        return "invalid_request"
    return "unreadable" if unreadable else "other"


def unreadable():
    return Reading(state="unknown", reason="unreadable")


def whole(value):
    """A number, or the number that a string spells: relays send one for the other."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def second(value):
    """A provider's whole second (architecture: [t, t + 1 s))."""
    number = whole(value)
    return None if not number else (number * 1000, 1000)


def video(value):
    """OpenAI's VideoResource: id, status, progress, created_at, completed_at, … (openai-openapi)."""
    if not isinstance(value, dict) or not isinstance(value.get("status"), str):
        return unreadable()
    reading = Reading(word=value["status"], state=WORDS.get(value["status"], "unknown"))
    reading.progress = whole(value.get("progress"))
    reading.created = second(value.get("created_at"))
    reading.completed = second(value.get("completed_at"))
    seconds = whole(value.get("seconds"))
    reading.facts = {
        "model": value.get("model"), "size": value.get("size"),
        "video_ms": None if seconds is None else seconds * 1000, "prompt": value.get("prompt"),
    }
    usage = value.get("usage")
    if isinstance(usage, dict) and usage.get("cost") is not None:
        reading.cost, reading.currency = str(usage["cost"]), usage.get("currency")
    if reading.state == "unknown":
        reading.reason = "unknown_word"
    if reading.state == "succeeded":
        expires = second(value.get("expires_at"))
        reading.assets = [(None, expires[0] if expires else None)]
    if reading.state in ("queued", "running"):
        return reading
    error = value.get("error")
    if isinstance(error, dict):
        reading.code = error.get("code")
        reading.text = error.get("message")
        reading.charged = charged_by([reading.text or ""])
    if reading.state == "failed":
        known = [text for text in (reading.code, reading.text) if text is not None]
        blocked = next((r for r in map(safety_of_code, known) if r), None)
        blocked = blocked or (safety_of_support_codes(known[-1]) if known else None)
        if blocked:
            reading.state, reading.reason = "filtered", blocked
        else:
            reading.reason = FAILURE_CODES.get((reading.code or "").lower(), "other")
    return reading


def operation(value):
    """google.longrunning.Operation as the Gemini API and Vertex AI fill it."""
    if not isinstance(value, dict):
        return unreadable()
    error = value.get("error")
    if value.get("done") is not True:
        if error is not None:
            raise NotImplementedError("an error without done; the written history has none")
        if value.get("name") is None:
            return unreadable()
        # Pending and running look alike; a broker's own word stands in metadata.state.
        if (word := (value.get("metadata") or {}).get("state")) is not None:
            return Reading(state=WORDS.get(word, "unknown"), word=word, reason="unknown_word")
        return Reading(state="running")
    if error is not None:
        return failed_operation(error)
    return finished_operation(value.get("response") or {})


def failed_operation(error):
    reading = Reading(state="failed", code=str(error.get("status") or error.get("code")))
    reading.text = error.get("message")
    reading.reason = OPERATION_CODES.get(error.get("code"), "other")
    text = reading.text or ""
    signs = ("responsible ai practices", "usage guidelines", "safety filter")
    if safety_of_support_codes(text) or any(sign in text.lower() for sign in signs):
        reading.state, reading.reason = "filtered", safety_of_texts([text])
    elif reading.reason == "canceled":
        reading.state = "canceled"
    reading.charged = charged_by([text])
    return reading


def finished_operation(response):
    inner = response.get("generateVideoResponse", response)
    samples = inner.get("generatedSamples") or inner.get("videos") or []
    uris = [(sample.get("video") or sample) for sample in samples]
    reading = Reading(given=len(samples))
    reading.assets = [(video.get("uri") or video.get("gcsUri"), None) for video in uris]
    texts = inner.get("raiMediaFilteredReasons") or []
    count = whole(inner.get("raiMediaFilteredCount"))
    if samples:
        reading.filtered = count if count is not None else len(texts)
    else:
        reading.filtered = max(count or 0, len(texts))
    if samples:
        reading.state = "partial" if reading.filtered else "succeeded"
    elif reading.filtered:
        reading.state = "filtered"
    else:
        reading.state, reading.reason = "unknown", "empty_result"
    if reading.filtered:
        reading.reason = safety_of_texts(texts)
        reading.text = "\n".join(texts) or None
        codes = [found.group() for text in texts if (found := re.search(r"\b\d{8}\b", text))]
        reading.code = codes[0] if codes else None
        if not samples:
            reading.charged = charged_by(texts)
    return reading
