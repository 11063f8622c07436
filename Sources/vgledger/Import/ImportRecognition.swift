internal import Ledger
internal import Providers

/// What a file holds, told from its first records.
enum ImportRecognition: Equatable {
  case recognized(RecognizedFormat)
  /// Nothing but white space.
  case empty
  case unrecognized

  /// Records that are looked at before a file counts as unrecognised.
  private static let recordsMost = 20

  /// - Parameters:
  ///   - beginning: The file's first bytes.
  ///   - isWhole: Whether there are no more.
  ///   - columns: Names that a table's header may hold, by a mapping file or ours.
  init(_ beginning: [UInt8], isWhole: Bool, columns: Set<String>) {
    let text = beginning.starts(with: [0xef, 0xbb, 0xbf]) ? beginning[3...] : beginning[...]
    guard let first = text.first(where: { $0 > 0x20 }) else {
      self = isWhole ? .empty : .unrecognized
      return
    }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      self = Self.ofJSON(text, isWhole: isWhole).map(Self.recognized) ?? .unrecognized
    default:
      let found = Self.ofTable(text, columns) ?? Self.ofJSON(text, isWhole: isWhole, .lines)
      self = found.map(Self.recognized) ?? .unrecognized
    }
  }

  /// How a file lies whose format is told.
  static func told(
    _ format: ImportFormat, _ beginning: [UInt8], _ columns: Set<String>
  ) -> RecognizedFormat {
    let container: RecordContainer
    switch format {
    case .observations: container = .lines
    case .openAIVideos, .operations, .litellm:
      container = self.container(
        beginning.starts(with: [0xef, 0xbb, 0xbf]) ? beginning[3...] : beginning[...])
    case .csv:
      container = .rows(separator: separator(beginning[...], columns) ?? mostFrequent(beginning))
    }
    return RecognizedFormat(format: format, container: container, why: "--from says so")
  }

  private static func mostFrequent(_ text: [UInt8]) -> UInt8 {
    let header = text.prefix { $0 != 0x0a }
    let separators = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    return separators.max { left, right in
      header.count { $0 == left } < header.count { $0 == right }
    } ?? UInt8(ascii: ",")
  }

  // MARK: JSON

  private static func ofJSON(
    _ text: ArraySlice<UInt8>, isWhole: Bool, _ told: RecordContainer? = nil
  ) -> RecognizedFormat? {
    let container = told ?? container(text)
    var reader = RecordReader(
      container, beginning: Array(text), recordBytesMax: text.count + 1, refill: { [] })
    var looked = 0
    while looked < recordsMost, let piece = try? reader.next() {
      looked += 1
      switch piece {
      case .record(_, let bytes):
        let json = JSONReader.read(bytes) ?? (isWhole ? nil : JSONReader.read(closed(bytes)))
        if let json, let (format, why) = format(of: json) {
          return RecognizedFormat(format: format, container: container, why: why)
        }
      case .unusable:
        guard !isWhole || looked == 1, let json = JSONReader.read(closed(Array(text))),
          let (format, why) = format(of: json)
        else { return nil }
        return RecognizedFormat(format: format, container: container, why: why)
      }
    }
    return nil
  }

  /// Lines where the first line or the second is a whole object, or the first begins one that goes
  /// beyond what is known of the file.
  private static func container(_ text: ArraySlice<UInt8>) -> RecordContainer {
    let rest = text.drop { $0 <= 0x20 }
    guard rest.first == UInt8(ascii: "{") else { return .values }
    guard let end = rest.firstIndex(of: 0x0a) else { return .lines }
    if JSONReader.read(Array(rest[..<end])) != nil { return .lines }
    let second = rest[end...].drop { $0 <= 0x20 }.prefix { $0 != 0x0a }
    return JSONReader.read(Array(second))?.isObject == true ? .lines : .values
  }

  /// The text with everything closed that is open at its end: enough to look at its first members.
  private static func closed(_ bytes: [UInt8]) -> [UInt8] {
    var closers: [UInt8] = []
    var isString = false
    var isEscaped = false
    for byte in bytes {
      if isString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isString = true
      case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
      case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = closers.popLast()
      default: break
      }
    }
    let whole = isEscaped ? bytes.dropLast() : bytes[...]
    if isString { closers.append(UInt8(ascii: "\"")) }
    return Array(whole) + closers.reversed()
  }

  /// The format of one record, and what it was recognised by.
  static func format(of json: JSON) -> (ImportFormat, String)? {
    if let elements = json.elements {
      return elements.lazy.prefix(recordsMost).compactMap(format).first
    }
    guard json.isObject else { return nil }
    if case .string? = json["body"] { return (.observations, "a record has a body") }
    if json["body_base64"] != nil { return (.observations, "a record has a body_base64") }
    if let kind = json["kind"]?.text, EventKind(word: kind) != nil {
      return (.observations, "a record is a \(kind)")
    }
    let log = json["standard_logging_object"] ?? json
    if let call = log["call_type"]?.text {
      return (.litellm, "a record has the call_type \(call.escaped.clipped(to: 30))")
    }
    if json["operations"]?.elements != nil { return (.operations, "it has a list of operations") }
    if let name = json["name"]?.text, name.contains("operations/") {
      return (.operations, "a record has the name of an operation")
    }
    for name in ["data", "logs"] {
      guard let elements = json[name]?.elements else { continue }
      if let found = elements.lazy.prefix(recordsMost).compactMap(format).first { return found }
    }
    if let object = json["object"]?.text {
      if object.hasPrefix("video") { return (.openAIVideos, "a record is a \(object.escaped)") }
      if object == "list" { return (.openAIVideos, "it is a list") }
    }
    if let type = json["type"]?.text, type.hasPrefix("video.") {
      return (.openAIVideos, "a record is a \(type.escaped) event")
    }
    if json["done"]?.truth != nil, json.first("response", "result", "error", "metadata") != nil {
      return (.operations, "a record is done")
    }
    if json.first("id", "task_id") != nil, json.first("status", "state") != nil {
      return (.openAIVideos, "a record has an id and a status")
    }
    return nil
  }

  // MARK: Tables

  private static func ofTable(
    _ text: ArraySlice<UInt8>, _ columns: Set<String>
  ) -> RecognizedFormat? {
    guard let separator = separator(text, columns) else { return nil }
    let name =
      switch separator {
      case UInt8(ascii: ","): "commas"
      case UInt8(ascii: ";"): "semicolons"
      default: "tabs"
      }
    return RecognizedFormat(
      format: .csv, container: .rows(separator: separator),
      why: "its header names columns that are known, between \(name)")
  }

  /// The separator that finds the most known columns in the header; `nil` where none finds two, or
  /// one that stands alone.
  static func separator(_ text: ArraySlice<UInt8>, _ columns: Set<String>) -> UInt8? {
    let header = Array(text.prefix { $0 != 0x0a })
    let found = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].map { separator in
      let cells = TableRow.cells(header, separator: separator) ?? []
      let known = cells.filter { columns.contains($0) }.count
      return (separator: separator, known: known, cells: cells.count)
    }
    let best = found.max { ($0.known, $0.cells) < ($1.known, $1.cells) }
    guard let best, best.known >= 2 || best.known == 1 && best.cells == 1 else { return nil }
    return best.separator
  }
}
