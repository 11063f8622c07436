import Foundation
import Testing

/// Whatever bytes come, each decoder says yes or no.
///
/// `VGLEDGER_MUTATION_SECONDS` has each of them go on for so long, `VGLEDGER_MUTATION_SEED` begins
/// with other numbers, `VGLEDGER_MUTATION_DECODERS` names those that are meant, with commas between,
/// and `VGLEDGER_MUTATION_RESULTS` a file for a line about each.
struct MutationTests {
  private static let usualCount = 4000
  private static let countBetweenLooks = 500

  @Test(
    "Mutated inputs end in an answer, and what is taken means what it says",
    arguments: MutatedDecoder.allCases)
  func mutated(decoder: MutatedDecoder) throws {
    let environment = ProcessInfo.processInfo.environment
    if let wanted = environment["VGLEDGER_MUTATION_DECODERS"],
      !wanted.split(separator: ",").contains(Substring(decoder.rawValue))
    {
      return
    }
    let seed = environment["VGLEDGER_MUTATION_SEED"].flatMap(UInt64.init) ?? 1
    let seconds = environment["VGLEDGER_MUTATION_SECONDS"].flatMap(Double.init)
    let samples = MutationSamples.of(decoder)
    let place = try MutationPlace()
    for sample in samples { #expect(try decoder.takes(sample, place), "\(decoder) as it is") }
    var mutator = Mutator(seed: seed, samples: samples)
    var (count, taken) = (0, 0)
    let start = ContinuousClock.now
    var isDone = false
    while !isDone {
      for _ in 0..<Self.countBetweenLooks {
        let bytes = mutator.next()
        count += 1
        do {
          if try decoder.takes(bytes, place) { taken += 1 }
        } catch let broken as MutatedDecoder.Broken {
          Issue.record("\(decoder), seed \(seed), input \(count): \(broken.what): \(bytes)")
          return
        }
      }
      isDone =
        seconds.map { start.duration(to: .now) >= .seconds($0) } ?? (count >= Self.usualCount)
    }
    print("\(decoder.rawValue): seed \(seed), \(count) inputs, \(taken) taken, 0 violations")
    try Self.record(decoder, seed, count, taken, seconds, environment)
  }

  private static func record(
    _ decoder: MutatedDecoder, _ seed: UInt64, _ count: Int, _ taken: Int, _ seconds: Double?,
    _ environment: [String: String]
  ) throws {
    guard let path = environment["VGLEDGER_MUTATION_RESULTS"] else { return }
    if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? file.close() }
    try file.seekToEnd()
    let date = ISO8601DateFormatter().string(from: Date()).prefix(10)
    let line = """
      {"method":"mutations","seed":\(seed),"first":1,"count":\(count),"counts":\
      {"\(decoder.rawValue)":\(count),"\(decoder.rawValue) taken":\(taken)},"violations":[],\
      "seconds":\(seconds ?? 0),"build":"\(environment["VGLEDGER_BUILD"] ?? "unknown")",\
      "machine":"\(environment["VGLEDGER_MACHINE"] ?? "unknown")","date":"\(date)"}

      """
    try file.write(contentsOf: Data(line.utf8))
  }
}
