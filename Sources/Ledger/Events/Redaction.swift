/// What was taken out of a job's records for ever.
public struct Redaction: Hashable, Sendable {
  public var contents: Set<RedactedContent>
  /// How many records lost something.
  public var records: Int
  public var why: String?
  public var by: String?

  public init(
    _ contents: Set<RedactedContent>, records: Int, why: String? = nil, by: String? = nil
  ) {
    self.contents = contents
    self.records = records
    self.why = why
    self.by = by
  }
}

/// A kind of private content that can be taken out.
public enum RedactedContent: String, CaseIterable, Hashable, Sendable {
  /// The prompt, and whatever repeats it: bodies, texts and notes.
  case prompt
  /// All bodies.
  case bodies
}

/// A checkpoint that was put in other places.
public struct Publication: Hashable, Sendable {
  /// How many events it signs.
  public var size: UInt64
  /// The root of their tree.
  public var root: TreeHash
  /// Where it was put, as people name the places.
  public var places: [String]

  public init(size: UInt64, root: TreeHash, places: [String]) {
    self.size = size
    self.root = root
    self.places = places
  }
}
