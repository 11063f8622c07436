extension Fact {
  /// Reads the fact of a record.
  ///
  /// - Returns: `nil` where a field that the kind cannot do without is missing.
  init?(_ record: Record) {
    guard let fields = FieldReader(record.fields) else { return nil }
    let header = record.header
    switch header.kind {
    case .jobTracked:
      guard let declaration = Declaration(fields, record) else { return nil }
      self = .jobTracked(declaration)
    case .jobRefused:
      self = .jobRefused(Answer(fields, record), Observation(fields, record))
    case .statusObserved:
      self = .statusObserved(Answer(fields, record), Observation(fields, record))
    case .statusUnreachable:
      let cause = fields.string(.unreachableCause).flatMap(Unreachable.Cause.init(rawValue:))
      self = .statusUnreachable(
        Unreachable(
          cause: cause ?? .other,
          latencyMilliseconds: header.latencyMilliseconds.map(Int64.init),
          detail: fields.string(.unreachableDetail)))
    case .webhookReceived:
      self = .webhookReceived(Delivery(fields, record), Observation(fields, record))
    case .webhookClaimed:
      self = .webhookClaimed(Delivery(fields, record), Observation(fields, record))
    case .assetSaved:
      guard let saved = SavedAsset(fields) else { return nil }
      self = .assetSaved(saved)
    case .assetFailed:
      self = .assetFailed(
        AssetFailure(
          variant: fields.string(.variant) ?? "video", index: fields.int(.assetIndex) ?? 0,
          why: fields.string(.why) ?? ""))
    case .jobAnnotated: self = .jobAnnotated(Annotation(fields, record))
    case .jobClosed:
      self = .jobClosed(
        Closing(
          state: header.state ?? .unknown, why: fields.string(.why) ?? "",
          by: fields.string(.by)))
    case .ledgerCreated:
      self = .ledgerCreated(
        Creation(
          ledgerID: fields.data(.ledgerID) ?? [], origin: fields.string(.origin) ?? "",
          publicKey: fields.data(.publicKey) ?? [], tool: fields.string(.tool) ?? ""))
    case .ledgerAccount:
      guard let name = fields.string(.account) else { return nil }
      self = .ledgerAccount(
        AccountBinding(
          name: name, dialect: fields.string(.dialect) ?? "",
          origin: fields.string(.origin) ?? "", isRebind: fields.boolean(.isRebind) ?? false))
    case .ledgerPrice:
      guard let terms = PriceTerms(fields) else { return nil }
      self = .ledgerPrice(PriceDeclaration(terms, by: fields.string(.by)))
    case .ledgerCheckpoint:
      guard let publication = Publication(fields) else { return nil }
      self = .ledgerCheckpoint(publication)
    case .ledgerRedacted: self = .ledgerRedacted(Redaction(fields))
    case .ledgerKey: self = .ledgerOther(header.kind)
    }
  }
}

extension Publication {
  fileprivate init?(_ fields: FieldReader) {
    guard let size = fields.integer(.treeSize).flatMap(UInt64.init(exactly:)),
      let root = fields.data(.treeRoot).flatMap({ TreeHash(bytes: $0) })
    else { return nil }
    self.init(size: size, root: root, places: fields.strings(.place))
  }
}

extension Redaction {
  fileprivate init(_ fields: FieldReader) {
    self.init(
      Set(fields.strings(.redactedContent).compactMap(RedactedContent.init(rawValue:))),
      records: fields.int(.redactedRecords) ?? 0, why: fields.string(.why), by: fields.string(.by))
  }
}

extension Observation {
  fileprivate init(_ fields: FieldReader, _ record: Record) {
    let header = record.header
    self.init(state: header.state)
    interpreter = header.interpreter
    progress = header.progress.map(Int.init)
    samplesGiven = header.samplesGiven.map(Int.init)
    samplesFiltered = header.samplesFiltered.map(Int.init)
    providerStatus = fields.string(.providerStatus)
    reason = fields.string(.reason).map(Reason.init(rawValue:))
    errorCode = fields.string(.errorCode)
    errorText = record.part(.text)?.text
    model = fields.string(.model)
    size = fields.string(.size)
    resolution = fields.string(.resolution)
    videoMilliseconds = fields.integer(.videoMilliseconds)
    created = fields.stated(.created)
    completed = fields.stated(.completed)
    assets = fields.nested(.asset).map(Asset.init)
    otherID = fields.string(.otherID)
    remixedFrom = fields.string(.remixedFrom)
    isCharged = fields.boolean(.isCharged)
    statedCost = fields.string(.costAmount).map {
      StatedCost(amount: $0, currency: fields.string(.costCurrency))
    }
    retryAfterMilliseconds = fields.integer(.retryAfterMilliseconds)
    isDenial = fields.boolean(.isDenial) ?? false
    prompt = PromptRecord(fields, record)
  }
}

