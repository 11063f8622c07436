internal import Ledger

/// Drafts of the kinds that ``WriterDrafts`` does not make, so that a ledger has events of every kind.
enum OtherKinds {
  /// One draft of each kind; `number` makes them differ from those of another call.
  static func drafts(_ number: Int) -> [EventDraft] {
    var declaration = Declaration(
      account: "sora", nativeID: "other-\(number)", dialect: "openai-videos")
    declaration.prompt = PromptRecord("a cat of \(number) colours", policy: .full)
    let body = Array(#"{"of": \#(number)}"#.utf8)
    let delivery = Delivery(id: "claim-\(number)", sent: nil, type: "video.failed", body: body)
    var failed = Observation(state: .failed)
    failed.errorText = "it failed \(number) times"
    let hash = (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
    let ofJob: [(EventSource, Fact)] = [
      (.person, .jobTracked(declaration)),
      (.record, .jobRefused(Answer(httpStatus: 400, body: body), failed)),
      (.poll, .statusUnreachable(Unreachable(cause: .timeout, detail: "after \(number) s"))),
      (.record, .webhookClaimed(delivery, Observation(state: .failed))),
      (
        .tool,
        .assetSaved(
          SavedAsset(variant: "video", path: "/videos/\(number).mp4", bytes: 7, sha256: hash))
      ),
      (.tool, .assetFailed(AssetFailure(variant: "thumbnail", why: "gone \(number)"))),
      (.person, .jobClosed(Closing(state: .canceled, why: "enough of \(number)", by: "ada"))),
    ]
    return ofJob.map { EventDraft(subject: .job(declaration), source: $0, fact: $1) }
      + ofLedger(number, hash)
  }

  private static func ofLedger(_ number: Int, _ hash: [UInt8]) -> [EventDraft] {
    let terms = PriceTerms(
      model: "sora-\(number)", unit: .second, amount: Amount(units: 100_000_000), currency: .usd,
      source: "https://a.example/contract")
    let account = AccountBinding(
      name: "veo", dialect: "gemini-operations", origin: "https://\(number).example",
      isRebind: true)
    var facts: [Fact] = [
      .ledgerAccount(account), .ledgerPrice(PriceDeclaration(terms, by: "ada")),
      .ledgerOther(.ledgerKey),
    ]
    if let root = TreeHash(bytes: hash) {
      let publication = Publication(size: UInt64(number) + 1, root: root, places: ["elsewhere"])
      facts.append(.ledgerCheckpoint(publication))
    }
    return facts.map { EventDraft(subject: .ledger, source: .person, fact: $0) }
  }
}
