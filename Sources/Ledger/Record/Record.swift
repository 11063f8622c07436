/// A record as it lies in the log: header, fields, private parts.
///
/// Stored: header (48), length of the fields (4), number of parts (1), for each part its tag (1),
/// encoding (1) and stored length (4), then the fields, then the parts' salts and contents.
/// Proved (the canonical bytes): header, length of the fields, fields, number of parts, and for
/// each part its tag and its commitment; so an encoding or a redaction changes no proof.
struct Record: Hashable, Sendable {
  var header: RecordHeader
  var fields: [UInt8]
  var parts: [PrivatePart]

  /// The bytes that the log stores.
  var stored: [UInt8] {
    var bytes: [UInt8] = []
    let partsCount = parts.reduce(0) { count, part in
      count + PrivatePart.saltByteCount + PrivatePart.commitmentByteCount
        + (part.bytes?.count ?? 0)
    }
    bytes.reserveCapacity(RecordHeader.byteCount + fields.count + 64 + partsCount)
    header.write(to: &bytes)
    bytes.appendLittleEndian(UInt32(fields.count))
    bytes.append(UInt8(parts.count))
    for part in parts {
      bytes.append(part.tag.rawValue)
      switch part.content {
      case .present(_, let content):
        bytes.append(PartEncoding.plain.rawValue)
        bytes.appendLittleEndian(UInt32(content.count))
      case .redacted:
        bytes.append(PartEncoding.redacted.rawValue)
        bytes.appendLittleEndian(UInt32(0))
      }
    }
    bytes.append(contentsOf: fields)
    for part in parts {
      switch part.content {
      case .present(let salt, let content):
        bytes.append(contentsOf: salt)
        bytes.append(contentsOf: content)
      case .redacted(let commitment): bytes.append(contentsOf: commitment)
      }
    }
    return bytes
  }

  /// The bytes that the leaf hash covers.
  var canonical: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(RecordHeader.byteCount + fields.count + 8 + 33 * parts.count)
    header.write(to: &bytes)
    bytes.appendLittleEndian(UInt32(fields.count))
    bytes.append(contentsOf: fields)
    bytes.append(UInt8(parts.count))
    for part in parts {
      bytes.append(part.tag.rawValue)
      bytes.append(contentsOf: part.commitment)
    }
    return bytes
  }

  /// SHA-256(0x00 ‖ canonical bytes), the leaf of RFC 6962.
  var leafHash: TreeHash { .leaf(canonical) }

  func part(_ tag: PrivatePart.Tag) -> PrivatePart? { parts.first { $0.tag == tag } }
}

extension Record {
  static let partEntryByteCount = 6

  /// Reads a stored record.
  ///
  /// `withBody`: whether its body is copied; without, it is empty, and there is no hash to be made.
  ///
  /// - Returns: `nil` where the bytes are not a record of this format.
  init?(stored bytes: Span<UInt8>, withBody: Bool = true) {
    let partsStart = RecordHeader.byteCount + 5
    guard bytes.count >= partsStart, let header = RecordHeader(bytes) else { return nil }
    self.header = header
    let fieldCount = Int(bytes.uint32(at: RecordHeader.byteCount))
    let partCount = Int(bytes[RecordHeader.byteCount + 4])
    var offset = partsStart + partCount * Self.partEntryByteCount
    guard bytes.count - offset >= fieldCount else { return nil }
    fields = bytes.copy(offset..<offset + fieldCount)
    offset += fieldCount
    parts = []
    parts.reserveCapacity(partCount)
    for index in 0..<partCount {
      let entry = partsStart + index * Self.partEntryByteCount
      guard let tag = PrivatePart.Tag(rawValue: bytes[entry]),
        let encoding = PartEncoding(rawValue: bytes[entry + 1])
      else { return nil }
      let length = Int(bytes.uint32(at: entry + 2))
      let isCopied = withBody || tag != .body
      guard let part = Self.part(tag, encoding, length, bytes, isCopied: isCopied, &offset) else {
        return nil
      }
      parts.append(part)
    }
    guard offset == bytes.count else { return nil }
  }

  private static func part(
    _ tag: PrivatePart.Tag, _ encoding: PartEncoding, _ length: Int, _ bytes: Span<UInt8>,
    isCopied: Bool, _ offset: inout Int
  ) -> PrivatePart? {
    let start = offset
    switch encoding {
    case .plain:
      let content = start + PrivatePart.saltByteCount
      guard bytes.count - content >= length else { return nil }
      offset = content + length
      guard isCopied else { return PrivatePart(tag: tag, storedSalt: [], bytes: []) }
      return PrivatePart(
        tag: tag, storedSalt: bytes.copy(start..<content), bytes: bytes.copy(content..<offset))
    case .redacted:
      offset = start + PrivatePart.commitmentByteCount
      guard length == 0, bytes.count >= offset else { return nil }
      return PrivatePart(tag: tag, redacted: bytes.copy(start..<offset))
    }
  }
}
