import Foundation
import Ledger
import Testing

@testable import vgledger

struct CheckpointPublisherTests {
  private static let hour = Duration.seconds(3600)

  private static func place(_ folder: TemporaryFolder, _ name: String) throws -> String {
    let path = folder.path + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private static func names(_ place: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: place).sorted()
  }

  private static func ledger(_ folder: TemporaryFolder) async throws -> Ledger {
    try await Ledger.create(
      folder.path + "/ledger", origin: "studio-a/main", tool: "test", now: Context.clock)
  }

  private static func note() -> EventDraft {
    let job = Declaration(account: "sora", nativeID: "video_1", dialect: "openai-videos")
    return EventDraft(subject: .job(job), source: .person, fact: .jobTracked(job))
  }

  @Test(
    "A checkpoint goes to every place when it is due and something is new, and an event tells of it"
  )
  func publishes() async throws {
    let folder = try TemporaryFolder()
    let places = [try Self.place(folder, "a"), try Self.place(folder, "b")]
    let ledger = try await Self.ledger(folder)
    func publisher(later: Int64) -> CheckpointPublisher {
      CheckpointPublisher(
        ledger: ledger, places: places, every: Self.hour,
        now: { Context.clock().adding(milliseconds: later) }, note: { _ in })
    }
    #expect(try await publisher(later: 0).publishIfDue() == Self.hour)
    let first = "studio-a_main-000000000001.checkpoint"
    for place in places { #expect(try Self.names(place) == [first]) }
    let note = try #require(FileManager.default.contents(atPath: places[0] + "/" + first))
    let signed = try Checkpoint(SignedNote(Array(note)), signedBy: ledger.verifierKey())
    #expect(try ledger.root(ofFirst: 1) == signed.root)
    let event = try ledger.snapshot().event(at: LogSequence(rawValue: 2))
    #expect(
      event?.fact == .ledgerCheckpoint(Publication(size: 1, root: signed.root, places: places)))

    _ = try await ledger.append([Self.note()])
    #expect(try await publisher(later: 60_000).publishIfDue() < Self.hour)
    #expect(try Self.names(places[0]) == [first])
    _ = try await publisher(later: 3_700_000).publishIfDue()
    #expect(try Self.names(places[0]) == [first, "studio-a_main-000000000003.checkpoint"])
    _ = try await publisher(later: 9_000_000).publishIfDue()
    #expect(try Self.names(places[0]).count == 2, "nothing is new but the event of the last one")
  }

  @Test("A place that is not there is said, and no event tells of a checkpoint")
  func missingPlace() async throws {
    let folder = try TemporaryFolder()
    let ledger = try await Self.ledger(folder)
    let publisher = CheckpointPublisher(
      ledger: ledger, places: [folder.path + "/gone"], every: Self.hour, now: Context.clock,
      note: { _ in })
    await #expect(throws: Failure.self) { try await publisher.publishIfDue() }
    #expect(try ledger.snapshot().head() == LogSequence(rawValue: 1))
  }
}
