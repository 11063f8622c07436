extension PriceTerms {
  /// Writes the fields of a `ledger.price` record.
  func write(to fields: inout FieldWriter) {
    fields.string(.model, model)
    switch scope {
    case .anywhere: break
    case .account(let name): fields.string(.account, name)
    case .provider(let provider): fields.string(.priceProvider, provider.rawValue)
    }
    fields.string(.resolution, resolution?.word)
    fields.boolean(.audio, audio)
    fields.string(.costAmount, amount.text)
    fields.string(.costCurrency, currency.word)
    fields.string(.priceUnit, unit.rawValue)
    fields.integer(.validFrom, from?.rawValue)
    fields.integer(.validUntil, until?.rawValue)
    fields.boolean(.isBatch, isBatch ? true : nil)
    fields.string(.priceSource, source)
  }

  /// Reads the fields.
  ///
  /// - Returns: nil where one is missing that a price cannot do without, or none can be read: a
  ///   price that is misread would be worse than none.
  init?(_ fields: FieldReader) {
    guard let model = fields.string(.model),
      let unit = fields.string(.priceUnit).flatMap(PriceUnit.init(rawValue:)),
      let amount = fields.string(.costAmount).flatMap({ Amount($0) }),
      let currency = fields.string(.costCurrency).flatMap({ Currency($0) }),
      let source = fields.string(.priceSource)
    else { return nil }
    self.init(model: model, unit: unit, amount: amount, currency: currency, source: source)
    if let account = fields.string(.account) {
      scope = .account(account)
    } else if let word = fields.string(.priceProvider) {
      guard let provider = PriceProvider(rawValue: word) else { return nil }
      scope = .provider(provider)
    }
    if let word = fields.string(.resolution) {
      guard let read = ResolutionClass(word) else { return nil }
      resolution = read
    }
    audio = fields.boolean(.audio)
    from = fields.integer(.validFrom).map(Moment.init(rawValue:))
    until = fields.integer(.validUntil).map(Moment.init(rawValue:))
    isBatch = fields.boolean(.isBatch) ?? false
  }
}

extension PriceDeclaration {
  /// The row of the `prices` projection.
  func row(recorded: Moment) -> [UInt8] {
    var fields = FieldWriter()
    terms.write(to: &fields)
    fields.string(.by, by)
    fields.integer(.savedAt, recorded.rawValue)
    return fields.bytes
  }
}

extension Price {
  /// Reads a row of the `prices` projection.
  init?(row: [UInt8], at sequence: LogSequence) {
    guard let fields = FieldReader(row), let terms = PriceTerms(fields),
      let recorded = fields.integer(.savedAt)
    else { return nil }
    self.init(
      terms,
      origin: .declared(
        sequence: sequence, recorded: Moment(rawValue: recorded), by: fields.string(.by)))
  }
}

extension Price {
  /// Where in the log prices are declared.
  static func sequences(
    _ tables: ProjectionTables, _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> [LogSequence] {
    try transaction.withCursor(tables.prices) { cursor throws(LedgerError) in
      var sequences: [LogSequence] = []
      var move = Cursor.Move.first
      while let sequence = try cursor.move(
        move,
        { key, _ throws(LedgerError) in LogSequence(rawValue: key.bigEndianUInt64(at: 0)) })
      {
        sequences.append(sequence)
        move = .next
      }
      return sequences
    }
  }
}

extension LedgerSnapshot {
  /// The prices that this ledger declares, or declared at the time that is looked at, in the order
  /// of their events.
  public func declaredPrices() throws(LedgerError) -> [Price] {
    try transaction.withCursor(tables.projections.prices) { cursor throws(LedgerError) in
      var prices: [Price] = []
      var move = Cursor.Move.first
      while let price = try cursor.move(
        move,
        { key, value throws(LedgerError) -> Price in
          let sequence = LogSequence(rawValue: key.bigEndianUInt64(at: 0))
          guard let price = Price(row: value.copied, at: sequence) else {
            throw .damagedProjection("prices")
          }
          return price
        })
      {
        if let past, case .declared(let sequence, _, _) = price.origin, sequence > past.head {
          break
        }
        prices.append(price)
        move = .next
      }
      return prices
    }
  }

  /// The price book: what vgledger brings along, and over it what this ledger declares.
  public func priceBook() throws(LedgerError) -> PriceBook {
    PriceBook(declared: try declaredPrices(), accounts: try accounts())
  }
}
