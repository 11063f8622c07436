/// The list prices that vgledger brings along, each with its source and dates.
///
/// A date is the day in UTC that the source names. The hour of a change is never published, so the
/// day of a change has no price, neither the old nor the new; where a day could not be established
/// either, the gap is as long as what is not known. Declare a price to fill a gap.
public enum BuiltInPrices {
  /// The day on which the rows were last compared with their sources.
  public static let checked = day("2026-11-24")

  public static let all: [PriceTerms] = sora + gemini + vertex

  private static let changelog = "https://ai.google.dev/gemini-api/docs/changelog"
  private static let geminiPricing = "https://ai.google.dev/gemini-api/docs/pricing"
  private static let vertexPricing = "https://cloud.google.com/vertex-ai/generative-ai/pricing"

  // MARK: OpenAI

  /// The Videos API opened with the snapshots of 2025-10-06 and ended on 2026-09-24.
  ///
  /// 1080p and the Batch API came in March 2026, on a day that could not be established: they were
  /// in the guide by the 28th. What edits, extensions and remixes cost is not documented.
  private static let sora: [PriceTerms] = {
    let source = "https://developers.openai.com/api/docs/models/"
    let opened = "2025-10-06"
    let extended = "2026-03-28"
    let end = "2026-09-25"
    func row(
      _ model: String, _ resolution: String, _ cents: Int128, from: String, isBatch: Bool = false
    ) -> PriceTerms {
      var terms = PriceTerms(
        model: model, scope: .provider(.openAI), unit: .second, amount: dollars(cents),
        currency: .usd, source: source + model)
      terms.resolution = ResolutionClass(resolution)
      terms.isBatch = isBatch
      terms.from = day(from)
      terms.until = day(end)
      return terms
    }
    return [
      row("sora-2", "720p", 10, from: opened),
      row("sora-2-pro", "720p", 30, from: opened),
      row("sora-2-pro", "1024p", 50, from: opened),
      row("sora-2-pro", "1080p", 70, from: extended),
      row("sora-2", "720p", 5, from: extended, isBatch: true),
      row("sora-2-pro", "720p", 15, from: extended, isBatch: true),
      row("sora-2-pro", "1024p", 25, from: extended, isBatch: true),
      row("sora-2-pro", "1080p", 35, from: extended, isBatch: true),
    ]
  }()

  // MARK: Gemini API

  /// Sound is always on here.
  ///
  /// From 2026-01-13 on, 4k has a price of its own, so a job whose resolution nobody told has
  /// none. The price of Veo 2 could not be established.
  private static let gemini: [PriceTerms] =
    [
      veo("veo-3.0-generate", 75, "2025-07-17", "2025-09-09", changelog + " (2025-07-17)"),
      veo("veo-3.0-generate", 40, "2025-09-10", "2026-07-01", changelog + " (2025-09-09)"),
      veo("veo-3.0-fast-generate", 40, "2025-07-31", "2025-09-09", changelog + " (2025-07-31)"),
      veo("veo-3.0-fast-generate", 15, "2025-09-10", "2026-04-07", changelog + " (2025-09-09)"),
      // Cut together with 3.1 fast: old on April 7, new on a copy of April 10.
      veo("veo-3.0-fast-generate", 10, "2026-04-10", "2026-07-01", geminiPricing, "720p"),
      veo("veo-3.0-fast-generate", 12, "2026-04-10", "2026-07-01", geminiPricing, "1080p"),
      veo("veo-3.1-generate", 40, "2025-10-15", "2026-01-13", changelog + " (2025-10-15)"),
      veo("veo-3.1-fast-generate", 15, "2025-10-15", "2026-01-13", changelog + " (2025-10-15)"),
    ]
    + rows("veo-3.1-generate", [40, 40, 60], "2026-01-13", "2026-10-23", geminiPricing)
    + rows("veo-3.1-fast-generate", [15, 15, 35], "2026-01-13", "2026-04-07", geminiPricing)
    // Announced on 2026-03-31 for April 7.
    + rows("veo-3.1-fast-generate", [10, 12, 30], "2026-04-08", "2026-10-23", geminiPricing)
    + rows("veo-3.1-lite-generate", [5, 8], "2026-03-31", "2026-10-23", geminiPricing)
    + [omni]

  private static func rows(
    _ model: String, _ cents: [Int128], _ from: String, _ until: String, _ source: String
  ) -> [PriceTerms] {
    zip(["720p", "1080p", "4k"], cents).map { resolution, cents in
      veo(model, cents, from, until, source, resolution)
    }
  }

