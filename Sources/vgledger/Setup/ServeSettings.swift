extension Configuration {
  /// How `serve` listens.
  struct Serve: Decodable, Equatable {
    var listen: String?
    var metrics: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case listen
      case metrics
    }

    init() {}

    init(from decoder: any Decoder) throws {
      try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
      let values = try decoder.container(keyedBy: CodingKeys.self)
      listen = try values.decodeIfPresent(String.self, forKey: .listen)
      metrics = try values.decodeIfPresent(Bool.self, forKey: .metrics)
    }

    /// This, with what the other one says in its place.
    func overridden(with other: Self) -> Self {
      var serve = self
      serve.listen = other.listen ?? listen
      serve.metrics = other.metrics ?? metrics
      return serve
    }
  }
}
