/// The stored form of a ``Job``: the `jobs` projection's row.
///
/// A row is derived and can be thrown away, so its layout may change with the projection's version.
private enum RowTag: UInt8 {
  case account = 1
  case nativeID, dialect, state, providerStatus, progress, reason, errorCode, errorText, httpStatus
  case model, videoMilliseconds, size, resolution, audio
  case samplesAsked, samplesGiven, samplesFiltered, remixedFrom
  case project, label, by, promptText, promptSHA256, promptCharacters
  case submitted, submittedFrom, firstSeen, lastSeen
  case lastQueued, firstRunning, lastOpen, firstDone, completed, tellsQueue
  case asset, isCharged, chargedBy, costAmount, costCurrency
  case polls, deliveries, notes, eventCount, firstSequence, lastSequence
  case verdictSequence, verdictSource, anomaly
  case denials, firstDenial, stateObserved, lastRecorded, newestAnswer, lastDenial, redaction
}

extension FieldWriter {
  fileprivate mutating func put(_ tag: RowTag, _ value: String?) { string(tag.rawValue, value) }
  fileprivate mutating func put(_ tag: RowTag, _ value: [UInt8]?) { data(tag.rawValue, value) }
  fileprivate mutating func put(_ tag: RowTag, _ value: (some BinaryInteger)?) {
    integer(tag.rawValue, value.map { Int64($0) })
  }
  fileprivate mutating func put(_ tag: RowTag, _ value: Moment?) { put(tag, value?.rawValue) }
  fileprivate mutating func put(_ tag: RowTag, _ value: Bool?) { boolean(tag.rawValue, value) }
  fileprivate mutating func put(_ tag: RowTag, _ value: StatedMoment?) {
    stated(tag.rawValue, value)
  }
}

extension FieldReader {
  fileprivate func rowText(_ tag: RowTag) -> String? { string(tag.rawValue) }
  fileprivate func rowNumber(_ tag: RowTag) -> Int64? { integer(tag.rawValue) }
  fileprivate func rowInt(_ tag: RowTag) -> Int? { rowNumber(tag).flatMap(Int.init(exactly:)) }
  fileprivate func rowCount(_ tag: RowTag) -> UInt64 {
    rowNumber(tag).flatMap(UInt64.init(exactly:)) ?? 0
  }
  fileprivate func rowByte(_ tag: RowTag) -> UInt8? {
    rowNumber(tag).flatMap(UInt8.init(exactly:))
  }
  fileprivate func rowMoment(_ tag: RowTag) -> Moment? {
    rowNumber(tag).map(Moment.init(rawValue:))
  }
  fileprivate func rowFlag(_ tag: RowTag) -> Bool? { rowNumber(tag).map { $0 != 0 } }
}

extension Job {
  /// The row's bytes; equal jobs give equal bytes.
  var row: [UInt8] {
    var fields = FieldWriter(capacity: 512)
    writeIdentity(to: &fields)
    writeTimes(to: &fields)
    writeCounts(to: &fields)
    return fields.bytes
  }

  private func writeIdentity(to fields: inout FieldWriter) {
    fields.put(.account, account)
    fields.put(.nativeID, nativeID)
    fields.put(.dialect, dialect)
    fields.put(.state, state.rawValue)
    fields.put(.providerStatus, providerStatus)
    fields.put(.progress, progress)
    fields.put(.reason, reason?.rawValue)
    fields.put(.errorCode, errorCode)
    fields.put(.errorText, errorText)
    fields.put(.httpStatus, httpStatus)
    fields.put(.model, model)
    fields.put(.videoMilliseconds, videoMilliseconds)
    fields.put(.size, size)
    fields.put(.resolution, resolution)
    fields.put(.audio, audio)
    fields.put(.samplesAsked, samplesAsked)
    fields.put(.samplesGiven, samplesGiven)
    fields.put(.samplesFiltered, samplesFiltered)
    fields.put(.remixedFrom, remixedFrom)
    fields.put(.project, project)
    for label in labels { fields.put(.label, label.text) }
    fields.put(.by, by)
    fields.put(.promptText, prompt?.text)
    fields.put(.promptSHA256, prompt?.sha256)
    fields.put(.promptCharacters, prompt?.characters)
  }

  private func writeTimes(to fields: inout FieldWriter) {
    fields.put(.submitted, submitted)
    fields.put(.submittedFrom, submittedFrom?.rawValue)
    fields.put(.firstSeen, firstSeen)
    fields.put(.lastSeen, lastSeen)
    fields.put(.lastQueued, marks.lastQueued)
    fields.put(.firstRunning, marks.firstRunning)
    fields.put(.lastOpen, marks.lastOpen)
    fields.put(.firstDone, marks.firstDone)
    fields.put(.completed, marks.completed)
    fields.put(.tellsQueue, marks.tellsQueue ? true : nil)
    fields.put(.firstDenial, firstDenial)
    fields.put(.lastDenial, lastDenial)
    fields.put(.stateObserved, stateObserved)
    fields.put(.lastRecorded, lastRecorded)
    fields.put(.newestAnswer, newestAnswer)
  }

