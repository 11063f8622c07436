/// The stored form of a ``JobDigest``: every field at its place, least significant byte first.
///
/// The submission and the job's number are the key. Absent numbers are the least of their type.
private enum Place {
  static let state = 0
  static let submittedFrom = 1
  static let verdictSource = 2
  static let isStartKnown = 3
  static let flags = 4
  static let words = 8  // ten numbers of four bytes
  static let httpStatus = 48
  static let tellsQueue = 50
  static let startWidth = 52
  static let completedWidth = 56
  static let samplesAsked = 60
  static let samplesGiven = 64
  static let samplesFiltered = 68
  static let videoMilliseconds = 72
  static let lastQueued = 80
  static let firstRunning = 88
  static let lastOpen = 96
  static let firstDone = 104
  static let completed = 112
  static let firstSaved = 120
  static let lastSeen = 128
  static let verdictObserved = 136
  static let expires = 144
  static let statedCost = 152
  static let attempt = 160
  static let lastSequence = 168
  static let end = 176
}

extension JobDigest {
  /// The row's bytes; equal digests of the same key give equal bytes.
  var row: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Place.end)
    bytes.append(state.rawValue)
    bytes.append(submittedFrom.rawValue)
    bytes.append(phaseFacts.verdictSource?.rawValue ?? 0)
    bytes.append(phaseFacts.start == nil ? 0 : 1)
    bytes.appendLittleEndian(flags.rawValue)
    let words = [
      account, dialect, model, project, size, resolution, reason, errorCode, by, currency,
    ]
    for word in words { bytes.appendLittleEndian(word?.rawValue ?? 0) }
    bytes.appendLittleEndian(httpStatus ?? 0)
    bytes.appendLittleEndian(UInt16(phaseFacts.marks.tellsQueue ? 1 : 0))
    let start = phaseFacts.start
    let width = start.map { $0.upperBound.milliseconds(since: $0.lowerBound) }
    bytes.appendLittleEndian(UInt32(clamping: width ?? 0))
    bytes.appendLittleEndian(UInt32(clamping: phaseFacts.marks.completed?.width ?? 0))
    for count in [samplesAsked, samplesGiven, samplesFiltered] {
      bytes.appendLittleEndian(count ?? .min)
    }
    let marks = phaseFacts.marks
    let numbers = [
      videoMilliseconds, marks.lastQueued?.rawValue, marks.firstRunning?.rawValue,
      marks.lastOpen?.rawValue, marks.firstDone?.rawValue, marks.completed?.moment.rawValue,
      phaseFacts.firstSaved?.rawValue, lastSeen.rawValue, verdictObserved?.rawValue,
      expires?.rawValue, statedCost,
    ]
    for number in numbers { bytes.appendLittleEndian(number ?? .min) }
    bytes.appendLittleEndian(attempt)
    bytes.appendLittleEndian(lastSequence.rawValue)
    return bytes
  }

  /// Reads a row.
  ///
  /// - Returns: `nil` where key and value are no row.
  @inline(__always)
  init?(key: Span<UInt8>, row: Span<UInt8>) {
    guard row.count == Place.end, let key = DigestKey(key),
      let state = JobState(rawValue: row[Place.state]),
      let from = SubmissionSource(rawValue: row[Place.submittedFrom])
    else { return nil }
    number = key.number
    submitted = key.moment
    submittedFrom = from
    self.state = state
    flags = DigestFlags(rawValue: row.littleEndian(at: Place.flags))
    account = row.word(0) ?? WordNumber(rawValue: 0)
    dialect = row.word(1) ?? WordNumber(rawValue: 0)
    model = row.word(2)
    project = row.word(3)
    size = row.word(4)
    resolution = row.word(5)
    reason = row.word(6)
    errorCode = row.word(7)
    by = row.word(8)
    currency = row.word(9)
    let status = row.littleEndian(at: Place.httpStatus, as: UInt16.self)
    httpStatus = status == 0 ? nil : status
    videoMilliseconds = row.number(Place.videoMilliseconds)
    samplesAsked = row.count(Place.samplesAsked)
    samplesGiven = row.count(Place.samplesGiven)
    samplesFiltered = row.count(Place.samplesFiltered)
    phaseFacts = PhaseFacts(row, submitted: key.moment, state: state)
    lastSeen = Moment(rawValue: row.littleEndian(at: Place.lastSeen))
    verdictObserved = row.moment(Place.verdictObserved)
    expires = row.moment(Place.expires)
    statedCost = row.number(Place.statedCost)
    attempt = row.littleEndian(at: Place.attempt)
    lastSequence = LogSequence(rawValue: row.littleEndian(at: Place.lastSequence))
  }
}

extension PhaseFacts {
  @inline(__always)
  fileprivate init(_ row: Span<UInt8>, submitted: Moment, state: JobState) {
    let width = row.littleEndian(at: Place.startWidth, as: UInt32.self)
    let start =
      row[Place.isStartKnown] == 0
      ? nil : submitted...submitted.adding(milliseconds: Int64(width))
    var marks = PhaseMarks()
    marks.lastQueued = row.moment(Place.lastQueued)
    marks.firstRunning = row.moment(Place.firstRunning)
    marks.lastOpen = row.moment(Place.lastOpen)
    marks.firstDone = row.moment(Place.firstDone)
    marks.completed = row.moment(Place.completed).map {
      StatedMoment(
        $0, width: Int64(row.littleEndian(at: Place.completedWidth, as: UInt32.self)))
    }
    marks.tellsQueue = row[Place.tellsQueue] != 0
    self.init(
      state: state, start: start, marks: marks,
      verdictSource: EventSource(rawValue: row[Place.verdictSource]),
      firstSaved: row.moment(Place.firstSaved))
  }
}

extension Span<UInt8> {
  fileprivate func number(_ place: Int) -> Int64? {
    let value = littleEndian(at: place, as: Int64.self)
    return value == .min ? nil : value
  }

  fileprivate func moment(_ place: Int) -> Moment? { number(place).map(Moment.init(rawValue:)) }

  fileprivate func count(_ place: Int) -> Int32? {
    let value = littleEndian(at: place, as: Int32.self)
    return value == .min ? nil : value
  }

  fileprivate func word(_ index: Int) -> WordNumber? {
    let value = littleEndian(at: Place.words + 4 * index, as: UInt32.self)
    return value == 0 ? nil : WordNumber(rawValue: value)
  }
}

/// A moment and a job's number as a key: jobs in the order of that moment.
struct DigestKey: Hashable {
  static let byteCount = 16

  let moment: Moment
  let number: JobNumber

  init(_ moment: Moment, _ number: JobNumber) {
    self.moment = moment
    self.number = number
  }

  /// Reads a key; `nil` where it has another length.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    moment = Self.moment(bytes.bigEndianUInt64(at: 0))
    number = JobNumber(rawValue: bytes.bigEndianUInt64(at: 8))
  }

  /// The key's bytes; they sort as the moments do, those before 1970 included.
  var bytes: [UInt8] { Self.bytes(of: moment) + [UInt8](bigEndian: number.rawValue) }

  /// The moment alone, as the beginning of a key.
  static func bytes(of moment: Moment) -> [UInt8] {
    [UInt8](bigEndian: UInt64(bitPattern: moment.rawValue) ^ 1 << 63)
  }

  static func moment(_ sortable: UInt64) -> Moment {
    Moment(rawValue: Int64(bitPattern: sortable ^ 1 << 63))
  }
}
