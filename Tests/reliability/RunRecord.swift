internal import Foundation

/// Some units of a method that ran one after another: one line of JSON in the file of results.
struct RunRecord: Codable {
  let method: String
  let seed: UInt64
  /// The first unit's number.
  let first: UInt64
  /// How many units.
  private(set) var count: UInt64 = 0
  private(set) var counts: [String: Int] = [:]
  private(set) var violations: [String] = []
  var seconds: Double = 0
  let build: String
  let machine: String
  let date: String

  init(method: String, seed: UInt64, first: UInt64, build: String) {
    self.method = method
    self.seed = seed
    self.first = first
    self.build = build
    machine = Self.machine
    date = String(ISO8601DateFormatter().string(from: Date()).prefix(10))
  }

  mutating func add(_ outcome: UnitOutcome) {
    count += 1
    counts.merge(outcome.counts, uniquingKeysWith: +)
    violations += outcome.violations.map { "unit \(first + count - 1): \($0)" }
  }

  func append(to path: String?) throws {
    guard let path else {
      for (name, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(name): \(count)") }
      return
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = try encoder.encode(self) + Data("\n".utf8)
    if !FileManager.default.fileExists(atPath: path) {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw CocoaError(.fileWriteUnknown)
      }
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: line)
  }

  /// The records in a file; none where there is no file.
  ///
  /// A line that was cut off is passed over.
  static func all(in path: String?) throws -> [Self] {
    guard let path, FileManager.default.fileExists(atPath: path) else { return [] }
    let decoder = JSONDecoder()
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .compactMap { try? decoder.decode(Self.self, from: Data($0.utf8)) }
  }

  /// What was counted in all of the records together.
  static func summary(_ records: [Self]) -> [String] {
    var counts: [String: Int] = [:]
    for record in records { counts.merge(record.counts, uniquingKeysWith: +) }
    return counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
  }

  private static var machine: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    return "\(ProcessInfo.processInfo.activeProcessorCount) cores of \(name ?? "unknown")"
  }
}