  private func writeCounts(to fields: inout FieldWriter) {
    for asset in assets {
      fields.nested(RowTag.asset.rawValue) { inner in
        asset.asset.write(to: &inner)
        asset.saved?.write(to: &inner)
        inner.integer(.savedAt, asset.savedAt?.rawValue)
        inner.string(.why, asset.failure)
      }
    }
    fields.put(.isCharged, isCharged)
    fields.put(.chargedBy, chargedBy?.rawValue)
    fields.put(.costAmount, statedCost?.amount)
    fields.put(.costCurrency, statedCost?.currency)
    fields.put(.polls, polls)
    fields.put(.deliveries, deliveries)
    fields.put(.notes, notes)
    fields.put(.eventCount, eventCount)
    fields.put(.firstSequence, firstSequence.rawValue)
    fields.put(.lastSequence, lastSequence.rawValue)
    fields.put(.verdictSequence, verdictSequence?.rawValue)
    fields.put(.verdictSource, verdictSource?.rawValue)
    for anomaly in anomalies.map(\.rawValue).sorted() { fields.put(.anomaly, anomaly) }
    fields.put(.denials, denials)
    for content in redactions.map(\.rawValue).sorted() { fields.put(.redaction, content) }
  }
}

extension Job {
  /// Reads a row.
  ///
  /// - Returns: `nil` where the bytes are not a row.
  init?(number: JobNumber, row bytes: [UInt8]) {
    guard let fields = FieldReader(bytes), let account = fields.rowText(.account),
      let nativeID = fields.rowText(.nativeID), let dialect = fields.rowText(.dialect),
      let state = fields.rowByte(.state).flatMap(JobState.init(rawValue:)),
      let firstSeen = fields.rowMoment(.firstSeen), let lastSeen = fields.rowMoment(.lastSeen),
      let lastRecorded = fields.rowMoment(.lastRecorded)
    else { return nil }
    self.number = number
    self.account = account
    self.nativeID = nativeID
    self.dialect = dialect
    self.state = state
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
    self.lastRecorded = lastRecorded
    firstSequence = LogSequence(rawValue: fields.rowCount(.firstSequence))
    lastSequence = LogSequence(rawValue: fields.rowCount(.lastSequence))
    readDescription(fields)
    readTimes(fields)
    readCounts(fields)
  }

  private mutating func readDescription(_ fields: FieldReader) {
    providerStatus = fields.rowText(.providerStatus)
    progress = fields.rowInt(.progress)
    reason = fields.rowText(.reason).map(Reason.init(rawValue:))
    errorCode = fields.rowText(.errorCode)
    errorText = fields.rowText(.errorText)
    httpStatus = fields.rowInt(.httpStatus)
    model = fields.rowText(.model)
    videoMilliseconds = fields.rowNumber(.videoMilliseconds)
    size = fields.rowText(.size)
    resolution = fields.rowText(.resolution)
    audio = fields.rowFlag(.audio)
    samplesAsked = fields.rowInt(.samplesAsked)
    samplesGiven = fields.rowInt(.samplesGiven)
    samplesFiltered = fields.rowInt(.samplesFiltered)
    remixedFrom = fields.rowText(.remixedFrom)
    project = fields.rowText(.project)
    labels = fields.strings(RowTag.label.rawValue).compactMap(Label.init(text:))
    by = fields.rowText(.by)
    let prompt = PromptRecord(
      text: fields.rowText(.promptText), sha256: fields.data(RowTag.promptSHA256.rawValue),
      characters: fields.rowInt(.promptCharacters))
    self.prompt = prompt == PromptRecord() ? nil : prompt
  }

  private mutating func readTimes(_ fields: FieldReader) {
    submitted = fields.stated(RowTag.submitted.rawValue)
    submittedFrom = fields.rowByte(.submittedFrom).flatMap(SubmissionSource.init(rawValue:))
    marks.lastQueued = fields.rowMoment(.lastQueued)
    marks.firstRunning = fields.rowMoment(.firstRunning)
    marks.lastOpen = fields.rowMoment(.lastOpen)
    marks.firstDone = fields.rowMoment(.firstDone)
    marks.completed = fields.stated(RowTag.completed.rawValue)
    marks.tellsQueue = fields.rowFlag(.tellsQueue) ?? false
    firstDenial = fields.rowMoment(.firstDenial)
    lastDenial = fields.rowMoment(.lastDenial)
    stateObserved = fields.rowMoment(.stateObserved)
    newestAnswer = fields.rowMoment(.newestAnswer)
  }

  private mutating func readCounts(_ fields: FieldReader) {
    assets = fields.nested(RowTag.asset.rawValue).compactMap { inner in
      guard let asset = inner.nested(.asset).first.map(Asset.init) else { return nil }
      var jobAsset = JobAsset(asset: asset)
      jobAsset.saved = SavedAsset(inner)
      jobAsset.savedAt = inner.integer(.savedAt).map(Moment.init(rawValue:))
      jobAsset.failure = inner.string(.why)
      return jobAsset
    }
    isCharged = fields.rowFlag(.isCharged)
    chargedBy = fields.rowByte(.chargedBy).flatMap(ChargeSource.init(rawValue:))
    statedCost = fields.rowText(.costAmount).map {
      StatedCost(amount: $0, currency: fields.rowText(.costCurrency))
    }
    polls = fields.rowCount(.polls)
    deliveries = fields.rowCount(.deliveries)
    notes = fields.rowCount(.notes)
    eventCount = fields.rowCount(.eventCount)
    verdictSequence = fields.rowNumber(.verdictSequence)
      .flatMap(UInt64.init(exactly:)).map(LogSequence.init(rawValue:))
    verdictSource = fields.rowByte(.verdictSource).flatMap(EventSource.init(rawValue:))
    anomalies = Set(fields.strings(RowTag.anomaly.rawValue).compactMap(Anomaly.init(rawValue:)))
    denials = fields.rowCount(.denials)
    redactions = Set(
      fields.strings(RowTag.redaction.rawValue).compactMap(RedactedContent.init(rawValue:)))
  }
}
