import Synchronization
import SystemPackage

/// What the log says of one request and its answer; as a line, one JSON object.
struct RequestLogLine: Equatable, Sendable {
  /// When the request was there, and when its answer was ready to be sent; on the wall.
  let started: Moment
  let ended: Moment
  let method: String
  /// Without the query, which may hold a key.
  let path: String
  let status: Int
  let requestID: String
  let job: String?
  /// A fingerprint of the key that it came with.
  let account: String?
  /// `nil` where there is no account.
  let admission: Admission?
  /// The names of its headers, at the host that fates send clients to.
  var received: [String]?

  var json: JSON {
    [
      "at": .string(started.rfc3339),
      "started_ms": .number(started.millisecondsSince1970),
      "ended_ms": .number(ended.millisecondsSince1970),
      "method": .string(method),
      "path": .string(path),
      "status": .number(Int64(status)),
      "request_id": .string(requestID),
      "job": job.map(JSON.string) ?? nil,
      "account": account.map(JSON.string) ?? nil,
      "under_way": admission.map { .number(Int64($0.underWay)) } ?? nil,
      "exceeded": (admission?.exceeded?.rawValue).map(JSON.string) ?? nil,
      "received": received.map { .array($0.map(JSON.string)) } ?? nil,
    ]
  }
}

/// One line for each answer: the latest in memory, and all in a file where there is one.
///
/// A line is written at once and in one write, so that who has an answer finds its line; that costs
/// some 10 µs, most of it the call of the system.
final class RequestLog: Sendable {
  /// How many lines memory keeps at least, once there were as many.
  static let recentMin = 50_000

  private let file: FileDescriptor?
  private let recent = Mutex<[[UInt8]]>([])

  /// Keeps the lines in memory alone.
  init() { file = nil }

  init(path: String) throws {
    file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
  }

  deinit { try? file?.close() }

  func append(_ line: RequestLogLine) throws {
    let bytes = line.json.bytes + [UInt8(ascii: "\n")]
    try recent.withLock { recent in
      if recent.count >= 2 * Self.recentMin { recent.removeFirst(Self.recentMin) }
      recent.append(bytes)
      try file?.writeAll(bytes)
    }
  }

  func removeRecent() { recent.withLock { $0.removeAll() } }

  /// The lines that memory has, oldest first.
  var recentLines: [UInt8] { recent.withLock { Array($0.joined()) } }
}
