internal import Ledger

/// What a job costs, in words: how the amount follows, or why it is unknown and what to do.
struct CostWords {
  let cost: JobCost
  let job: Job
  /// The row of the book that holds for the job.
  let price: Price?
  /// When a row must hold for it.
  let moment: Moment
  /// Where a provider or a person says whether it is charged, or what it costs.
  let saying: LogSequence?

  /// `events`: the job's, to name the one that tells what is charged; none where they are not read.
  init(_ job: Job, _ costs: JobCosts, _ events: [Event] = []) {
    self.job = job
    cost = costs.cost(of: job)
    price = costs.price(of: job)
    moment = costs.moment(of: job)
    saying = events.last { $0.saysCharge }?.sequence
  }

  /// One line, without what must be typed to change it.
  var text: String {
    switch (cost.amount, cost.charge) {
    case (let amount?, .no):
      return "\(money(amount, cost.currency)), not charged (\(by))" + wouldHaveBeen
    case (let amount?, _) where cost.isForecast:
      return "~\(money(amount, cost.currency)) if it succeeds" + origin
    case (let amount?, .yes), (let amount?, .unknown):
      return money(amount, cost.currency) + origin
    case (nil, let charge): return "?, " + why(charge)
    }
  }

  /// What to type so that the cost becomes known; `nil` where typing does not help.
  var remedy: String? {
    guard cost.amount == nil, price == nil, let model = job.model, cost.charge != .no else {
      return nil
    }
    let isPlain = model.utf8.allSatisfy { byte in
      byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: "_")
    }
    return isPlain ? "vgledger price set \(model) '0.40 USD/s'" : nil
  }

  // MARK: Parts

  private var origin: String {
    switch cost.basis {
    case .estimated: ", estimated: " + factors
    case .reported:
      ", as \(by)"
        + (cost.listPrice.map { "; list price \(money($0, cost.listCurrency))" } ?? "")
    case .invoiced: ", by an invoice"
    case nil: ""
    }
  }

  /// `2 videos of 8s at 0.40 USD/s (p0a1b2c3d4)`.
  private var factors: String {
    guard let price else { return "no price" }
    let facts = CostFacts(job)
    let videos = facts.videos.map { "\($0) \($0 == 1 ? "video" : "videos")" } ?? ""
    let length = job.videoMilliseconds.map { " of " + Words.seconds(ofVideo: $0) } ?? ""
    let quantity =
      switch price.terms.unit {
      case .second: videos + length
      case .video: videos
      case .token, .millionTokens: "tokens"
      }
    return "\(quantity) at \(price.terms.text.escaped) (\(price.id.text))"
  }

  private func why(_ charge: Charge) -> String {
    if charge == .unknown, job.state.isVerdict {
      let list = cost.listPrice.map { "; list price \(money($0, cost.listCurrency))" } ?? ""
      return "nobody says whether it is charged" + list + (price == nil ? "; " + noPrice : "")
    }
    guard let price else { return noPrice }
    switch price.terms.unit {
    case .second where job.videoMilliseconds == nil:
      return "the length of its video is not known; the price is \(price.terms.text.escaped)"
    case .second, .video:
      return "how many videos it makes is not known; the price is \(price.terms.text.escaped)"
    case .token, .millionTokens:
      return "how many tokens came out is not known; the price is \(price.terms.text.escaped)"
    }
  }

  private var noPrice: String {
    guard let model = job.model else { return "nobody says which model it was" }
    return "no price of \(model.escaped) on \(moment.rfc3339.prefix(10))\(asked)"
  }

  /// A row may hold for one size or only with sound; what is unknown fits none of them.
  private var asked: String {
    var words: [String] = []
    if let size = job.resolution ?? job.size { words.append(size.escaped) }
    if let audio = job.audio { words.append(audio ? "sound on" : "sound off") }
    return words.isEmpty ? "" : " for " + words.joined(separator: ", ")
  }

  private var by: String {
    let place = saying.map { " in #\($0.rawValue)" } ?? ""
    switch cost.chargedBy {
    case .provider: return "provider says so\(place)"
    case .person: return "a person says so\(place)"
    case .rule: return "by the provider's rules"
    case nil: return cost.basis == .reported ? "provider says so\(place)" : "nobody says so"
    }
  }

  private var wouldHaveBeen: String {
    cost.listPrice.map { "; list price would have been \(money($0, cost.listCurrency))" } ?? ""
  }

  private func money(_ amount: Amount, _ currency: Currency?) -> String {
    let word = currency ?? (amount == .zero ? cost.listCurrency : nil)
    return amount.screenText + (word.map { " \($0.word)" } ?? (amount == .zero ? "" : " of ?"))
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}

extension Event {
  /// Whether it tells what the job costs, or whether it is charged.
  fileprivate var saysCharge: Bool {
    switch fact {
    case .statusObserved(_, let observation), .webhookReceived(_, let observation),
      .jobRefused(_, let observation):
      observation.isCharged != nil || observation.statedCost != nil
    case .jobAnnotated(let annotation): annotation.isCharged != nil
    case .webhookClaimed, .jobTracked, .statusUnreachable, .assetSaved, .assetFailed, .jobClosed,
      .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted,
      .ledgerOther:
      false
    }
  }
}