  private static func veo(
    _ model: String, _ cents: Int128, _ from: String, _ until: String, _ source: String,
    _ resolution: String? = nil
  ) -> PriceTerms {
    var terms = PriceTerms(
      model: model, scope: .provider(.geminiAPI), unit: .second, amount: dollars(cents),
      currency: .usd, source: source)
    terms.resolution = resolution.flatMap { ResolutionClass($0) }
    terms.from = day(from)
    terms.until = day(until)
    return terms
  }

  /// Video tokens that come out; text in and out costs extra and is not in it.
  ///
  /// The prices of its previews and of 1.2 could not be established.
  private static let omni: PriceTerms = {
    var terms = PriceTerms(
      model: "gemini-omni-1.1-flash", scope: .provider(.geminiAPI), unit: .millionTokens,
      amount: dollars(1750), currency: .usd, source: geminiPricing)
    terms.from = day("2026-08-27")
    return terms
  }()

  // MARK: Vertex AI

  /// With sound and without have prices of their own, so a job of which nobody told has none.
  ///
  /// Established: the cut of 2025-09-06 (seen the day after), 3.1 in preview on 2025-10-15 at the
  /// prices of 3.0, and the prices on copies of the page of 2026-04-10. Not established: the day in
  /// between on which fast was cut, 1080p of fast and lite, 4k, and when Veo 3.1 is retired.
  private static let vertex: [PriceTerms] = [
    silentOrNot("veo-2.0-generate", nil, 50, "2026-04-10", "2026-07-01"),
    silentOrNot("veo-3.0-generate", true, 40, "2025-09-07", "2026-07-01"),
    silentOrNot("veo-3.0-generate", false, 20, "2025-09-07", "2026-07-01"),
    silentOrNot("veo-3.0-fast-generate", true, 15, "2025-09-07", "2026-04-07"),
    silentOrNot("veo-3.0-fast-generate", false, 10, "2025-09-07", "2026-04-07"),
    silentOrNot("veo-3.0-fast-generate", true, 10, "2026-04-10", "2026-07-01", "720p"),
    silentOrNot("veo-3.0-fast-generate", false, 8, "2026-04-10", "2026-07-01", "720p"),
    silentOrNot("veo-3.1-generate", true, 40, "2025-10-15", nil, "720p"),
    silentOrNot("veo-3.1-generate", true, 40, "2025-10-15", nil, "1080p"),
    silentOrNot("veo-3.1-generate", false, 20, "2025-10-15", nil, "720p"),
    silentOrNot("veo-3.1-generate", false, 20, "2025-10-15", nil, "1080p"),
    silentOrNot("veo-3.1-fast-generate", true, 15, "2025-10-15", "2026-04-07", "720p"),
    silentOrNot("veo-3.1-fast-generate", true, 15, "2025-10-15", "2026-04-07", "1080p"),
    silentOrNot("veo-3.1-fast-generate", false, 10, "2025-10-15", "2026-04-07", "720p"),
    silentOrNot("veo-3.1-fast-generate", false, 10, "2025-10-15", "2026-04-07", "1080p"),
    silentOrNot("veo-3.1-fast-generate", true, 10, "2026-04-10", nil, "720p"),
    silentOrNot("veo-3.1-fast-generate", false, 8, "2026-04-10", nil, "720p"),
    silentOrNot("veo-3.1-lite-generate", true, 5, "2026-04-10", nil, "720p"),
    silentOrNot("veo-3.1-lite-generate", false, 3, "2026-04-10", nil, "720p"),
  ]

  private static func silentOrNot(
    _ model: String, _ audio: Bool?, _ cents: Int128, _ from: String, _ until: String?,
    _ resolution: String? = nil
  ) -> PriceTerms {
    var terms = PriceTerms(
      model: model, scope: .provider(.vertexAI), unit: .second, amount: dollars(cents),
      currency: .usd, source: vertexPricing)
    terms.audio = audio
    terms.resolution = resolution.flatMap { ResolutionClass($0) }
    terms.from = day(from)
    terms.until = until.map(day)
    return terms
  }

  private static func dollars(_ cents: Int128) -> Amount {
    Amount(units: cents * Amount.unitsInOne / 100)
  }

  /// Midnight UTC of the day; the tests see to it that every date here can be read.
  private static func day(_ text: String) -> Moment {
    Moment(rfc3339: text + "T00:00:00Z") ?? Moment(rawValue: 0)
  }
}
