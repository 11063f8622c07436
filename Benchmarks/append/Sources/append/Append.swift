import FoundationEssentials
import Ledger

/// Prints the rate of durable appends for one caller and for many, each its own job's observations.
@main
struct Append {
  static let rounds = 5
  static let window: Duration = .seconds(1)

  static func main() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vgledger-append-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ledger = try await Ledger.create(folder, origin: nil, tool: "bench") { Moment(Date()) }
    var rates: [Int: [Double]] = [:]
    for round in 0..<rounds {
      for callers in [1, 64, 256, 1024] {
        rates[callers, default: []].append(try await rate(ledger, callers: callers, round))
      }
    }
    let medians = rates.mapValues { $0.sorted()[rounds / 2] }
    for (callers, rate) in medians.sorted(by: { $0.key < $1.key }) {
      print("\(callers) callers: \(Int(rate)) durable events/s, \(rate / medians[1, default: 1]) ×")
    }
  }

  static func rate(_ ledger: Ledger, callers: Int, _ round: Int) async throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    let end = start.advanced(by: window)
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for caller in 0..<callers {
        group.addTask {
          var count = 0
          while clock.now < end {
            _ = try await ledger.append([observation(caller, round, count)])
            count += 1
          }
          return count
        }
      }
      return try await group.reduce(0, +)
    }
    return Double(count) / (start.duration(to: clock.now) / .seconds(1))
  }

  /// An answer of about 300 bytes.
  static func observation(_ caller: Int, _ round: Int, _ count: Int) -> EventDraft {
    let job = Declaration(
      account: "sora", nativeID: "video_\(caller)_\(count / 8)_\(round)", dialect: "openai-videos")
    var seen = Observation(state: .running)
    seen.providerStatus = "in_progress"
    seen.progress = count % 100
    let body = [UInt8](repeating: UInt8(ascii: "x"), count: 300)
    return EventDraft(
      subject: .job(job), source: .poll, observed: Moment(rawValue: Int64(count)),
      fact: .statusObserved(Answer(httpStatus: 200, body: body), seen))
  }
}
