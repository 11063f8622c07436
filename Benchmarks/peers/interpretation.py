"""What a script makes of an answer: as little as it needs for the questions that are compared."""

SORA_STATES = {"queued": "queued", "in_progress": "running", "completed": "succeeded"}


def state(account, body):
    """The state of the job, in vgledger's words."""
    if account == "sora":
        if body.get("status") == "failed":
            code = (body.get("error") or {}).get("code")
            return "filtered" if code == "moderation_blocked" else "failed"
        return SORA_STATES.get(body.get("status"), "unknown")
    if not body.get("done"):
        return "running"
    if "error" in body:
        return "failed"
    response = (body.get("response") or {}).get("generateVideoResponse") or {}
    return "succeeded" if response.get("generatedSamples") else "filtered"


def is_verdict(state):
    return state in ("succeeded", "failed", "filtered")
