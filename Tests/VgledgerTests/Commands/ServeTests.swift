import Foundation
import Testing

@Suite("serve, as a process")
struct ServeTests {
  private static func completed(_ number: Int, type: String = "video.completed") -> String {
    let id = "video_6a7bd3\(String(format: "%026x", number))"
    return #"{"id":"evt_\#(number)","object":"event","created_at":1786499999,"type":"\#(type)","#
      + #""data":{"id":"\#(id)"}}"#
  }

  private func deliveries(_ tool: Tool) async throws -> [String] {
    let log = try await tool.run("log", "source:webhook", "-o", "jsonl", "--fields", "kind,detail")
    return log.output.split(separator: "\n").filter { $0.contains("webhook.received") }
      .compactMap { line in
        line.split(separator: "  ").first { $0.hasPrefix("wh_") }.map(String.init)
      }
  }

  @Test("What is answered 200 is in the log once; what is refused is not there")
  func answers() async throws {
    let tool = try Tool()
    let receiver = try await Receiver(tool, ["--no-poll"])
    let other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    let statuses = [
      await receiver.deliver(id: "wh_1", Self.completed(1)),
      await receiver.deliver(id: "wh_1", Self.completed(1)),
      await receiver.deliver(id: "wh_2", Self.completed(1, type: "video.failed")),
      await receiver.deliver(id: "wh_3", #"{"type":"response.completed","data":{"id":"resp_1"}}"#),
      await receiver.deliver(id: "wh_4", "no json"),
      await receiver.deliver(id: "wh_5", Self.completed(5), secret: other),
      await receiver.deliver(id: "wh_6", Self.completed(6), to: "gemini"),
      await receiver.deliver(id: "wh_7", String(repeating: " ", count: 262_145)),
    ]
    #expect(statuses == [200, 200, 200, 200, 200, 401, 404, 413])
    #expect(try await deliveries(tool) == ["wh_1", "wh_2"])
    let metrics = try await receiver.get("/metrics")
    #expect(metrics.status == 200)
    for (outcome, count) in [
      ("appended", 2), ("duplicate", 1), ("ignored", 2), ("no_match", 1), ("too_large", 1),
    ] {
      let line =
        "vgledger_receiver_deliveries_total{endpoint=\"openai\",outcome=\"\(outcome)\"} \(count)\n"
      #expect(metrics.text.contains(line))
    }
    #expect(try await receiver.get("/healthz").status == 200)
    #expect(try await receiver.get("/readyz").status == 200)
    #expect(try await receiver.get("/nowhere").status == 404)
    #expect(try await receiver.end(SIGTERM) == 0)
  }

  @Test("An end that a delivery tells has the job asked for its whole answer")
  func asksNow() async throws {
    let fate = ScriptedFate(dialect: "openai-videos", fate: "success", takes: 1)
    let simulator = try await Simulator(fates: ScriptedFate.file([fate]), speed: 1000)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    let receiver = try await Receiver(tool)
    let body = #"{"type":"video.completed","data":{"id":"\#(fate.id(0))"}}"#
    #expect(await receiver.deliver(id: "wh_1", body) == 200)
    var kinds = ""
    while !kinds.contains("status.observed") {
      kinds = try await tool.run("log", "-o", "jsonl", "--fields", "kind").output
    }
    let job = try #require(try await tool.jobs().first)
    #expect(job["model"] as? String == "sora-2", "only the whole answer names it")
    #expect(try await receiver.end(SIGINT) == 0)
    withExtendedLifetime(simulator) {}
  }

  @Test(
    "What the ledger cannot take is answered 503; nothing acknowledged is lost, and space heals")
  func fullDisk() async throws {
    let tool = try Tool()
    _ = try await tool.run("init")
    let full = try await Receiver(tool, ["--no-poll"], fileKilobytes: 512)
    var acknowledged: [String] = []
    var refused: Int?
    for number in 0..<2000 where refused == nil {
      let id = "wh_\(number)"
      let status = await full.deliver(id: id, Self.completed(number))
      if status == 200 { acknowledged.append(id) } else { refused = status ?? 0 }
    }
    #expect(refused == 503)
    #expect(try await full.get("/readyz").status == 503)
    #expect(try await full.get("/healthz").status == 200)
    #expect(try await full.end(SIGTERM) == 0)
    let healed = try await Receiver(tool, ["--no-poll"])
    #expect(try await healed.get("/readyz").status == 200)
    #expect(await healed.deliver(id: "wh_new", Self.completed(9999)) == 200)
    #expect(try await healed.end(SIGTERM) == 0)
    #expect(try await deliveries(tool) == acknowledged + ["wh_new"])
  }

  @Test("serve --download saves a video as soon as a delivery tells of it")
  func downloads() async throws {
    let fate = ScriptedFate(dialect: "openai-videos", fate: "success", takes: 1)
    let simulator = try await Simulator(fates: ScriptedFate.file([fate]), speed: 1000)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    let folder = tool.folder.path + "/videos"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let receiver = try await Receiver(tool, ["--download", folder])
    let body = #"{"type":"video.completed","data":{"id":"\#(fate.id(0))"}}"#
    #expect(await receiver.deliver(id: "wh_1", body) == 200)
    var kinds = ""
    while !kinds.contains("asset.saved") {
      kinds = try await tool.run("log", "-o", "jsonl", "--fields", "kind").output
    }
    let asset = (try await tool.jobs().first?["assets"] as? [[String: Any]])?.first
    let path = try #require(asset?["saved_path"] as? String)
    #expect(path.hasPrefix(folder + "/"))
    #expect(try Data(contentsOf: URL(filePath: path)).count == asset?["bytes"] as? Int)
    #expect(try await receiver.end(SIGTERM) == 0)
    withExtendedLifetime(simulator) {}
  }

  @Test("Keys of tokens that cannot be fetched keep it from nothing but tokens")
  func keysAway() async throws {
    let tool = try Tool()
    let folder = tool.folder.path + "/.config/vgledger"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(
      """
      {accounts: {veo: {webhook_jwks: "http://127.0.0.1:9/keys", webhook_audience: "me"},
        sora: {webhook_secret_command: ["printf", "\(Receiver.secret)"]}}}
      """.utf8
    ).write(to: URL(filePath: folder + "/config.json5"))
    let receiver = try await Receiver(tool, ["--no-poll"])
    #expect(await receiver.deliver(id: "wh_1", Self.completed(1)) == 200)
    let token = await receiver.deliver(
      id: "wh_2", Self.completed(2), to: "gemini", signature: "e30.e30.AAAA")
    #expect(token == 503)
    #expect(try await receiver.end(SIGTERM) == 0)
    #expect(try await deliveries(tool) == ["wh_1"])
  }

  @Test("Killed at any instant, it loses nothing that it acknowledged")
  func survivesKills() async throws {
    let tool = try Tool()
    let seed = UInt64.random(in: 0..<1_000_000)
    var acknowledged: Set<String> = []
    for round in 0..<3 {
      let receiver = try await Receiver(tool, ["--no-poll"])
      let killAfter = 20 + Int((seed >> UInt64(5 * round)) & 31)
      acknowledged.formUnion(
        try await withThrowingTaskGroup(of: String?.self) { group in
          for number in 0..<80 {
            group.addTask {
              let id = "wh_\(round)_\(number)"
              let body = Self.completed(round * 100 + number)
              return await receiver.deliver(id: id, body) == 200 ? id : nil
            }
          }
          var ids: Set<String> = []
          var ended = 0
          for try await id in group {
            ended += 1
            if let id { ids.insert(id) }
            if ended == killAfter { _ = try await receiver.end(SIGKILL) }
          }
          return ids
        })
    }
    let kept = try await deliveries(tool)
    #expect(acknowledged.count >= 60, "seed \(seed)")
    #expect(acknowledged.isSubset(of: kept), "seed \(seed)")
    #expect(Set(kept).count == kept.count, "seed \(seed)")
    #expect(try await tool.run("rebuild", "--check").status == 0)
  }

  @Test("Forged, stale, cut, oversized and re-encoded deliveries: none is accepted")
  func attacks() async throws {
    let tool = try Tool()
    let receiver = try await Receiver(tool, ["--no-poll"])
    let attack = Process()
    attack.executableURL = URL(filePath: Programs.path("provider-simulator"))
    attack.arguments = [
      "attack", "--to", receiver.origin + "/webhooks/openai", "--secret", Receiver.secret,
      "--count", "500",
    ]
    attack.standardOutput = Pipe()
    #expect(try await attack.runToEnd() == 0)
    #expect(try await receiver.end(SIGTERM) == 0)
  }

  @Test("A second one on the same port says so in one line, and ends with 73")
  func portTaken() async throws {
    let receiver = try await Receiver(Tool(), ["--no-poll"])
    let place = String(receiver.origin.dropFirst("http://".count))
    let second = try await Tool().run("serve", "-q", "--no-poll", "--listen", place)
    #expect(second.status == 73)
    #expect(
      second.errors
        == "vgledger: cannot listen on \(place): address already in use; choose another --listen\n")
    #expect(try await receiver.end(SIGTERM) == 0)
  }

  @Test(
    "What makes no sense is said in one line",
    arguments: [
      (["--listen", "nowhere"], 64, "'--listen nowhere' is no address and port"),
      (["--listen", "0.0.0.0:0"], 78, "no webhook secret is set, and 0.0.0.0 can be reached"),
    ] as [([String], Int32, String)])
  func refuses(options: [String], status: Int32, text: String) async throws {
    let tool = try Tool()
    let result = try await tool.run(["serve"] + options)
    #expect(result.status == status)
    #expect(result.errors.contains("vgledger: \(text)"))
  }
}
