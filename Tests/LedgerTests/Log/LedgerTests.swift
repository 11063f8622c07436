import Crypto
import Foundation
import Testing

@testable import Ledger

struct LedgerTests {
  @Test("A new ledger begins with its creation, and its key fits")
  func creates() async throws {
    let temporary = try await TemporaryLedger()
    let snapshot = try temporary.ledger.snapshot()
    let creation = try #require(try snapshot.creation())
    #expect(creation.origin == "test.example/ledger")
    #expect(creation.tool == "test")
    #expect(creation.ledgerID.count == 16)
    #expect(creation.publicKey.count == 32)
    #expect(try snapshot.head() == LogSequence(rawValue: 1))
    #expect(try snapshot.jobCount() == 0)
    #expect(try snapshot.accounts() == [])
    #expect(try snapshot.event(at: LogSequence(rawValue: 1))?.source == .tool)
    #expect(try snapshot.event(at: LogSequence(rawValue: 2)) == nil)
  }

  @Test("Without an origin, the ledger's id makes one; two ledgers share nothing")
  func ownOrigin() async throws {
    let folder = try TemporaryFolder()
    var seen: Set<[UInt8]> = []
    for name in ["one", "two"] {
      let ledger = try await Ledger.create(
        folder(name), origin: nil, tool: "test", now: TestClock().now)
      let creation = try #require(try ledger.snapshot().creation())
      #expect(creation.origin == "vgledger/" + creation.ledgerID.hexadecimal)
      seen.formUnion([creation.ledgerID, creation.publicKey])
    }
    #expect(seen.count == 4)
  }

