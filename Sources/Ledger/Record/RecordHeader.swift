/// The fixed first 48 bytes of every record, little-endian; they are facts and part of the proof.
///
/// `docs/format.md` has the table. `nil` is written as zero, or as all ones where zero is a value.
struct RecordHeader: Hashable, Sendable {
  static let byteCount = 48
  static let format: UInt8 = 1

  var kind: EventKind
  var source: EventSource
  var state: JobState?
  var marks: EventMarks = []
  var cuts: BodyCuts = []
  var httpStatus: UInt16 = 0
  var job: UInt64 = 0
  var recorded: Moment
  var observed: Moment
  var latencyMilliseconds: UInt32?
  var interpreter: UInt16 = 0
  var progress: UInt8?
  var samplesGiven: UInt16?
  var samplesFiltered: UInt16?

  func write(to bytes: inout [UInt8]) {
    bytes.append(Self.format)
    bytes.append(kind.rawValue)
    bytes.append(state?.rawValue ?? 0)
    bytes.append(source.rawValue)
    bytes.append(marks.rawValue)
    bytes.append(cuts.rawValue)
    bytes.appendLittleEndian(httpStatus)
    bytes.appendLittleEndian(job)
    bytes.appendLittleEndian(recorded.rawValue)
    bytes.appendLittleEndian(observed.rawValue)
    bytes.appendLittleEndian(latencyMilliseconds ?? .max)
    bytes.appendLittleEndian(interpreter)
    bytes.append(progress ?? .max)
    bytes.append(0)
    bytes.appendLittleEndian(samplesGiven ?? .max)
    bytes.appendLittleEndian(samplesFiltered ?? .max)
    bytes.appendLittleEndian(UInt32(0))
  }
}

extension RecordHeader {
  /// Reads the header in place.
  ///
  /// Inlined, so that a walk over all headers puts together only what it asks for of each.
  ///
  /// - Returns: `nil` for bytes that are too short, of another format, or with a kind, a source or a
  ///   state that this version does not know.
  @inline(__always)
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= Self.byteCount, bytes[0] == Self.format,
      let kind = EventKind(rawValue: bytes[1]), let source = EventSource(rawValue: bytes[3])
    else { return nil }
    self.kind = kind
    self.source = source
    state = JobState(rawValue: bytes[2])
    // What is lost here would be missing in the proof.
    guard state != nil || bytes[2] == 0, bytes[39] == 0, bytes.uint32(at: 44) == 0
    else { return nil }
    marks = EventMarks(rawValue: bytes[4])
    cuts = BodyCuts(rawValue: bytes[5])
    httpStatus = bytes.uint16(at: 6)
    job = bytes.uint64(at: 8)
    recorded = Moment(rawValue: Int64(bitPattern: bytes.uint64(at: 16)))
    observed = Moment(rawValue: Int64(bitPattern: bytes.uint64(at: 24)))
    let latency = bytes.uint32(at: 32)
    latencyMilliseconds = latency == .max ? nil : latency
    interpreter = bytes.uint16(at: 36)
    progress = bytes[38] == .max ? nil : bytes[38]
    let given = bytes.uint16(at: 40)
    samplesGiven = given == .max ? nil : given
    let filtered = bytes.uint16(at: 42)
    samplesFiltered = filtered == .max ? nil : filtered
  }
}
