extension Fact {
  /// The contents that go behind salted commitments, in the order of their tags.
  var privateContents: [(tag: PrivatePart.Tag, bytes: [UInt8])] {
    var contents: [(tag: PrivatePart.Tag, bytes: [UInt8])] = []
    func add(_ tag: PrivatePart.Tag, _ text: String?) {
      if let text { contents.append((tag, Array(text.utf8))) }
    }
    switch self {
    case .jobTracked(let declaration): add(.prompt, declaration.prompt?.text)
    case .statusObserved(let answer, let observation), .jobRefused(let answer, let observation):
      add(.prompt, observation.prompt?.text)
      contents.append((.body, answer.body))
      add(.text, observation.errorText)
    case .webhookReceived(let delivery, let observation),
      .webhookClaimed(let delivery, let observation):
      contents.append((.body, delivery.body))
      add(.text, observation.errorText)
    case .jobAnnotated(let annotation): add(.note, annotation.note)
    case .statusUnreachable, .assetSaved, .assetFailed, .jobClosed, .ledgerCreated,
      .ledgerAccount, .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted, .ledgerOther:
      break
    }
    return contents
  }

  /// Writes the fact's numbers into the header.
  func fill(_ header: inout RecordHeader) {
    switch self {
    case .statusObserved(let answer, let observation), .jobRefused(let answer, let observation):
      header.cuts = answer.cuts
      header.httpStatus = answer.httpStatus.flatMap(UInt16.init(exactly:)) ?? 0
      header.latencyMilliseconds = answer.latencyMilliseconds.map(UInt32.init(clamping:))
      observation.fill(&header)
    case .webhookReceived(let delivery, let observation),
      .webhookClaimed(let delivery, let observation):
      header.cuts = delivery.cuts
      observation.fill(&header)
    case .statusUnreachable(let unreachable):
      header.latencyMilliseconds = unreachable.latencyMilliseconds.map(UInt32.init(clamping:))
    case .jobClosed(let closing): header.state = closing.state
    case .jobTracked, .assetSaved, .assetFailed, .jobAnnotated, .ledgerCreated, .ledgerAccount,
      .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted, .ledgerOther:
      break
    }
  }

  /// Writes the fact's strings and remaining numbers.
  func write(to fields: inout FieldWriter) {
    switch self {
    case .jobTracked(let declaration): declaration.write(to: &fields)
    case .statusObserved(let answer, let observation), .jobRefused(let answer, let observation):
      observation.write(to: &fields)
      answer.headers.write(to: &fields)
    case .statusUnreachable(let unreachable):
      fields.string(.unreachableCause, unreachable.cause.rawValue)
      fields.string(.unreachableDetail, unreachable.detail)
    case .webhookReceived(let delivery, let observation),
      .webhookClaimed(let delivery, let observation):
      observation.write(to: &fields)
      fields.string(.deliveryID, delivery.id)
      fields.stated(.deliverySent, delivery.sent)
      fields.string(.deliveryType, delivery.type)
    case .assetSaved(let asset): asset.write(to: &fields)
    case .assetFailed(let failure):
      fields.string(.variant, failure.variant)
      fields.integer(.assetIndex, failure.index)
      fields.string(.why, failure.why)
    case .jobAnnotated(let annotation): annotation.write(to: &fields)
    case .jobClosed(let closing):
      fields.string(.why, closing.why)
      fields.string(.by, closing.by)
    case .ledgerCreated(let creation):
      fields.string(.origin, creation.origin)
      fields.data(.ledgerID, creation.ledgerID)
      fields.data(.publicKey, creation.publicKey)
      fields.string(.tool, creation.tool)
    case .ledgerAccount(let binding):
      fields.string(.account, binding.name)
      fields.string(.dialect, binding.dialect)
      fields.string(.origin, binding.origin)
      fields.boolean(.isRebind, binding.isRebind ? true : nil)
    case .ledgerPrice(let declaration):
      declaration.terms.write(to: &fields)
      fields.string(.by, declaration.by)
    case .ledgerCheckpoint(let publication):
      fields.integer(.treeSize, Int64(exactly: publication.size))
      fields.data(.treeRoot, publication.root.bytes)
      for place in publication.places { fields.string(.place, place) }
    case .ledgerRedacted(let redaction):
      for content in redaction.contents.map(\.rawValue).sorted() {
        fields.string(.redactedContent, content)
      }
      fields.integer(.redactedRecords, redaction.records)
      fields.string(.why, redaction.why)
      fields.string(.by, redaction.by)
    case .ledgerOther: break
    }
  }
}

