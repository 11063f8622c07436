import Foundation
import Providers
import Testing

@testable import vgledger

@Suite("answers in every format")
struct RowWriterTests {
  private static let fields = "key,state,project,total_ms,submitted_at"

  private static func tool(_ history: String? = nil) async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T02:00:00Z"
    let history = try history ?? (History.blocked() + History.finished())
    let result = try await tool.run("import", "-", input: history)
    #expect(result.status == 0)
    return tool
  }

  @Test(
    "Chosen fields are the same in every format, to the byte",
    arguments: [
      (
        "table", [],
        """
        KEY                STATE      PROJECT  TOTAL_MS  SUBMITTED_AT
        vk678snka10ymcswr  succeeded  ·               ·  2026-08-12T01:20:26.000Z
        vv5ere2tjhxf9pyat  filtered   ·           91000  2026-08-12T01:18:05.000Z

        """
      ),
      (
        "table", ["--no-header", "--ascii", "--time", "relative"],
        """
        vk678snka10ymcswr  succeeded  -      -  39m ago
        vv5ere2tjhxf9pyat  filtered   -  91000  41m ago

        """
      ),
      (
        "wide", ["--time", "raw"],
        """
        KEY                STATE      PROJECT  TOTAL_MS  SUBMITTED_AT
        vk678snka10ymcswr  succeeded  ·               ·  1786497626000
        vv5ere2tjhxf9pyat  filtered   ·           91000  1786497485000

        """
      ),
      (
        "md", [],
        """
        | key | state | project | total_ms | submitted_at |
        | --- | --- | --- | ---: | --- |
        | vk678snka10ymcswr | succeeded |  |  | 2026-08-12T01:20:26.000Z |
        | vv5ere2tjhxf9pyat | filtered |  | 91000 | 2026-08-12T01:18:05.000Z |

        """
      ),
      (
        "csv", [],
        """
        key,state,project,total_ms,submitted_at
        vk678snka10ymcswr,succeeded,,,2026-08-12T01:20:26.000Z
        vv5ere2tjhxf9pyat,filtered,,91000,2026-08-12T01:18:05.000Z

        """
      ),
      (
        "csv", ["--no-header", "--time", "raw"],
        """
        vk678snka10ymcswr,succeeded,,,1786497626000
        vv5ere2tjhxf9pyat,filtered,,91000,1786497485000

        """
      ),
      (
        "tsv", [],
        """
        key\tstate\tproject\ttotal_ms\tsubmitted_at
        vk678snka10ymcswr\tsucceeded\t\t\t2026-08-12T01:20:26.000Z
        vv5ere2tjhxf9pyat\tfiltered\t\t91000\t2026-08-12T01:18:05.000Z

        """
      ),
      (
        "tsv", ["--no-header"],
        """
        vk678snka10ymcswr\tsucceeded\t\t\t2026-08-12T01:20:26.000Z
        vv5ere2tjhxf9pyat\tfiltered\t\t91000\t2026-08-12T01:18:05.000Z

        """
      ),
      (
        "jsonl", ["--time", "raw"],
        """
        {"schema":"vgledger.list/1","key":"vk678snka10ymcswr","state":"succeeded","project":null,\
        "total_ms":null,"submitted_at":"2026-08-12T01:20:26.000Z"}
        {"schema":"vgledger.list/1","key":"vv5ere2tjhxf9pyat","state":"filtered","project":null,\
        "total_ms":91000,"submitted_at":"2026-08-12T01:18:05.000Z"}

        """
      ),
    ] as [(String, [String], String)])
  func chosen(format: String, options: [String], output: String) async throws {
    let words = ["list", "-o", format, "--fields", Self.fields] + options
    #expect(
      try await Self.tool().run(words) == .init(status: 0, output: output, errors: ""))
  }

  @Test(
    "What people read: columns fitted to the width, or all of them",
    arguments: [
      (
        "table", [],
        """
          ID       STATE      MODEL                     ASKED          TOOK  COST  WHEN
        ✓ vk678sn  succeeded  veo-3.1-generate-preview                    ?     ?  39m ago
        ✗ vv5ere2  filtered   sora-2                    8s 1280x720  ~1m31s     ?  41m ago
          all time · 2 jobs · log #12

        """
      ),
      (
        "table", ["--no-header", "--ascii", "--wide-ids", "--time", "utc"],
        """
        + vk678snka10ymcswr  succeeded  veo-3.1-generate-preview       ?  ?  2026-08-12T01:20:26.000Z
        x vv5ere2tjhxf9pyat  filtered   sora-2                    ~1m31s  ?  2026-08-12T01:18:05.000Z
          all time - 2 jobs - log #12

        """
      ),
      (
        "md", [],
        """
        | ID | STATE | MODEL | PROJECT | LABELS | ASKED | TOOK | LEFT | COST | WHEN |
        | --- | --- | --- | --- | --- | --- | ---: | --- | ---: | --- |
        | vk678snka10ymcswr | succeeded | veo-3.1-generate-preview |  |  |  | ? |  | ? | \
        2026-08-12T01:20:26.000Z |
        | vv5ere2tjhxf9pyat | filtered | sora-2 |  |  | 8s 1280x720 | \\~1m31s |  | ? | \
        2026-08-12T01:18:05.000Z |

        """
      ),
    ] as [(String, [String], String)])
  func people(format: String, options: [String], output: String) async throws {
    let result = try await Self.tool().run(["list", "-o", format] + options)
    #expect(result == .init(status: 0, output: output, errors: ""))
  }

  @Test("JSON is one object with schema, meta, data and totals; it ignores --time")
  func json() async throws {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T02:00:00Z"
    let result = try await tool.run("config", "get", "poll.min", "--json", "--time", "raw")
    #expect(
      result.output == """
        {
          "schema": "vgledger.config/1",
          "meta": {
            "tool": "vgledger",
            "version": "\(Version.number)",
            "argv": [
              "config",
              "get",
              "poll.min",
              "--json",
              "--time",
              "raw"
            ],
            "ledger": "\(tool.ledger)",
            "origin": null,
            "seq": 0,
            "asOf": null,
            "now": "2026-08-12T02:00:00.000Z",
            "window": null,
            "clock": null,
            "filter": null,
            "tz": "UTC",
            "priceBook": null,
            "warnings": []
          },
          "data": [
            {
              "name": "poll.min",
              "value": "2s",
              "origin": "built in"
            }
          ],
          "totals": null
        }

        """)
    let lines = try await tool.run(
      "config", "get", "poll.min", "-o", "jsonl", "--meta", "--fields", "value"
    ).output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix(#"{"schema":"vgledger.meta/1","rows":"vgledger.config/1","meta":{"#))
    #expect(lines[1] == #"{"schema":"vgledger.config/1","value":"2s"}"#)
  }

  @Test("JSON is whole with no row, one, and many", arguments: [0, 1, 2, 500])
  func rows(count: Int) async throws {
    let tool = try Tool()
    _ = try await tool.run("init")
    let ids = (0..<count).map { "video_6a7bd301b7c08190143e5c7a98b6d4f3100e2c4a688\(10_000 + $0)" }
    if count > 0 { _ = try await tool.run(["track"] + ids) }
    let result = try await tool.run("list", "-o", "json")
    let answer = try #require(JSONReader.read(Array(result.output.utf8)))
    #expect(answer["data"]?.elements?.count == count)
    #expect(answer["totals"]?["matched"]?.integer == Int64(count))
    #expect(result.output.hasSuffix("\n}\n"))
    let lines = try await tool.run("list", "-o", "jsonl")
    #expect(lines.output.split(separator: "\n").count == count)
    let separated = try await tool.run("list")
    #expect(separated.output.split(separator: "\n").count == count + 1)
  }

  @Test("An empty table says so on standard error; other formats keep their frame")
  func empty() async throws {
    let tool = try await Self.tool()
    let table = try await tool.run("list", "project:none", "-o", "table")
    #expect(table.output == "")
    #expect(table.errors == "vgledger: no job matches, of 2 in all time\n")
    #expect(try await tool.run("list", "project:none", "-o", "table", "-q").errors == "")
    for (format, frame) in [
      ("csv", "key\n"), ("tsv", "key\n"), ("jsonl", ""),
      ("md", "| key |\n| --- |\n"),
    ] {
      let result = try await tool.run("list", "project:none", "-o", format, "--fields", "key")
      #expect(result == .init(status: 0, output: frame, errors: ""))
    }
  }

  @Test(
    "--fields refuses what there is not, before anything is done",
    arguments: [
      (
        "stat", "there is no field of list 'stat'; did you mean 'state'? '--fields help' lists them"
      ),
      ("qqqqqq", "there is no field of list 'qqqqqq'; '--fields help' lists them"),
      (",", "--fields names no field; '--fields help' lists them"),
    ])
  func unknownField(fields: String, why: String) async throws {
    let result = try await Tool().run("list", "--fields", fields)
    #expect(result == .init(status: 64, output: "", errors: "vgledger: \(why)\n"))
    let tool = try Tool()
    _ = try await tool.run("track", History.sora, "--fields", "nothing")
    #expect(!FileManager.default.fileExists(atPath: tool.ledger))
  }

  @Test("--fields help lists every field with its meaning, in every format")
  func fieldsHelp() async throws {
    for format in ["table", "json", "csv"] {
      let result = try await Tool().run("list", "--fields", "help", "-o", format)
      #expect(result.status == 0)
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == AnswerSchema.list.fields.count)
      #expect(lines.first?.hasPrefix("key ") == true)
    }
  }

  @Test("A field asked for twice counts once, and their order is that of the question")
  func order() async throws {
    let result = try await Self.tool().run(
      "list", "-o", "csv", "--fields", " state, key,state", "-n", "1")
    #expect(result.output == "state,key\nsucceeded,vk678snka10ymcswr\n")
  }
}
