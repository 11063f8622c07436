internal import FoundationEssentials
internal import Ledger
internal import Providers

/// An event as a line of `export observations`; `docs/observations.md` is the reference.
///
/// Together the lines hold everything that the ledger was told, and nothing that it concluded: an
/// independent program can compute every state, phase and label from them.
enum ObservationExport {
  /// The members of the event's line.
  ///
  /// `job`: whose event it is; `nil` for events of the ledger itself.
  ///
  /// Returns `nil` for an event that tells nothing about jobs, accounts or prices.
  static func members(_ event: Event, of job: Job?) -> [(String, JSON)]? {
    guard let facts = facts(event.fact) else { return nil }
    var members: [(String, JSON)] = [("kind", .string(event.fact.kind.word))]
    if let job {
      members += [("account", .string(job.account)), ("job", .string(job.nativeID))]
    }
    members.append(("observed_at", JobFields.time(event.observed)))
    members += flag("observed_assumed", event.marks.contains(.observedAssumed))
    members += facts
    members += flag("redacted", event.marks.contains(.redacted))
    return members + [
      ("source", .string(event.source.word)),
      ("sequence", .number(String(event.sequence.rawValue))),
      ("recorded_at", JobFields.time(event.recorded)),
    ]
  }

  private static func facts(_ fact: Fact) -> [(String, JSON)]? {
    switch fact {
    case .statusObserved(let answer, _), .jobRefused(let answer, _): members(answer)
    case .statusUnreachable(let unreachable):
      [("cause", .string(unreachable.cause.rawValue))]
        + known("latency_ms", .optional(unreachable.latencyMilliseconds))
        + known("detail", .optional(unreachable.detail))
    case .webhookReceived(let delivery, _), .webhookClaimed(let delivery, _):
      known("delivery_id", .optional(delivery.id)) + time("sent", delivery.sent)
        + body(delivery.body, delivery.cuts)
    case .jobTracked(let declaration): members(declaration)
    case .assetSaved(let saved):
      [
        ("variant", .string(saved.variant)), ("index", .number(String(saved.index))),
        ("path", .string(saved.path)), ("bytes", .number(String(saved.bytes))),
        ("sha256", .string(saved.sha256.hexadecimal)),
      ] + known("content_type", .optional(saved.contentType))
    case .assetFailed(let failure):
      [
        ("variant", .string(failure.variant)), ("index", .number(String(failure.index))),
        ("why", .string(failure.why)),
      ]
    case .jobAnnotated(let annotation): members(annotation)
    case .jobClosed(let closing):
      [("state", .string(closing.state.word)), ("why", .string(closing.why))]
        + known("by", .optional(closing.by))
    case .ledgerAccount(let binding):
      [
        ("account", .string(binding.name)), ("dialect", .string(binding.dialect)),
        ("base_url", .string(binding.origin)),
      ] + flag("rebind", binding.isRebind)
    case .ledgerPrice(let price):
      PriceFields.terms(price.terms).filter { $0.0 != "scope" && $0.1 != .null } + [
        ("price_source", .string(price.terms.source))
      ] + known("by", .optional(price.by))
    case .ledgerCreated, .ledgerCheckpoint, .ledgerRedacted, .ledgerOther: nil
    }
  }

  private static func members(_ answer: Answer) -> [(String, JSON)] {
    let headers = answer.headers.named.map { ($0.name, JSON.string($0.value)) }
    return [
      ("http_status", .optional(answer.httpStatus)), ("headers", .members(headers)),
    ] + known("latency_ms", .optional(answer.latencyMilliseconds))
      + body(answer.body, answer.cuts)
  }

  private static func members(_ declaration: Declaration) -> [(String, JSON)] {
    let labels = declaration.labels.map { ($0.name, JSON.string($0.value)) }
    return [("dialect", .string(declaration.dialect))]
      + time("submitted", declaration.submitted)
      + known("submitted_from", .optional(declaration.submittedFrom?.word))
      + known("model", .optional(declaration.model))
      + known("video_ms", .optional(declaration.videoMilliseconds))
      + known("size", .optional(declaration.size))
      + known("resolution", .optional(declaration.resolution))
      + known("audio", .optional(declaration.audio))
      + known("samples_asked", .optional(declaration.samplesAsked))
      + known("prompt", .optional(declaration.prompt?.text))
      + known("prompt_sha256", .optional(declaration.prompt?.sha256?.hexadecimal))
      + known("prompt_characters", .optional(declaration.prompt?.characters))
      + known("project", .optional(declaration.project))
      + known("labels", labels.isEmpty ? .null : .members(labels))
      + known("by", .optional(declaration.by))
  }

  private static func members(_ annotation: Annotation) -> [(String, JSON)] {
    let labels = annotation.labels.map { ($0.name, JSON.string($0.value)) }
    let removed = annotation.removedLabels.map(JSON.string)
    return known("note", .optional(annotation.note))
      + known("project", .optional(annotation.project))
      + known("labels", labels.isEmpty ? .null : .members(labels))
      + known("removed_labels", removed.isEmpty ? .null : .array(removed))
      + known("charged", .optional(annotation.isCharged))
      + known("by", .optional(annotation.by))
  }

  /// The body byte for byte: as text where it is UTF-8, else in base 64.
  private static func body(_ body: [UInt8], _ cuts: BodyCuts) -> [(String, JSON)] {
    let stored: (String, JSON) =
      if let text = String(validating: body, as: UTF8.self) {
        ("body", .string(text))
      } else {
        ("body_base64", .string(Data(body).base64EncodedString()))
      }
    return [stored] + known("cuts", cuts.isEmpty ? .null : .array(cuts.words.map(JSON.string)))
  }

  /// A stated time and the width of what it states.
  private static func time(_ name: String, _ stated: StatedMoment?) -> [(String, JSON)] {
    guard let stated else { return [] }
    return [
      (name + "_at", JobFields.time(stated.moment)),
      (name + "_width_ms", .number(String(stated.width))),
    ]
  }

  /// The member, where there is something to say.
  private static func known(_ name: String, _ value: JSON) -> [(String, JSON)] {
    value == .null ? [] : [(name, value)]
  }

  private static func flag(_ name: String, _ truth: Bool) -> [(String, JSON)] {
    truth ? [(name, .boolean(true))] : []
  }
}
