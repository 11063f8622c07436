import Synchronization
import SystemPackage

/// What the log says of one attempt at a delivery; as a line, one JSON object.
struct DeliveryLogLine: Equatable, Sendable {
  let sentAt: Moment
  let webhookID: String
  let job: String
  let type: String
  let attempt: Int
  /// The rule that it breaks; `nil` for an honest one.
  var forgery: String?
  /// `nil` without an answer.
  let status: Int?
  /// Microseconds from when it was due to its answer, or to the end of hope.
  let latency: Int64

  var json: JSON {
    [
      "sent_at": .string(sentAt.rfc3339),
      "webhook_id": .string(webhookID),
      "job": .string(job),
      "type": .string(type),
      "attempt": .number(Int64(attempt)),
      "forgery": forgery.map(JSON.string) ?? nil,
      "status": status.map { .number(Int64($0)) } ?? nil,
      "latency_us": .number(latency),
    ]
  }
}

/// A file that gets a line for each attempt, some of them later than they happen.
final class DeliveryLog: Sendable {
  private static let pieceBytes = 1 << 16

  private let file: FileDescriptor
  private let pending = Mutex<[UInt8]>([])
  private let isBuffered: Bool

  /// `isBuffered`: whether lines may wait for others, for a sender that must be cheap.
  init(path: String, isBuffered: Bool) throws {
    file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
    self.isBuffered = isBuffered
  }

  deinit { try? file.close() }

  func append(_ line: DeliveryLogLine) throws {
    let bytes = line.json.bytes
    try pending.withLock { pending in
      pending += bytes
      pending.append(UInt8(ascii: "\n"))
      guard !isBuffered || pending.count >= Self.pieceBytes else { return }
      try file.writeAll(pending)
      pending.removeAll(keepingCapacity: true)
    }
  }

  func flush() throws {
    try pending.withLock { pending in
      try file.writeAll(pending)
      pending.removeAll()
    }
  }
}