  @Test("The folder is its owner's alone, and so are the files")
  func permissions() async throws {
    let folder = try TemporaryFolder()
    let ledger = try await Ledger.create(
      folder("a/b"), origin: nil, tool: "test", now: TestClock().now)
    let names = try FileManager.default.contentsOfDirectory(atPath: ledger.folder).sorted()
    #expect(names == ["data.mdb", "lock.mdb", "signing-key"])
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(folder("a")) == 0o700)
    #expect(try mode(ledger.folder) == 0o700)
    for name in names { #expect(try mode(ledger.folder + "/" + name) == 0o600, "\(name)") }
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: ledger.folder + "/signing-key")).count == 32)
  }

  @Test("A creation that was cut off before its commit is no obstacle to the next")
  func createsAfterCrash() async throws {
    let folder = try TemporaryFolder()
    do {
      try FileManager.default.createDirectory(
        atPath: folder("ledger"), withIntermediateDirectories: true)
      _ = try EnvironmentRegistry.shared.environment(folder: folder("ledger"), mode: .readWrite)
    }
    #expect(FileManager.default.fileExists(atPath: folder("ledger/data.mdb")))
    let ledger = try await Ledger.create(
      folder("ledger"), origin: nil, tool: "test", now: TestClock().now)
    #expect(try ledger.snapshot().head() == LogSequence(rawValue: 1))
  }

  @Test("A second creation in the same place is refused, and the first one's key stays")
  func createsOnce() async throws {
    let temporary = try await TemporaryLedger()
    let path = temporary.ledger.folder
    let key = try Data(contentsOf: URL(fileURLWithPath: path + "/signing-key"))
    await #expect(throws: LedgerError.cannotCreate(folder: path, why: "a ledger is there already"))
    {
      try await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/signing-key")) == key)
    #expect(try temporary.ledger.snapshot().head() == LogSequence(rawValue: 1))
  }

  @Test("Of many who make one ledger at the same time, one succeeds, and its key is the file's")
  func createsAtOnce() async throws {
    let folder = try TemporaryFolder()
    let path = folder("ledger")
    let made = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (try? await Ledger.create(path, origin: nil, tool: "test", now: TestClock().now)) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(made == 1)
    let snapshot = try Ledger.open(readOnly: path).snapshot()
    #expect(try snapshot.head() == LogSequence(rawValue: 1))
    let key = try Data(contentsOf: URL(fileURLWithPath: path + "/signing-key"))
    #expect(
      try snapshot.creation()?.publicKey
        == Array(
          Curve25519.Signing.PrivateKey(rawRepresentation: key).publicKey.rawRepresentation))
  }

  @Test("A trailing slash, a dot and a relative path mean the same ledger")
  func paths() async throws {
    let temporary = try await TemporaryLedger()
    let path = temporary.ledger.folder
    let current = FileManager.default.currentDirectoryPath
    let up = String(repeating: "../", count: current.split(separator: "/").count)
    for other in [path + "/", path + "/.", path + "//", up + path.dropFirst()] {
      #expect(
        try Ledger.open(readOnly: other).snapshot().creation()
          == temporary.ledger.snapshot().creation(), "\(other)")
    }
    await #expect(throws: LedgerError.self) {
      try await Ledger.create(path + "/", origin: nil, tool: "test", now: temporary.clock.now)
    }
  }

  @Test("A link to a ledger is that ledger")
  func symbolicLink() async throws {
    let temporary = try await TemporaryLedger()
    let link = temporary.folder("link")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: temporary.ledger.folder)
    let other = try Ledger.open(link, now: temporary.clock.now)
    _ = try await other.append([.tracked(.sample)])
    #expect(try temporary.ledger.snapshot().jobCount() == 1)
  }

  @Test("What was appended is there after closing and opening")
  func reopens() async throws {
    let folder = try TemporaryFolder()
    let clock = TestClock()
    do {
      let ledger = try await Ledger.create(
        folder("ledger"), origin: nil, tool: "test", now: clock.now)
      _ = try await ledger.append([.observed(at: .at(1)), .account("sora", "https://a")])
    }
    let ledger = try Ledger.open(readOnly: folder("ledger"))
    let snapshot = try ledger.snapshot()
    #expect(try snapshot.head() == LogSequence(rawValue: 4))
    #expect(try snapshot.job(JobNumber(rawValue: 2))?.state == .running)
    #expect(try snapshot.openJobs().map(\.number) == [JobNumber(rawValue: 2)])
    #expect(try snapshot.account("sora")?.origin == "https://a")
    #expect(
      try snapshot.events(of: JobNumber(rawValue: 2)).map(\.fact.kind)
        == [.jobTracked, .statusObserved])
  }

  @Test("A ledger opened for questions takes no appends, whoever else has it open for writing")
  func readOnly() async throws {
    let temporary = try await TemporaryLedger()
    let reader = try Ledger.open(readOnly: temporary.ledger.folder)
    await #expect(throws: LedgerError.noPermission(folder: reader.folder)) {
      try await reader.append([.tracked(.sample)])
    }
    await #expect(throws: LedgerError.noPermission(folder: reader.folder)) {
      try await reader.rebuild()
    }
    #expect(try reader.snapshot().head() == LogSequence(rawValue: 1))
  }

  @Test(
    "A newer format is refused, and so are newer projections",
    arguments: [
      ("format", LedgerError.newerFormat(2)), ("projections", .newerFormat(200)),
    ])
  func newer(key: String, refusal: LedgerError) async throws {
    let temporary = try await TemporaryLedger()
    let version: UInt8 = key == "format" ? 2 : 200
    try temporary.ledger.environment.write { transaction throws(LedgerError) in
      try transaction.put(temporary.ledger.tables.meta, Array(key.utf8), [version])
    }
    #expect(throws: refusal) { try Ledger.open(readOnly: temporary.ledger.folder) }
  }

  @Test("A folder that we may not read is told as such")
  func noPermission() async throws {
    guard getuid() != 0 else { return }  // root may read everything
    let temporary = try await TemporaryLedger()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: temporary.ledger.folder)
    defer {
      try? FileManager.default.setAttributes(
        [.posixPermissions: 0o700], ofItemAtPath: temporary.ledger.folder)
    }
    #expect(throws: LedgerError.self) { try Ledger.open(readOnly: temporary.ledger.folder) }
  }
}
