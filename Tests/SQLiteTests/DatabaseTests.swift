import Foundation
import SQLite
import Testing

@Suite("The wall around SQLite")
struct DatabaseTests {
  private func withFile(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "sqlite-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder + "/test.db")
  }

  @Test("Every kind of value comes back as it went in")
  func values() throws {
    let all: [SQLiteValue] = [
      .null, .integer(.min), .integer(.max), .real(0.1), .text(""), .text("a\u{0}b 🎬 e\u{301}"),
      .blob([]), .blob([0, 255, 0]),
    ]
    try withFile { file in
      let database = try Database(file)
      try database.run("CREATE TABLE t (place INTEGER PRIMARY KEY, value)")
      let insert = try database.prepare("INSERT INTO t (value) VALUES (?)")
      for value in all { try insert.run([value]) }
      var read: [SQLiteValue] = []
      try database.prepare("SELECT value FROM t ORDER BY place").rows { read += $0 }
      #expect(read == all)
    }
  }

  @Test("A wrong statement and a place that is none are told with SQLite's words")
  func errors() throws {
    try withFile { file in
      let database = try Database(file)
      let wrong = #expect(throws: SQLiteError.self) { try database.run("SELEC 1") }
      #expect(wrong?.kind == .other)
      #expect(wrong?.message == #"near "SELEC": syntax error"#)
      let empty = #expect(throws: SQLiteError.self) { _ = try database.prepare("") }
      #expect(empty?.message == "the statement is empty")
    }
    let missing = #expect(throws: SQLiteError.self) { _ = try Database("/no/such/folder/file") }
    #expect(missing?.kind == .cannotOpen)
  }

  @Test("A full file is told from other failures")
  func full() throws {
    try withFile { file in
      let database = try Database(file)
      try database.run("CREATE TABLE t (value); PRAGMA max_page_count = 3")
      let insert = try database.prepare("INSERT INTO t VALUES (?)")
      let full = #expect(throws: SQLiteError.self) {
        for _ in 0..<100 { try insert.run([.blob([UInt8](repeating: 7, count: 4000))]) }
      }
      #expect(full?.kind == .full)
    }
  }

  @Test("The linked SQLite has what the export needs")
  func features() {
    #expect(Database.isBuilt(with: "ENABLE_FTS5"))
    #expect(!Database.isBuilt(with: "NO_SUCH_OPTION"))
    #expect(Database.version.hasPrefix("3."))
  }
}