extension PromptRecord {
  init?(_ fields: FieldReader, _ record: Record) {
    self.init(
      text: record.part(.prompt)?.text, sha256: fields.data(.promptSHA256),
      characters: fields.int(.promptCharacters))
    if text == nil, sha256 == nil, characters == nil { return nil }
  }
}

extension Asset {
  init(_ fields: FieldReader) {
    self.init(
      variant: fields.string(.variant) ?? "video", uri: fields.string(.uri),
      expires: fields.integer(.expires).map(Moment.init(rawValue:)),
      inlineSHA256: fields.data(.sha256),
      inlineBytes: fields.integer(.bytes).flatMap(UInt64.init(exactly:)))
  }
}

extension SavedAsset {
  init?(_ fields: FieldReader) {
    guard let path = fields.string(.path), let sha256 = fields.data(.sha256) else { return nil }
    self.init(
      variant: fields.string(.variant) ?? "video", index: fields.int(.assetIndex) ?? 0,
      path: path, bytes: fields.integer(.bytes).flatMap(UInt64.init(exactly:)) ?? 0,
      sha256: sha256, contentType: fields.string(.contentType))
  }
}

extension Answer {
  fileprivate init(_ fields: FieldReader, _ record: Record) {
    var headers = AnswerHeaders()
    headers.date = fields.string(.date)
    headers.contentType = fields.string(.contentType)
    headers.retryAfter = fields.string(.retryAfter)
    headers.retryAfterMilliseconds = fields.string(.retryAfterMillisecondsHeader)
    headers.requestID = fields.string(.requestID)
    headers.openAIPollAfterMilliseconds = fields.string(.openAIPollAfterMilliseconds)
    let status = Int(record.header.httpStatus)
    self.init(
      httpStatus: status == 0 ? nil : status, headers: headers,
      latencyMilliseconds: record.header.latencyMilliseconds.map(Int64.init),
      body: record.part(.body)?.bytes ?? [], cuts: record.header.cuts)
  }
}

extension Delivery {
  fileprivate init(_ fields: FieldReader, _ record: Record) {
    self.init(
      id: fields.string(.deliveryID), sent: fields.stated(.deliverySent),
      type: fields.string(.deliveryType), body: record.part(.body)?.bytes ?? [],
      cuts: record.header.cuts)
  }
}

extension Declaration {
  fileprivate init?(_ fields: FieldReader, _ record: Record) {
    guard let account = fields.string(.account), let nativeID = fields.string(.nativeID)
    else { return nil }
    self.init(account: account, nativeID: nativeID, dialect: fields.string(.dialect) ?? "")
    model = fields.string(.model)
    size = fields.string(.size)
    resolution = fields.string(.resolution)
    videoMilliseconds = fields.integer(.videoMilliseconds)
    audio = fields.boolean(.audio)
    samplesAsked = fields.int(.samplesAsked)
    submitted = fields.stated(.submitted)
    submittedFrom = fields.integer(.submittedFrom).flatMap(UInt8.init(exactly:))
      .flatMap(SubmissionSource.init(rawValue:))
    prompt = PromptRecord(fields, record)
    project = fields.string(.project)
    labels = fields.strings(.label).compactMap(Label.init(text:))
    by = fields.string(.by)
  }
}

extension Annotation {
  fileprivate init(_ fields: FieldReader, _ record: Record) {
    self.init()
    note = record.part(.note)?.text
    isCharged = fields.boolean(.isCharged)
    project = fields.string(.project)
    labels = fields.strings(.label).compactMap(Label.init(text:))
    removedLabels = fields.strings(.removedLabel)
    by = fields.string(.by)
  }
}
