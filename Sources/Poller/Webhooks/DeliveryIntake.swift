public import Ledger
internal import Providers

/// The way of a delivery into the ledger.
public struct DeliveryIntake: Sendable {
  /// What became of a delivery.
  public enum Outcome: Sendable {
    /// It is on disk.
    case appended(Declaration)
    /// It is there already, by its `webhook-id`.
    case duplicate
    /// It tells of nothing that this ledger keeps.
    case ignored(type: String?)
    case refused(DeliveryRefusal)
    /// The ledger cannot take it now; the sender should try again.
    case unavailable(any Error)
  }

  private let ledger: Ledger
  private let prompts: PromptPolicy
  private let keys: @Sendable () -> [String]
  private let now: @Sendable () -> Moment
  /// Longer ids are nobody's.
  private static let idBytesMax = 256

  /// `keys`: our own keys so far, to be cut out of what is stored.
  public init(
    ledger: Ledger, prompts: PromptPolicy, keys: @escaping @Sendable () -> [String],
    now: @escaping @Sendable () -> Moment
  ) {
    self.ledger = ledger
    self.prompts = prompts
    self.keys = keys
    self.now = now
  }

  /// Verifies a delivery and appends it; on disk when this returns ``Outcome/appended(_:)`` or
  /// ``Outcome/duplicate``.
  ///
  /// - Complexity: One hash of the body, one parse, and a share of a commit.
  public func take(
    _ headers: [(name: String, value: String)], _ body: [UInt8], at endpoint: WebhookEndpoint
  ) async -> Outcome {
    let received = now()
    let verified: WebhookEndpoint.Verified
    do throws(DeliveryRefusal) {
      verified = try endpoint.verify(headers, body, now: received)
      guard verified.id.utf8.count <= Self.idBytesMax else { throw .badID }
    } catch {
      return .refused(error)
    }
    let reader = AnswerReader(prompts: prompts, keys: keys())
    let (delivery, event) = reader.read(
      Delivery(id: verified.id, sent: verified.sent, type: nil, body: body))
    guard let job = event.jobID, event.observation.state != nil,
      job.dialect == endpoint.access.account.dialect
    else { return .ignored(type: event.type) }
    let fact: Fact =
      verified.isBound
      ? .webhookReceived(delivery, event.observation)
      : .webhookClaimed(delivery, event.observation)
    let declaration = job.declaration(account: endpoint.access.account.name)
    return await append(fact, declaration, endpoint, received)
  }

  private func append(
    _ fact: Fact, _ job: Declaration, _ endpoint: WebhookEndpoint, _ received: Moment
  ) async -> Outcome {
    let draft = EventDraft(
      subject: .job(job), source: .webhook, observed: received, fact: fact)
    do {
      switch try await ledger.append([endpoint.access.binding(), draft])[1] {
      case .alreadyThere: return .duplicate
      case .appended, .conflict: return .appended(job)
      }
    } catch {
      return .unavailable(error)
    }
  }
}
