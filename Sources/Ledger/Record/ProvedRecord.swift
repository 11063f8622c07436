/// What a record's canonical bytes tell: everything but its private parts.
///
/// A proof carries them, so this is all that somebody without the ledger can read.
public struct ProvedRecord: Hashable, Sendable {
  public let kind: EventKind
  public let state: JobState?
  public let source: EventSource
  public let recorded: Moment
  public let observed: Moment
  /// The number of its job; `nil` for an event of the ledger itself.
  public let job: JobNumber?
  /// The provider's own word.
  public let providerStatus: String?
  /// The provider's id; only where the job became known by this event.
  public let nativeID: String?
  /// How many private parts it has, of which only commitments are proved.
  public let privateParts: Int

  /// - Returns: `nil` where the bytes are no record of this format.
  public init?(canonical bytes: [UInt8]) {
    guard bytes.count > RecordHeader.byteCount + 4, let header = RecordHeader(bytes.span) else {
      return nil
    }
    let fieldsStart = RecordHeader.byteCount + 4
    let fieldCount = Int(bytes.span.uint32(at: RecordHeader.byteCount))
    guard bytes.count - fieldsStart > fieldCount else { return nil }
    let partsStart = fieldsStart + fieldCount
    let parts = Int(bytes[partsStart])
    guard bytes.count == partsStart + 1 + parts * (1 + PrivatePart.commitmentByteCount),
      let fields = FieldReader(Array(bytes[fieldsStart..<partsStart]))
    else { return nil }
    kind = header.kind
    state = header.state
    source = header.source
    recorded = header.recorded
    observed = header.observed
    job = header.job == 0 ? nil : JobNumber(rawValue: header.job)
    providerStatus = fields.string(.providerStatus)
    nativeID = fields.string(.nativeID)
    privateParts = parts
  }
}
