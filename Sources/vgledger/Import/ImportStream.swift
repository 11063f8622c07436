internal import Ledger
internal import Poller
internal import Providers
internal import SystemPackage

/// Drafts that go into the log together, and which of them each record became.
struct ImportBatch {
  var drafts: [EventDraft] = []
  /// Places in ``drafts``, one range a record; the accounts' bindings stand between them.
  var records: [Range<Int>] = []
  fileprivate var bytes = 0
}

/// An import's records as batches of drafts, from file to file, in bounded memory.
struct ImportStream {
  /// How the files are to be read.
  struct Settings {
    /// `nil`: each file is recognised.
    var format: ImportFormat?
    var mapping: TableMapping
    var intake: ImportIntake
    /// Whether one file's trouble ends the import, as where it is the only one.
    var isSingle: Bool
  }

  /// Records and bytes that share a transaction at most.
  private static let recordsInBatch = 2000
  private static let bytesInBatch = 8 << 20
  /// Longer records are told and passed over.
  static let recordBytesMax = 2 * Ledger.bodyBytesMax
  private static let pieceBytes = 1 << 18

  private var settings: Settings
  private let output: Output
  private let progress: Progress
  private let fileCount: Int
  private var files: [ImportFile]
  private var file: OpenFile?
  private var litellm = LiteLLMRecords()
  private var bound: Set<String> = []
  private(set) var tally = ImportTally()

  private struct OpenFile {
    let file: ImportFile
    let descriptor: FileDescriptor
    let format: ImportFormat
    /// `nil` where nobody knows beforehand, as of a pipe.
    let bytes: Int64?
    var reader: RecordReader
    var table: TableRecords?

    /// How much of it was read, from 0 to 1; `nil` where that is not known.
    var share: Double? {
      guard let bytes, bytes > 0,
        let place = try? descriptor.seek(offset: 0, from: .current)
      else { return nil }
      return Double(place) / Double(bytes)
    }
  }

  init(
    _ files: [ImportFile], unreadable: [String], _ settings: Settings, _ output: Output,
    _ progress: Progress
  ) {
    self.settings = settings
    self.output = output
    self.progress = progress
    fileCount = files.count
    self.files = files.reversed()
    for folder in unreadable {
      reject(ImportTally.Rejection(file: folder, line: nil, why: "the folder cannot be read"))
    }
  }

  /// Takes what became of a batch's drafts.
  mutating func take(_ appended: [Appended], of batch: ImportBatch) {
    for record in batch.records { tally.take(appended[record]) }
  }

  /// The next batch; `nil` at the end of the last file.
  mutating func next() throws -> ImportBatch? {
    do {
      return try readBatch()
    } catch {
      if let file { close(file.descriptor) }
      file = nil
      throw error
    }
  }

  private mutating func readBatch() throws -> ImportBatch? {
    progress.report(tally.records, share: share)
    var batch = ImportBatch()
    while batch.records.count < Self.recordsInBatch, batch.bytes < Self.bytesInBatch {
      guard file != nil else {
        guard let next = files.popLast() else { break }
        try begin(next)
        continue
      }
      guard let piece = try nextPiece() else {
        finish()
        continue
      }
      switch piece {
      case .record(let line, let bytes): take(bytes, at: line, into: &batch)
      case .unusable(let line, let why): reject(at: line, why)
      }
    }
    return batch.records.isEmpty && file == nil && files.isEmpty ? nil : batch
  }

  /// How much of the files was read, each of them taken for as long as the others.
  private var share: Double? {
    guard let file else { return nil }
    let done = Double(fileCount - files.count - 1)
    return file.share.map { (done + $0) / Double(fileCount) }
  }

  // MARK: Files

  private mutating func begin(_ file: ImportFile) throws {
    do {
      try read(file, try file.open())
    } catch let failure as Failure where !settings.isSingle {
      reject(ImportTally.Rejection(file: file.path, line: nil, why: failure.message))
    }
  }

