internal import Ledger
internal import Providers

/// A price as JSON and as fields: everything that the choice of a row depends on.
enum PriceFields {
  /// The members of a row.
  ///
  /// `order`: its place among all rows of the book, 1 for the one that wins first; left out where it
  /// is not known.
  static func members(_ price: Price, order: Int? = nil) -> [(String, JSON)] {
    let origin = declared(price)
    return [("id", .string(price.id.text))] + terms(price.terms) + [
      ("source", .string(price.terms.source)),
      ("origin", .string(origin == nil ? "built_in" : "declared")),
      ("declared_sequence", .optional(origin?.sequence.rawValue)),
      ("declared_at", JobFields.time(origin?.recorded)),
      ("declared_by", .optional(origin?.by)),
    ] + (order.map { [("order", .number(String($0)))] } ?? [])
  }

  /// What the price asks, for what, where and when.
  static func terms(_ terms: PriceTerms) -> [(String, JSON)] {
    [
      ("model", .string(terms.model)),
      ("scope", .string(terms.scope.word)),
      ("account", .optional(terms.scope.account)),
      ("provider", .optional(terms.scope.provider?.rawValue)),
      ("resolution", .optional(terms.resolution?.word)),
      ("audio", .optional(terms.audio)),
      ("batch", .boolean(terms.isBatch)),
      ("unit", .string(terms.unit.rawValue)),
      ("amount", .string(terms.amount.text)),
      ("currency", .string(terms.currency.word)),
      ("from", JobFields.time(terms.from)),
      ("until", JobFields.time(terms.until)),
    ]
  }

  private static func declared(
    _ price: Price
  ) -> (sequence: LogSequence, recorded: Moment, by: String?)? {
    switch price.origin {
    case .builtIn: nil
    case .declared(let sequence, let recorded, let by): (sequence, recorded, by)
    }
  }

  /// The fields of ``members(_:order:)``, in the same order.
  static let fields: [Field] =
    [Field("id", .text, "Short name of the row, a hash of its terms.")] + termFields + [
      Field("source", .text, "Where the price is written."),
      Field("origin", .word(["built_in", "declared"]), "Who put it into the book."),
      Field("declared_sequence", .optional(.whole), "Place of the event that declares it."),
      Field("declared_at", .optional(.moment), "When it was declared."),
      Field("declared_by", .optional(.text), "Who declared it."),
      Field("order", .whole, "Its place in the book: of rows that hold, the lowest wins."),
    ]

  private static let termFields = [
    Field("model", .text, "The model; its versions are covered too."),
    Field("scope", .word(["anywhere", "account", "provider"]), "Where it holds."),
    Field("account", .optional(.text), "The account at which it holds."),
    Field(
      "provider", .optional(.word(PriceProvider.allCases.map(\.rawValue))),
      "The provider at whose own API it holds."),
    Field("resolution", .optional(.text), "The class of sizes; null for any."),
    Field("audio", .optional(.truth), "With sound or without; null for either."),
    Field("batch", .truth, "Whether it is the price of a batch API."),
    Field("unit", .word(PriceUnit.allCases.map(\.rawValue)), "What the amount is asked for."),
    Field("amount", .decimal, "What one unit costs."),
    Field("currency", .text, "The currency; credits are one."),
    Field("from", .optional(.moment), "When it begins to hold; null for always before."),
    Field("until", .optional(.moment), "When it ceases to hold, itself outside; null for open."),
  ]
}

/// A price's cells, for people.
enum PriceCells {
  static let columns: [Table.Column] = [
    .init(name: "MODEL", widthMost: 32),
    .init(name: "WHERE"),
    .init(name: "SIZE"),
    .init(name: "SOUND"),
    .init(name: "PRICE", alignment: .right),
    .init(name: "FROM", rank: 3),
    .init(name: "UNTIL", rank: 2),
    .init(name: "ROW", rank: 4),
    .init(name: "BY", rank: 1),
  ]

  /// What the price is for: model, place, size, sound.
  static func subject(_ terms: PriceTerms) -> [Table.Cell] {
    [
      .init(terms.model), .init(place(terms.scope)), .init(terms.resolution?.word ?? "any"),
      .init(
        (terms.audio.map { $0 ? "on" : "off" } ?? "any") + (terms.isBatch ? ", batch" : "")),
    ]
  }

  static func cells(_ price: Price, _ style: Style) -> [Table.Cell] {
    let terms = price.terms
    return subject(terms) + [
      .init(terms.text), .init(day(terms.from, style)), .init(day(terms.until, style)),
      .init(price.id.text), .init(origin(price)),
    ]
  }

  static func place(_ scope: PriceScope) -> String {
    switch scope {
    case .anywhere: "anywhere"
    case .account(let name): "account \(name)"
    case .provider(let provider): provider.rawValue
    }
  }

  /// `built in`, or who declared it where.
  static func origin(_ price: Price) -> String {
    switch price.origin {
    case .builtIn: "built in"
    case .declared(let sequence, _, let by): "\(by ?? "declared") #\(sequence.rawValue)"
    }
  }

  /// A bound of the time in which it holds: the day in UTC where it is a day's beginning.
  static func day(_ moment: Moment?, _ style: Style) -> String {
    guard let moment else { return style.isASCII ? "-" : "–" }
    return day(moment)
  }

  static func day(_ moment: Moment) -> String {
    let isDay = moment.rawValue.isMultiple(of: 86_400_000)
    return isDay ? String(moment.rfc3339.prefix(10)) : moment.rfc3339
  }

  /// `0.40 USD/s for veo-3.1 at gemini, 720p, sound on, from 2026-11-01 until 2026-12-01`.
  static func sentence(_ terms: PriceTerms) -> String {
    var words = ["\(terms.text) for \(terms.model)"]
    switch terms.scope {
    case .anywhere: words[0] += " anywhere"
    case .account, .provider: words[0] += " at \(place(terms.scope))"
    }
    if let resolution = terms.resolution { words.append(resolution.word) }
    if let audio = terms.audio { words.append(audio ? "sound on" : "sound off") }
    if terms.isBatch { words.append("batch") }
    switch (terms.from, terms.until) {
    case (nil, nil): words.append("always")
    case (let from?, nil): words.append("from \(day(from))")
    case (nil, let until?): words.append("until \(day(until))")
    case (let from?, let until?): words.append("from \(day(from)) until \(day(until))")
    }
    return words.joined(separator: ", ").escaped
  }
}
