internal import ArgumentParser
internal import Foundation

/// How many units of a method to run, and where what they show is kept.
struct RunOptions: ParsableArguments {
  @Option(help: "Units to run; with --results, those that are recorded there count.")
  var units: UInt64

  @Option(help: "Seed of the random numbers.") var seed: UInt64 = 1

  @Option(help: "File of records to append to; a run that was ended goes on there.")
  var results: String?

  @Option(help: "The build, such as a commit, for the records.") var build: String = "unknown"

  @Option(help: "Where folders for the units are made.")
  var folder: String = FileManager.default.temporaryDirectory.path
}

/// Runs the units of one method, one after another, and records them.
struct MethodRun {
  /// Units between two records: a run that is killed repeats at most so many seconds.
  private static let secondsUnrecorded = 10.0

  let options: RunOptions

  /// Runs the units that are not recorded yet.
  ///
  /// - Returns: Whether no rule was violated, in earlier runs included.
  func run<Method: BreakingMethod>(_ start: Method) async throws -> Bool {
    var method = start
    let earlier = try RunRecord.all(in: options.results).filter {
      $0.method == Method.name && $0.seed == options.seed
    }
    var violations = earlier.reduce(0) { $0 + $1.violations.count }
    var next = earlier.map { $0.first + $0.count }.max() ?? 1
    print("\(Method.name): seed \(options.seed), units \(next) to \(options.units)")
    while next <= options.units {
      var record = RunRecord(
        method: Method.name, seed: options.seed, first: next, build: options.build)
      let began = Date()
      while next <= options.units, Date().timeIntervalSince(began) < Self.secondsUnrecorded {
        for outcome in try await outcomes(from: next, &method) {
          record.add(outcome)
          for violation in outcome.violations {
            print("\(Method.name): VIOLATION in unit \(next), seed \(options.seed): \(violation)")
          }
          next += 1
        }
      }
      record.seconds = Date().timeIntervalSince(began)
      violations += record.violations.count
      try record.append(to: options.results)
    }
    let totals = try RunRecord.all(in: options.results).filter { $0.method == Method.name }
    for line in RunRecord.summary(totals) { print("\(Method.name): \(line)") }
    print("\(Method.name): \(options.units) \(Method.units), \(violations) violations")
    return violations == 0
  }

  /// Runs the unit, and those after it that the method runs at once.
  private func outcomes<Method: BreakingMethod>(
    from first: UInt64, _ method: inout Method
  ) async throws -> [UnitOutcome] {
    let folder = "\(options.folder)/vgledger-\(UUID().uuidString)"
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: folder) }
    // Bundles begin at the same units in every run, wherever a run was ended.
    let last = first + Method.unitsAtOnce - 1 - (first - 1) % Method.unitsAtOnce
    return try await method.run(
      units: first...min(last, options.units), seed: options.seed, folder: folder)
  }
}
