@testable import Ledger

/// One rich fact of each kind; the golden bytes are made of them.
enum SampleFacts {
  static let all: [Fact] = [
    .jobTracked(declaration),
    .jobRefused(refusal, refused),
    .statusObserved(answer, observation),
    .statusUnreachable(Unreachable(cause: .tls, latencyMilliseconds: 91, detail: "expired")),
    .webhookReceived(delivery, .said(.succeeded) { $0.providerStatus = "completed" }),
    .webhookClaimed(Delivery(id: nil, sent: nil, type: nil, body: Array("{}".utf8)), .said(nil)),
    .assetSaved(
      SavedAsset(
        variant: "video", index: 1, path: "/v/é.mp4", bytes: 1_234_567,
        sha256: [UInt8](repeating: 0xab, count: 32), contentType: "video/mp4")),
    .assetFailed(AssetFailure(variant: "thumbnail", index: 0, why: "HTTP 403")),
    .jobAnnotated(annotation),
    .jobClosed(Closing(state: .gone, why: "account retired", by: "ada")),
    .ledgerCreated(
      Creation(
        ledgerID: Array(0..<16), origin: "example.org/log", publicKey: Array(100..<132),
        tool: "1.0.0")),
    .ledgerAccount(
      AccountBinding(
        name: "sora", dialect: "openai-videos", origin: "https://a.example/v1", isRebind: true)),
    .ledgerOther(.ledgerKey),
    .ledgerPrice(price),
    .ledgerCheckpoint(
      Publication(size: 300, root: .leaf([1]), places: ["/mnt/audit", "backup@host"])),
    .ledgerRedacted(Redaction([.prompt, .bodies], records: 7, why: "asked to", by: "ada")),
  ]

  private static var declaration: Declaration {
    var declaration = Declaration(
      account: "sora", nativeID: "video_68d7512d", dialect: "openai-videos")
    declaration.model = "sora-2"
    declaration.size = "1280x720"
    declaration.resolution = "720p"
    declaration.videoMilliseconds = 8000
    declaration.audio = true
    declaration.samplesAsked = 2
    declaration.submitted = StatedMoment(Moment(rawValue: 1_795_438_790_000), width: 1000)
    declaration.submittedFrom = .provider
    declaration.prompt = PromptRecord("a red fox", policy: .full)
    declaration.project = "trailer"
    declaration.labels = [Label(name: "scene", value: "4"), Label(name: "take", value: "b=2")]
    declaration.by = "ada"
    return declaration
  }

  private static let refusal = Answer(
    httpStatus: 400, latencyMilliseconds: 0, body: Array(#"{"error":{}}"#.utf8), cuts: .prompt)

  private static let refused = Observation.said(.failed) { observation in
    observation.reason = .inputPrompt
    observation.errorCode = "moderation_blocked"
    observation.errorText = "no"
  }

  private static var answer: Answer {
    var headers = AnswerHeaders()
    headers.date = "Mon, 23 Nov 2026 13:00:01 GMT"
    headers.contentType = "application/json"
    headers.retryAfter = "5"
    headers.retryAfterMilliseconds = "5000"
    headers.requestID = "req_1"
    headers.openAIPollAfterMilliseconds = "4000"
    return Answer(
      httpStatus: 200, headers: headers, latencyMilliseconds: 231,
      body: Array(#"{"status":"in_progress"}"#.utf8), cuts: [.inlineVideo, .key])
  }

  private static let observation = Observation.said(.partial) { observation in
    observation.providerStatus = "in_progress"
    observation.progress = 40
    observation.reason = .outputAudioSafety
    observation.errorCode = "13"
    observation.errorText = "Audio gefiltert – ü"
    observation.isDenial = true
    observation.model = "sora-2-pro"
    observation.videoMilliseconds = 4000
    observation.size = "720x1280"
    observation.resolution = "1080p"
    observation.samplesGiven = 1
    observation.samplesFiltered = 3
    observation.created = StatedMoment(Moment(rawValue: 1_795_438_790_000), width: 1000)
    observation.completed = StatedMoment(Moment(rawValue: 1_795_438_801_123), width: 1)
    observation.assets = [
      Asset(uri: "https://a.example/1.mp4", expires: Moment(rawValue: 1_795_525_200_000)),
      Asset(inlineSHA256: [UInt8](repeating: 7, count: 32), inlineBytes: 70_000),
      Asset(variant: "thumbnail"),
    ]
    observation.prompt = PromptRecord("a red fox", policy: .full)
    observation.otherID = "video_other"
    observation.remixedFrom = "video_first"
    observation.isCharged = false
    observation.statedCost = StatedCost(amount: "0.80", currency: "USD")
    observation.retryAfterMilliseconds = 5000
    observation.interpreter = 3
  }

  private static let delivery = Delivery(
    id: "wh_1", sent: StatedMoment(Moment(rawValue: 1_795_438_802_000), width: 1000),
    type: "video.completed", body: Array(#"{"id":"evt_1"}"#.utf8))

  private static var price: PriceDeclaration {
    var terms = PriceTerms(
      model: "sora-2-pro", scope: .account("sora"), unit: .second,
      amount: Amount(units: 280_000_000), currency: .usd, source: "https://a.example/contract")
    terms.resolution = ResolutionClass("1080p")
    terms.audio = true
    terms.isBatch = true
    terms.from = Moment(rawValue: 1_795_438_800_000)
    terms.until = Moment(rawValue: 1_795_525_200_000)
    return PriceDeclaration(terms, by: "ada")
  }

  private static var annotation: Annotation {
    var annotation = Annotation()
    annotation.note = "keep"
    annotation.project = "trailer"
    annotation.labels = [Label(name: "scene", value: "4")]
    annotation.removedLabels = ["take"]
    annotation.isCharged = true
    annotation.by = "ada"
    return annotation
  }
}

extension Fact {
  /// The record of the fact with times, marks and salts that never change.
  var goldenRecord: Record {
    Record(
      self, source: .record, marks: .observedAssumed, job: kind.rawValue < 32 ? goldenJob : nil,
      recorded: Moment(rawValue: 1_795_438_801_112), observed: Moment(rawValue: -1),
      parts: goldenParts)
  }

  private var goldenJob: JobNumber { JobNumber(rawValue: 0x0102_0304_0506_0708) }

  /// The private parts with the salts 16 × 0x11, 16 × 0x22 and so on.
  private var goldenParts: [PrivatePart] {
    privateContents.enumerated().map { index, content in
      PrivatePart(
        tag: content.tag,
        salt: [UInt8](repeating: UInt8(0x11 * (index + 1)), count: PrivatePart.saltByteCount),
        bytes: content.bytes)
    }
  }
}
