internal import Ledger
internal import Providers

/// Answers of providers as they were saved: objects, lists of them, operations, SDK dumps.
enum ProviderRecords {
  /// Members that say when an answer was received, where a script has added one.
  private static let observedNames = [
    "observed_at", "retrieved_at", "fetched_at", "polled_at", "exported_at",
  ]
  private static let listNames = ["data", "operations", "videos", "items"]

  /// The answers in one value: itself, or the elements of the list that it is.
  ///
  /// - Throws: Why nothing of it can be used.
  static func read(_ bytes: [UInt8]) throws(ObservationLine.Unusable) -> [ImportRecord] {
    guard let json = JSONReader.read(bytes) else {
      throw ObservationLine.Unusable(why: "it is no JSON")
    }
    return try read(bytes[...], json, observed: nil, depth: 0)
  }

  private static func read(
    _ bytes: ArraySlice<UInt8>, _ json: JSON, observed: Moment?, depth: Int
  ) throws(ObservationLine.Unusable) -> [ImportRecord] {
    let observed = try statedTime(json) ?? observed
    if let elements = json.elements {
      return try read(JSONSlices.elements(bytes), elements, observed: observed, depth: depth)
    }
    guard json.isObject else {
      throw ObservationLine.Unusable(why: "it is no JSON object")
    }
    if let (slice, elements) = list(in: json, bytes) {
      return try read(JSONSlices.elements(slice), elements, observed: observed, depth: depth)
    }
    var line = ObservationLine(body: Array(bytes))
    guard line.body.count <= 2 * Ledger.bodyBytesMax else {
      throw ObservationLine.Unusable(why: "it has more bytes than a ledger takes")
    }
    line.observed = observed
    return [ImportRecord(line)]
  }

  private static func read(
    _ slices: [ArraySlice<UInt8>], _ elements: [JSON], observed: Moment?, depth: Int
  ) throws(ObservationLine.Unusable) -> [ImportRecord] {
    guard depth < 3 else { throw ObservationLine.Unusable(why: "its lists are nested too deep") }
    var records: [ImportRecord] = []
    for (slice, element) in zip(slices, elements) {
      records += try read(slice, element, observed: observed, depth: depth + 1)
    }
    return records
  }

  /// The list that an object is, as an API gives pages; an object with an id or a name is none,
  /// whatever lists it holds.
  private static func list(
    in json: JSON, _ bytes: ArraySlice<UInt8>
  ) -> (ArraySlice<UInt8>, [JSON])? {
    let isJob = json.first("id", "task_id", "name", "status", "done") != nil
    guard json["object"]?.text == "list" || !isJob else { return nil }
    for name in listNames {
      guard let elements = json[name]?.elements,
        let slice = JSONSlices.value(name, in: bytes)
      else { continue }
      return (slice, elements)
    }
    return nil
  }

  private static func statedTime(_ json: JSON) throws(ObservationLine.Unusable) -> Moment? {
    for name in observedNames {
      if let stated = json[name] { return try ObservationLine.observed(stated, name) }
    }
    return nil
  }
}