extension Observation {
  fileprivate func fill(_ header: inout RecordHeader) {
    header.state = state
    header.interpreter = interpreter
    header.progress = progress.flatMap(UInt8.init(exactly:)).map { min($0, 100) }
    header.samplesGiven = samplesGiven.map(UInt16.init(clamping:))
    header.samplesFiltered = samplesFiltered.map(UInt16.init(clamping:))
  }

  fileprivate func write(to fields: inout FieldWriter) {
    fields.string(.providerStatus, providerStatus)
    fields.string(.reason, reason?.rawValue)
    fields.string(.errorCode, errorCode)
    fields.string(.model, model)
    fields.string(.size, size)
    fields.string(.resolution, resolution)
    fields.integer(.videoMilliseconds, videoMilliseconds)
    fields.stated(.created, created)
    fields.stated(.completed, completed)
    for asset in assets { asset.write(to: &fields) }
    fields.string(.otherID, otherID)
    fields.string(.remixedFrom, remixedFrom)
    fields.boolean(.isCharged, isCharged)
    fields.string(.costAmount, statedCost?.amount)
    fields.string(.costCurrency, statedCost?.currency)
    fields.integer(.retryAfterMilliseconds, retryAfterMilliseconds)
    fields.boolean(.isDenial, isDenial ? true : nil)
    prompt?.write(to: &fields)
  }
}

extension PromptRecord {
  /// Writes the hash and the length; the words are a private part.
  func write(to fields: inout FieldWriter) {
    fields.data(.promptSHA256, sha256)
    fields.integer(.promptCharacters, characters)
  }
}

extension Asset {
  func write(to fields: inout FieldWriter) {
    fields.nested(.asset) { inner in
      inner.string(.variant, variant)
      inner.string(.uri, uri)
      inner.integer(.expires, expires?.rawValue)
      inner.data(.sha256, inlineSHA256)
      inner.integer(.bytes, inlineBytes.flatMap(Int64.init(exactly:)))
    }
  }
}

extension SavedAsset {
  func write(to fields: inout FieldWriter) {
    fields.string(.variant, variant)
    fields.integer(.assetIndex, index)
    fields.string(.path, path)
    fields.integer(.bytes, Int64(exactly: bytes))
    fields.data(.sha256, sha256)
    fields.string(.contentType, contentType)
  }
}

extension AnswerHeaders {
  fileprivate func write(to fields: inout FieldWriter) {
    fields.string(.date, date)
    fields.string(.contentType, contentType)
    fields.string(.retryAfter, retryAfter)
    fields.string(.retryAfterMillisecondsHeader, retryAfterMilliseconds)
    fields.string(.requestID, requestID)
    fields.string(.openAIPollAfterMilliseconds, openAIPollAfterMilliseconds)
  }
}

extension Declaration {
  fileprivate func write(to fields: inout FieldWriter) {
    fields.string(.account, account)
    fields.string(.nativeID, nativeID)
    fields.string(.dialect, dialect)
    fields.string(.model, model)
    fields.string(.size, size)
    fields.string(.resolution, resolution)
    fields.integer(.videoMilliseconds, videoMilliseconds)
    fields.boolean(.audio, audio)
    fields.integer(.samplesAsked, samplesAsked)
    fields.stated(.submitted, submitted)
    fields.integer(.submittedFrom, submittedFrom.map { Int64($0.rawValue) })
    prompt?.write(to: &fields)
    fields.string(.project, project)
    for label in labels { fields.string(.label, label.text) }
    fields.string(.by, by)
  }
}

extension Annotation {
  fileprivate func write(to fields: inout FieldWriter) {
    fields.boolean(.isCharged, isCharged)
    fields.string(.project, project)
    for label in labels { fields.string(.label, label.text) }
    for name in removedLabels { fields.string(.removedLabel, name) }
    fields.string(.by, by)
  }
}

extension Label {
  /// `name=value`.
  public var text: String { name + "=" + value }

  /// Reads `name=value`; the name is not empty.
  public init?(text: String) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else { return nil }
    self.init(name: String(halves[0]), value: String(halves[1]))
  }
}
