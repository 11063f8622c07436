import Ledger
import Poller
import Testing

@testable import vgledger

@Suite("What the full screen knows")
struct WatchBoardTests {
  private static let start = Moment(secondsSince1970: 1_787_146_000)

  /// Jobs of a real ledger, tracked a second apart, the later ones first.
  private func jobs(_ count: Int) async throws -> [Job] {
    let folder = try TemporaryFolder()
    let ledger = try await Ledger.create(
      folder.path + "/ledger", origin: nil, tool: "test"
    ) { Self.start }
    for place in (0..<count).reversed() {
      let declaration = Declaration(
        account: "veo", nativeID: "models/veo-3.1/operations/job\(place)",
        dialect: "gemini-operations")
      _ = try await ledger.append([
        EventDraft(
          subject: .job(declaration), source: .person,
          observed: Self.start.adding(milliseconds: Int64(place) * 1000),
          fact: .jobTracked(declaration))
      ])
    }
    return try ledger.snapshot().openJobs()
  }

  @Test("The job that has been under way longest stands first")
  func order() async throws {
    let board = WatchBoard(try await jobs(3))
    #expect(board.jobs.map { $0.nativeID.suffix(4) } == ["job0", "job1", "job2"])
  }

  @Test("Arrows select within the list; the story of the selected one comes and goes")
  func selects() async throws {
    var board = WatchBoard(try await jobs(2))
    let numbers = board.jobs.map(\.number)
    var selected: [JobNumber?] = []
    for key in [WatchKey.down, .down, .down, .up, .up, .back, .up] {
      let goesOn = board.press(key)
      #expect(goesOn)
      selected.append(board.selected)
    }
    #expect(
      selected == [
        numbers[0], numbers[1], numbers[1], numbers[0], numbers[0], nil, numbers[1],
      ])
    _ = board.press(.why)
    #expect(board.story?.job == numbers[1])
    #expect(board.story?.why == true)
    _ = board.press(.down)
    #expect(board.story == nil)
    let goesOn = board.press(.quit)
    #expect(!goesOn)
  }

  @Test("Nothing can be selected on an empty board")
  func empty() {
    var board = WatchBoard([])
    for key in [WatchKey.up, .down, .show, .why] { _ = board.press(key) }
    #expect(board.selected == nil)
    #expect(board.story == nil)
  }
}
