internal import Crypto

/// What a verification needs of a stored record, read where it lies and without a copy.
struct RecordOutline {
  let header: RecordHeader
  let leafHash: TreeHash
  let isRedacted: Bool

  /// Hashes as ``Record/leafHash`` does.
  ///
  /// `canonical`: a place for the canonical bytes, kept from one record to the next.
  ///
  /// - Returns: `nil` where the bytes are not a record of this format.
  init?(stored bytes: Span<UInt8>, canonical: inout [UInt8]) {
    let partsStart = RecordHeader.byteCount + 5
    guard bytes.count >= partsStart, let header = RecordHeader(bytes) else { return nil }
    let fieldCount = Int(bytes.uint32(at: RecordHeader.byteCount))
    let partCount = Int(bytes[RecordHeader.byteCount + 4])
    var offset = partsStart + partCount * Record.partEntryByteCount
    guard bytes.count - offset >= fieldCount else { return nil }
    canonical.removeAll(keepingCapacity: true)
    canonical.append(TreeHash.leafPrefix)
    canonical.append(bytes, 0..<RecordHeader.byteCount + 4)
    canonical.append(bytes, offset..<offset + fieldCount)
    canonical.append(UInt8(partCount))
    offset += fieldCount
    var isRedacted = false
    for index in 0..<partCount {
      let entry = partsStart + index * Record.partEntryByteCount
      guard PrivatePart.Tag(rawValue: bytes[entry]) != nil,
        let encoding = PartEncoding(rawValue: bytes[entry + 1])
      else { return nil }
      canonical.append(bytes[entry])
      let length = Int(bytes.uint32(at: entry + 2))
      switch encoding {
      case .plain:
        guard bytes.count - offset - PrivatePart.saltByteCount >= length else { return nil }
        let end = offset + PrivatePart.saltByteCount + length
        var hash = SHA256()
        hash.update(bytes.extracting(offset..<end))
        hash.finalize().withSpan { canonical.append($0, 0..<PrivatePart.commitmentByteCount) }
        offset = end
      case .redacted:
        let end = offset + PrivatePart.commitmentByteCount
        guard length == 0, bytes.count >= end else { return nil }
        canonical.append(bytes, offset..<end)
        offset = end
        isRedacted = true
      }
    }
    guard offset == bytes.count else { return nil }
    self.header = header
    self.isRedacted = isRedacted
    leafHash = .leaf(afterPrefix: canonical.span)
  }
}
