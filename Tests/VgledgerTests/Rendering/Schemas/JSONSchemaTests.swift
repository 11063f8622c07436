import Foundation
import Providers
import Testing

@testable import vgledger

@Suite("JSON Schemas")
struct JSONSchemaTests {
  /// What a command line answered, and the simulator that must live as long.
  private static func answer(_ asked: SchemaCase, _ format: [String]) async throws -> String {
    var tool = try Tool()
    var simulator: Simulator?
    switch asked.setting {
    case .nothing: break
    case .emptyLedger: try await tool.expectSuccess(["init"])
    case .jobs:
      let history = try History.blocked() + History.finished()
      try await tool.expectSuccess(["import", "-"], input: history)
      try await tool.expectSuccess(["label", "@last", "shot=1", "--project", "acme"])
      try await tool.expectSuccess(["note", "@-2", "too", "dark"])
    case .broken:
      try await tool.expectSuccess(["import", "-"], input: try History.finished())
      try BrokenCopy.make(of: tool.ledger, in: tool.folder.path + "/broken")
    case .reopened:
      try await tool.expectSuccess(
        ["import", "-"], input: try History.blocked() + History.finished())
      try ReopenedRows.make(in: tool.ledger)
    case .copied:
      try await tool.expectSuccess(["import", "-"], input: try History.finished())
      try await tool.expectSuccess(["backup", "copy"])
      try await tool.expectSuccess(["export", "ledger", "--to", "log.jsonl"])
    case .delivery:
      tool.environment["OPENAI_WEBHOOK_SECRET"] =
        "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
      let body = #"{"type":"video.completed","data":{"id":"\#(History.sora)"}}"#
      try await tool.expectSuccess(["record", "--provider", "sora"], input: body)
    case .provider, .tracked:
      let provider = try await Simulator(fates: ScriptedFate.file([SchemaCase.fate]), speed: 1000)
      tool.environment.merge(provider.environment) { $1 }
      let first = asked.setting == .tracked ? "track" : "status"
      try await tool.expectSuccess([first, SchemaCase.fate.id(0)])
      simulator = provider
    }
    let result = try await tool.run(asked.words + format, input: Data(asked.input.utf8))
    withExtendedLifetime(simulator) {}
    #expect(result.status == asked.status, "\(asked.words): \(result.errors)")
    return result.output
  }

  private static func json(_ text: some StringProtocol) throws -> JSON {
    try #require(JSONReader.read(Array(text.utf8)), "this is no JSON: \(text)")
  }

  private static func schema(_ name: String) async throws -> JSON {
    let result = try await Tool().run("schema", name)
    #expect(result.errors == "")
    return try json(result.output)
  }

  private static func names(_ rows: [JSON]) -> Set<String> {
    Set(
      rows.flatMap { row -> [String] in
        guard case .object(let members) = row else { return [] }
        return members.map(\.name)
      })
  }

  @Test(
    "What every command really answers fits its schema, and nothing in it is undescribed",
    arguments: AnswerSchema.all.map(\.name))
  func realAnswers(name: String) async throws {
    let cases = SchemaCase.all.filter { $0.schema == name }
    #expect(!cases.isEmpty, "no line of SchemaCase.all shows what \(name) answers")
    let schema = try await Self.schema(name)
    var rows: [JSON] = []
    for asked in cases {
      let answer = try Self.json(try await Self.answer(asked, ["-o", "json"]))
      #expect(SchemaValidator(root: schema).problems(answer) == [], "\(asked)")
      #expect(SchemaValidator(root: schema, isClosed: true).problems(answer) == [], "\(asked)")
      let data = try #require(answer["data"])
      rows += data.elements ?? [data]
    }
    let fields = try #require(AnswerSchema.all.first { $0.name == name }).fields.map(\.name)
    #expect(Self.names(rows) == Set(fields), "fields of \(name) that no row has, or the other way")
  }

  @Test(
    "Lines of -o jsonl --meta are the same rows, after one line about the answer",
    arguments: SchemaCase.all)
  func lines(asked: SchemaCase) async throws {
    let schema = try await Self.schema(asked.schema)
    let validator = SchemaValidator(root: schema)
    let text = try await Self.answer(asked, ["-o", "jsonl", "--meta"])
    let lines = try text.split(separator: "\n").map { try Self.json($0) }
    let meta = try #require(lines.first)
    #expect(validator.problems(meta, validator.definition("meta_line")) == [])
    for line in lines.dropFirst() {
      #expect(validator.problems(line, validator.definition("line")) == [])
      guard case .object(let members) = line else { continue }
      #expect(Set(members.map(\.name)).count == members.count, "a name comes twice")
    }
  }

  @Test("docs/json holds what the program prints, and no more; 'make schemas' writes it")
  func committed() throws {
    var root = URL(filePath: #filePath)
    while root.path != "/", !FileManager.default.fileExists(atPath: root.path + "/Package.swift") {
      root.deleteLastPathComponent()
    }
    let folder = root.appending(path: "docs/json")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }
    #expect(Set(files) == Set(AnswerSchema.all.map { $0.name + ".json" }))
    for schema in AnswerSchema.all {
      let file = folder.appending(path: schema.name + ".json")
      let committed = try? String(contentsOf: file, encoding: .utf8)
      let printed = JSONSchema(schema: schema).document.indentedText + "\n"
      #expect(committed == printed, "run 'make schemas'")
    }
  }

  @Test("Names are told once: of schemas, and of fields inside each; a line's own name is free")
  func names() {
    #expect(Set(AnswerSchema.all.map(\.name)).count == AnswerSchema.all.count)
    for schema in AnswerSchema.all {
      let names = schema.fields.map(\.name)
      #expect(Set(names).count == names.count, "\(schema.name)")
      #expect(!names.contains("schema"), "lines of \(schema.name) name their schema so")
      let all = schema.fields + schema.totals
      #expect(all.allSatisfy { $0.meaning.hasSuffix(".") }, "\(schema.name)")
    }
  }

  @Test("The list names every schema, by name or by word; an unknown name gets the nearest")
  func command() async throws {
    let tool = try Tool()
    let list = try await tool.run("schema", "-o", "tsv", "--fields", "name,word", "--no-header")
    #expect(list.output == AnswerSchema.all.map { "\($0.name)\t\($0.word)\n" }.joined())
    let byName = try await tool.run("schema", "list")
    #expect(try await tool.run("schema", "vgledger.list/1") == byName)
    #expect(
      try await tool.run("schema", "lsit")
        == .init(
          status: 64, output: "",
          errors:
            "vgledger: there is no schema 'lsit'; did you mean 'list'? 'vgledger schema' lists them\n"
        ))
  }
}
