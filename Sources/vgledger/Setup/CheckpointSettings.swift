extension Configuration {
  /// When and where checkpoints are put while `serve` or `watch` runs.
  struct Checkpoints: Decodable, Equatable {
    var every: Duration?
    /// Folders, each from `/` or `~/`.
    var to: [String]?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case every
      case to
    }

    /// Times between two that make sense.
    static let intervals = Duration.seconds(60)...Duration.seconds(366 * 86_400)
    static let usualInterval = Duration.seconds(86_400)

    init() {}

    init(from decoder: any Decoder) throws {
      try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
      let values = try decoder.container(keyedBy: CodingKeys.self)
      if let text = try values.decodeIfPresent(String.self, forKey: .every) {
        guard let time = TimeText.duration(text), Self.intervals.contains(time) else {
          throw DecodingError.dataCorruptedError(
            forKey: .every, in: values,
            debugDescription: "'\(text)' is no time from 60s to 366d, such as 1d")
        }
        every = time
      }
      to = try Self.places(values)
    }

    /// A list of folders, or one.
    private static func places(
      _ values: KeyedDecodingContainer<CodingKeys>
    ) throws -> [String]? {
      guard values.contains(.to) else { return nil }
      if let one = try? values.decode(String.self, forKey: .to) {
        return one.split(separator: ",").map { String($0).trimmed }
      }
      return try values.decode([String].self, forKey: .to)
    }

    /// This, with what the other one says in its place.
    func overridden(with other: Self) -> Self {
      var checkpoints = self
      checkpoints.every = other.every ?? every
      checkpoints.to = other.to ?? to
      return checkpoints
    }
  }
}
