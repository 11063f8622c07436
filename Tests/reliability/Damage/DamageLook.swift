internal import Foundation

/// What a child has seen of a damaged ledger.
struct DamageLook {
  enum Verdict: Equatable {
    /// The opening or the verification ended with that error.
    case refused(String)
    /// Verification found something, in those records among others.
    case found(Set<UInt64>)
    /// Everything reads as it did before.
    case same
    /// The fault handler has ended the child, which is how a broken map is noticed.
    case fault
  }

  private static let faultExit: Int32 = 74

  private(set) var verdict: Verdict?
  private(set) var saved: Int?
  private(set) var violations: [String] = []

  /// Looks with a child, which a broken file may end.
  ///
  /// `isSalvaged`: whether what is good is saved, too.
  ///
  /// `isShallow`: a control, whose verification reads the newest record only.
  init(_ damaged: String, sound: String, isSalvaged: Bool, isShallow: Bool = false) throws {
    switch try run([damaged, sound] + (isShallow ? ["--shallow"] : [])) {
    case .exited(0): break
    case .exited(Self.faultExit): verdict = .fault
    case let end: violations.append("the check ended by \(end)")
    }
    guard isSalvaged else { return }
    // It maps nothing of the damaged file, so it must come to its end by itself.
    let end = try run([damaged, sound, "--only-salvage", "--saved", damaged + ".saved"])
    if end != .exited(0) { violations.append("salvage ended by \(end)") }
  }

  private mutating func run(_ words: [String]) throws -> ChildProgram.End {
    guard let program = Bundle.main.executablePath else { throw POSIXError(.ENOENT) }
    var lines: [Substring] = []
    let end = try ChildProgram(program, arguments: ["damage-checker"] + words, isSilent: true)
      .run { lines.append($0) }
    for line in lines { take(line) }
    return end
  }

  private mutating func take(_ line: Substring) {
    let words = line.split(separator: " ")
    switch words.first {
    case "refused": verdict = .refused(words.dropFirst().joined(separator: " "))
    case "found": verdict = .found(Set(words.dropFirst().compactMap { UInt64($0) }))
    case "good" where words.dropFirst() == ["same"]: verdict = .same
    case "good":
      violations.append("verify found nothing, but: \(words.dropFirst().joined(separator: " "))")
    case "saved": saved = words.dropFirst().first.flatMap { Int($0) }
    case "nothing": saved = 0
    case _: violations.append(String(line))
    }
  }
}
