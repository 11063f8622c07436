import Foundation
import Testing

@testable import Ledger

struct LedgerFolderTests {
  /// What may lie at the path before.
  enum Place: CaseIterable {
    case missing, empty, beingMade, halfMade, foreign, file, noData, emptyData, shortData, textData,
      otherTables,
      lockOnly

    func prepare(_ folder: TemporaryFolder) throws -> String {
      let path = folder("ledger")
      if self == .missing { return path }
      if self == .file {
        try folder.write([1], to: "ledger")
        return path
      }
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
      switch self {
      case .missing, .empty, .file: break
      case .beingMade:
        try folder.write([], to: "ledger/creating")
        try folder.write([], to: "ledger/data.mdb")
      case .halfMade:
        try folder.write([], to: "ledger/creating")
        try folder.write([UInt8](repeating: 0, count: 4096), to: "ledger/data.mdb")
      case .foreign: try folder.write([1], to: "ledger/notes.txt")
      case .noData: try folder.write([1], to: "ledger/signing-key")
      case .lockOnly: try folder.write([], to: "ledger/lock.mdb")
      case .emptyData: try folder.write([], to: "ledger/data.mdb")
      case .shortData: try folder.write([UInt8](repeating: 0, count: 8191), to: "ledger/data.mdb")
      case .textData:
        try folder.write([UInt8](repeating: 65, count: 20_000), to: "ledger/data.mdb")
      case .otherTables:
        let environment = try EnvironmentRegistry.shared.environment(
          folder: path, mode: .readWrite)
        try environment.write { transaction throws(LedgerError) in
          let table = try transaction.create("theirs", .values)
          try transaction.put(table, [1], [2])
        }
      }
      return path
    }

    func refusal(_ path: String) -> LedgerError {
      switch self {
      case .missing, .empty, .beingMade, .halfMade, .noData, .lockOnly: .notFound(folder: path)
      case .foreign: .notALedger(folder: path, why: "it has no data.mdb but holds notes.txt")
      case .file: .notALedger(folder: path, why: "it is a file, not a folder")
      case .emptyData: .damaged(folder: path, why: "data.mdb has only 0 bytes")
      case .shortData: .damaged(folder: path, why: "data.mdb has only 8191 bytes")
      case .textData: .notALedger(folder: path, why: "data.mdb is not an LMDB file")
      case .otherTables:
        .notALedger(folder: path, why: "data.mdb holds no tables of a ledger")
      }
    }
  }

  @Test(
    "What is no ledger is refused with the reason, and left as it is", arguments: Place.allCases)
  func refuses(place: Place) async throws {
    let folder = try TemporaryFolder()
    let path = try place.prepare(folder)
    let before = try Self.contents(folder.path)
    #expect(throws: place.refusal(path)) { try Ledger.open(readOnly: path) }
    #expect(throws: place.refusal(path)) { try Ledger.open(path, now: TestClock().now) }
    #expect(try Self.contents(folder.path) == before)
  }

  @Test("A ledger is made only where nothing is in the way", arguments: Place.allCases)
  func createsWhere(place: Place) async throws {
    let folder = try TemporaryFolder()
    let path = try place.prepare(folder)
    switch place {
    case .missing, .empty, .beingMade, .halfMade, .noData, .lockOnly:
      let ledger = try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
      #expect(try ledger.snapshot().head() == LogSequence(rawValue: 1))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
          == ["data.mdb", "lock.mdb", "signing-key"])
    case .foreign, .file, .emptyData, .shortData, .textData:
      await #expect(throws: place.refusal(path)) {
        try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
      }
    case .otherTables:
      await #expect(
        throws: LedgerError.cannotCreate(folder: path, why: "a ledger is there already")
      ) {
        try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
      }
      #expect(!FileManager.default.fileExists(atPath: path + "/creating"))
    }
  }

  @Test("While one makes a ledger, nobody else does; what one left is taken away")
  func making() async throws {
    let folder = try TemporaryFolder()
    let path = folder("ledger")
    let place = LedgerFolder(path: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    do {
      let lock = try place.beginCreation()
      defer { withExtendedLifetime(lock) {} }
      await #expect(
        throws: LedgerError.cannotCreate(folder: path, why: "another process is making one there")
      ) {
        try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
      }
    }
    do {
      _ = try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
    }
    try folder.write([], to: "ledger/creating")  // one that was killed at the very end
    _ = try Ledger.open(path, now: TestClock().now)
    #expect(!FileManager.default.fileExists(atPath: path + "/creating"))
  }

  @Test("A file cut short is refused before its pages are touched", arguments: [8192, 12_288])
  func shortened(bytes: UInt64) async throws {
    let folder = try TemporaryFolder()
    let path = folder("ledger")
    do {
      let ledger = try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
      for index in 0..<20 {
        _ = try await ledger.append([.observed(Declaration("sora", "video_\(index)"), at: .at(1))])
      }
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/data.mdb"))
    try file.truncate(atOffset: bytes)
    try file.close()
    let refusal = #expect(throws: LedgerError.self) { try Ledger.open(readOnly: path) }
    guard case .damaged(path, let why) = refusal else {
      Issue.record("not refused as damaged: \(String(describing: refusal))")
      return
    }
    #expect(why.hasPrefix("data.mdb is cut short: \(bytes) bytes of "))
    await #expect(throws: LedgerError.self) {
      try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
    }
  }

  @Test("A file that is longer than its pages is normal after a crash")
  func lengthened() async throws {
    let folder = try TemporaryFolder()
    let path = folder("ledger")
    do {
      _ = try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/data.mdb"))
    try file.seekToEnd()
    try file.write(contentsOf: Data(repeating: 0xff, count: 100_000))
    try file.close()
    let ledger = try Ledger.open(path, now: TestClock().now)
    _ = try await ledger.append([.tracked(.sample)])
    #expect(try ledger.snapshot().jobCount() == 1)
  }

  /// Every path below the folder but lock files, with the sizes of the files.
  private static func contents(_ path: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted().compactMap { name in
      guard !name.hasSuffix("lock.mdb") else { return nil }
      let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
      let isFile = attributes[.type] as? FileAttributeType == .typeRegular
      return isFile ? "\(name) \(attributes[.size] ?? 0)" : name
    }
  }
}
