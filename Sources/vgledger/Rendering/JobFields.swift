internal import Ledger
internal import Providers

/// A job as JSON and as columns: the field names that scripts can rely on.
enum JobFields {
  /// Every field, in its order; unknown is `null`, never 0 or "".
  static func members(_ job: Job, cost: JobCost) -> [(String, JSON)] {
    identity(job) + asked(job) + times(job) + phases(Phases(job)) + assets(job)
      + money(cost) + counts(job)
  }

  private static func identity(_ job: Job) -> [(String, JSON)] {
    [
      ("key", .string(job.key.text)),
      ("id", .string(job.nativeID)),
      ("account", .string(job.account)),
      ("dialect", .string(job.dialect)),
      ("number", .number(String(job.number.rawValue))),
      ("state", .string(job.state.word)),
      ("verdict", .boolean(job.state.isVerdict)),
      ("provider_status", .optional(job.providerStatus)),
      ("progress", .optional(job.progress)),
      ("reason", .optional(job.reason?.rawValue)),
      ("error_code", .optional(job.errorCode)),
      ("error_message", .optional(job.errorText)),
      ("http_status", .optional(job.httpStatus)),
    ]
  }

  private static func asked(_ job: Job) -> [(String, JSON)] {
    [
      ("model", .optional(job.model)),
      ("seconds", job.videoMilliseconds.map(decimalSeconds) ?? .null),
      ("size", .optional(job.size)),
      ("resolution", .optional(job.resolution)),
      ("audio", .optional(job.audio)),
      ("samples_asked", .optional(job.samplesAsked)),
      ("samples_given", .optional(job.samplesGiven)),
      ("samples_filtered", .optional(job.samplesFiltered)),
      ("project", .optional(job.project)),
      ("labels", .members(job.labels.map { ($0.name, .string($0.value)) })),
      ("prompt", .optional(job.prompt?.text)),
      ("prompt_sha256", .optional(job.prompt?.sha256?.hexadecimal)),
    ]
  }

  private static func times(_ job: Job) -> [(String, JSON)] {
    let phases = Phases(job)
    return [
      ("submitted_at", time(job.submitted?.moment ?? job.firstSeen)),
      ("submitted_from", .string((job.submittedFrom ?? .firstSeen).word)),
      ("first_seen_at", time(job.firstSeen)),
      ("last_seen_at", time(job.lastSeen)),
      ("finished_at", time(phases.finishedMiddle)),
      ("finished_at_lo", time(phases.finished?.lowerBound)),
      ("finished_at_hi", time(phases.finished?.upperBound)),
      ("finished_from", .optional(phases.finishedFrom?.rawValue)),
      ("verdict_at", time(job.verdictObserved)),
    ]
  }

  private static func phases(_ phases: Phases) -> [(String, JSON)] {
    let all = [
      ("queued", phases.queued), ("running", phases.running), ("total", phases.total),
      ("lag", phases.lag), ("fetch", phases.fetch),
    ]
    return all.flatMap { name, bounds in
      [
        ("\(name)_ms", JSON.optional(bounds?.middle)),
        ("\(name)_lo_ms", .optional(bounds?.low)),
        ("\(name)_hi_ms", .optional(bounds?.high)),
      ]
    }
  }

  private static func assets(_ job: Job) -> [(String, JSON)] {
    [("assets", .array(job.assets.map(asset)))]
  }

  private static func money(_ cost: JobCost) -> [(String, JSON)] {
    [
      ("cost", .optional(cost.amount?.text)),
      ("currency", .optional(cost.currency?.word)),
      ("cost_basis", .optional(cost.basis?.rawValue)),
      ("list_price", .optional(cost.listPrice?.text)),
      ("list_currency", .optional(cost.listCurrency?.word)),
      ("price_id", .optional(cost.priceID?.text)),
      ("charged", .string(cost.charge.rawValue)),
      ("charged_by", .optional(cost.chargedBy?.word)),
    ]
  }

  private static func counts(_ job: Job) -> [(String, JSON)] {
    [
      ("polls", .number(String(job.polls))),
      ("deliveries", .number(String(job.deliveries))),
      ("events", .number(String(job.eventCount))),
      ("first_sequence", .number(String(job.firstSequence.rawValue))),
      ("last_sequence", .number(String(job.lastSequence.rawValue))),
      ("anomalies", .array(job.anomalies.map(\.rawValue).sorted().map(JSON.string))),
    ]
  }

  private static func asset(_ asset: JobAsset) -> JSON {
    .members([
      ("variant", .string(asset.asset.variant)),
      ("uri", .optional(asset.asset.uri)),
      ("expires_at", time(asset.asset.expires)),
      ("saved_path", .optional(asset.saved?.path)),
      ("bytes", .optional(asset.saved?.bytes ?? asset.asset.inlineBytes)),
      ("sha256", .optional((asset.saved?.sha256 ?? asset.asset.inlineSHA256)?.hexadecimal)),
      ("content_type", .optional(asset.saved?.contentType)),
    ])
  }

  static func time(_ moment: Moment?) -> JSON { .optional(moment?.rfc3339) }

  static func decimalSeconds(_ milliseconds: Int64) -> JSON {
    .number(
      milliseconds.isMultiple(of: 1000)
        ? String(milliseconds / 1000) : String(Double(milliseconds) / 1000))
  }
}