  /// Reads the file's beginning, and keeps it open where it is recognised.
  private mutating func read(_ file: ImportFile, _ descriptor: FileDescriptor) throws {
    do {
      let bytes = Self.length(of: descriptor)
      var beginning: [UInt8] = []
      var isWhole = false
      while beginning.count < Self.pieceBytes, !isWhole {
        let piece = try StandardInput.piece(of: descriptor, upTo: Self.pieceBytes)
        isWhole = piece.isEmpty
        beginning += piece
      }
      guard let recognized = try recognize(beginning, isWhole: isWhole, of: file) else {
        close(descriptor)
        return
      }
      let reader = RecordReader(
        recognized.container, beginning: beginning, recordBytesMax: Self.recordBytesMax
      ) {
        if isWhole { return [] }
        return try StandardInput.piece(of: descriptor, upTo: Self.pieceBytes)
      }
      var table: TableRecords?
      if case .rows(let separator) = recognized.container {
        table = TableRecords(
          settings.mapping, separator: separator, prompts: settings.intake.prompts)
      }
      tally.began(recognized.format)
      self.file = OpenFile(
        file: file, descriptor: descriptor, format: recognized.format, bytes: bytes,
        reader: reader, table: table)
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func length(of descriptor: FileDescriptor) -> Int64? {
    guard let place = try? descriptor.seek(offset: 0, from: .current),
      let length = try? descriptor.seek(offset: 0, from: .end),
      (try? descriptor.seek(offset: place, from: .start)) == place
    else { return nil }
    return length
  }

  private func close(_ descriptor: FileDescriptor) {
    if descriptor != .standardInput { try? descriptor.close() }
  }

  private mutating func finish() {
    guard let open = file else { return }
    file = nil
    close(open.descriptor)
    guard let unused = open.table?.unusedColumns, !unused.isEmpty else { return }
    let columns = unused.joined(separator: ", ").escaped.clipped(to: 200)
    output.note("\(open.file.path?.escaped ?? "the table"): columns not taken: \(columns)")
  }

  private mutating func nextPiece() throws -> RecordPiece? {
    do {
      return try file?.reader.next()
    } catch let failure as Failure where !settings.isSingle {
      reject(ImportTally.Rejection(file: file?.file.path, line: nil, why: failure.message))
      return nil
    }
  }

  /// What the file is read as; `nil` where there is nothing in it to read.
  private mutating func recognize(
    _ beginning: [UInt8], isWhole: Bool, of file: ImportFile
  ) throws -> RecognizedFormat? {
    let name = file.path?.escaped ?? "standard input"
    let columns = settings.mapping.knownColumns
    switch ImportRecognition(beginning, isWhole: isWhole, columns: columns) {
    case .empty:
      output.note("\(name) is empty: there is nothing to import")
      return nil
    case .recognized(let found) where settings.format == nil:
      if settings.isSingle {
        output.note("\(name) is read as \(found.format.rawValue), because \(found.why)")
      }
      return found
    case .recognized, .unrecognized:
      if let format = settings.format {
        return ImportRecognition.told(format, beginning, columns)
      }
      throw Failure(
        .badData,
        "\(name) is nothing that is recognised; say what it is with --from: "
          + ImportFormat.names)
    }
  }

  // MARK: Records

  private mutating func take(_ bytes: [UInt8], at line: Int, into batch: inout ImportBatch) {
    do {
      let records = try records(bytes)
      if records.isEmpty, file?.format == .litellm { tally.skip() }
      for record in records { take(record, at: line, into: &batch) }
    } catch {
      reject(at: line, error.why)
    }
  }

  private mutating func records(
    _ bytes: [UInt8]
  ) throws(ObservationLine.Unusable) -> [ImportRecord] {
    switch file?.format {
    case .observations: [try observation(bytes)]
    case .openAIVideos, .operations: try ProviderRecords.read(bytes)
    case .litellm: try litellm.read(bytes)
    case .csv: try file?.table?.read(bytes) ?? []
    case nil: []
    }
  }

  private func observation(
    _ bytes: [UInt8]
  ) throws(ObservationLine.Unusable) -> ImportRecord {
    guard let json = JSONReader.read(bytes), json.isObject else {
      throw ObservationLine.Unusable(why: "it is no JSON object")
    }
    return ImportRecord(logged: try LoggedLine(json))
  }

  private mutating func take(
    _ record: ImportRecord, at line: Int, into batch: inout ImportBatch
  ) {
    do {
      let (access, drafts) = try settings.intake.drafts(record)
      if let access, bound.insert(access.account.name).inserted, !record.bindsAccount {
        batch.drafts.append(access.binding())
      }
      let start = batch.drafts.count
      batch.drafts += drafts
      batch.records.append(start..<batch.drafts.count)
      batch.bytes += record.line.body.count
    } catch {
      let why = (error as? Failure)?.message ?? (error as? ObservationLine.Unusable)?.why
      reject(at: line, why ?? "\(error)")
    }
  }

  private mutating func reject(at line: Int, _ why: String) {
    reject(ImportTally.Rejection(file: file?.file.path, line: line, why: why))
  }

  private mutating func reject(_ rejection: ImportTally.Rejection) {
    tally.reject(rejection)
    switch tally.rejections.count {
    case ...ImportTally.rejectionsTold: output.note(rejection.text)
    case ImportTally.rejectionsTold + 1: output.note("… more are counted; -o json lists them all")
    default: break
    }
  }
}
