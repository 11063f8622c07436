/// The names of jobs, as keys of the `names` projection.
///
/// Three kinds share one table: the short key, the native id, and its part after `operations/`
/// or `requests/`.
enum NameKey {
  /// LMDB's keys end at 511 bytes; longer ids are found by their beginning and compared in the row.
  static let idBytesMax = 400

  /// The first bytes of the three kinds.
  private static let shortKeyKind = UInt8(ascii: "k")
  private static let nativeIDKind = UInt8(ascii: "n")
  private static let operationKind = UInt8(ascii: "o")
  static let kinds = [shortKeyKind, nativeIDKind, operationKind]

  /// The key of a job's short key; its value is the job's number.
  static func shortKey(_ key: JobKey) -> [UInt8] { shortKeyPrefix(key.text) }

  static func shortKeyPrefix(_ text: String) -> [UInt8] { [shortKeyKind] + Array(text.utf8) }

  /// The key of an id: the id, a zero, the job's number, so that two accounts may share an id.
  static func nativeID(_ id: String, _ job: JobNumber) -> [UInt8] {
    nativeIDPrefix(id) + [0] + [UInt8](bigEndian: job.rawValue)
  }

  static func nativeIDPrefix(_ id: String) -> [UInt8] {
    [nativeIDKind] + Array(id.utf8.prefix(idBytesMax))
  }

  /// The key of the part after `operations/` or `requests/`; `nil` for ids without one.
  static func operation(_ id: String, _ job: JobNumber) -> [UInt8]? {
    operationPart(of: id).map {
      operationPrefix($0) + [0] + [UInt8](bigEndian: job.rawValue)
    }
  }

  static func operationPrefix(_ part: String) -> [UInt8] {
    [operationKind] + Array(part.utf8.prefix(idBytesMax))
  }

  static func operationPart(of id: String) -> String? {
    let bytes = id.utf8
    guard let end = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let before = bytes[..<end]
    let start = before.lastIndex(of: UInt8(ascii: "/")).map(before.index(after:))
    let step = before[(start ?? before.startIndex)...]
    guard step.elementsEqual("operations".utf8) || step.elementsEqual("requests".utf8) else {
      return nil
    }
    return String(id[bytes.index(after: end)...])
  }
}
