import Testing

@Suite("webhook list, show, send and replay")
struct WebhookCommandTests {
  private static let secret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="

  private func tool() throws -> Tool {
    var tool = try Tool()
    tool.environment["OPENAI_WEBHOOK_SECRET"] = Self.secret
    return tool
  }

  @Test("A sample is sent, received, listed and shown; replayed it is known already")
  func roundTrip() async throws {
    let tool = try tool()
    let receiver = try await Receiver(tool, ["--no-poll"])
    let address = receiver.origin + "/webhooks/openai"
    let sent = try await tool.run(
      "webhook", "send", "video.failed", "--to", address, "--job", History.sora)
    #expect(sent.status == 0)
    #expect(sent.output.contains("  video.failed  answered 200  "))
    let id = String(try #require(sent.output.split(separator: " ").first))
    let listed = try await tool.run("webhook", "list", "-o", "tsv", "--no-header", "--fields", "id")
    #expect(listed.output == id + "\n")
    let shown = try await tool.run("webhook", "show", id)
    #expect(shown.status == 0)
    #expect(shown.output.contains("\"type\":\"video.failed\""))
    #expect(shown.output.contains(History.sora))
    let replayed = try await tool.run("webhook", "replay", id, "--to", address)
    #expect(replayed.status == 0)
    let again = try await tool.run("webhook", "list", "-o", "tsv", "--no-header", "--fields", "id")
    #expect(again.output == id + "\n", "the receiver knows it already")
    let metrics = try await receiver.get("/metrics")
    #expect(metrics.text.contains("outcome=\"duplicate\"} 1\n"))
    #expect(try await receiver.end(15) == 0)
  }

  @Test("A claim is not signed: a receiver would believe what nobody vouched for")
  func replaysNoClaim() async throws {
    let tool = try tool()
    let body = #"{"type":"video.failed","data":{"id":"\#(History.sora)"}}"#
    #expect(try await tool.run("record", "--provider", "sora", input: body).status == 0)
    let listed = try await tool.run(
      "webhook", "list", "-o", "tsv", "--no-header", "--fields", "sequence,is_claimed")
    let place = try #require(listed.output.split(separator: "\t").first)
    #expect(listed.output == "\(place)\ttrue\n")
    let replayed = try await tool.run("webhook", "replay", "\(place)", "--to", "http://127.0.0.1:9")
    #expect(replayed.status == 64)
    #expect(
      replayed.errors
        == "vgledger: delivery #\(place) is a claim; signed by us, a receiver would believe it\n")
  }

  @Test(
    "What cannot be is said in one line",
    arguments: [
      (["webhook", "show", "wh_nowhere"], 64, "there is no delivery 'wh_nowhere'"),
      (["webhook", "show", "1"], 64, "there is no delivery '1'"),
      (["webhook", "replay", "9", "--to", "http://127.0.0.1:9/x"], 64, "there is no delivery '9'"),
      (["webhook", "send", "x", "--to", "nowhere"], 64, "'--to nowhere' is no http or https"),
      (
        ["webhook", "send", "x", "--to", "http://127.0.0.1:9/x", "--account", "veo"], 78,
        "account veo has no webhook secret; set GEMINI_WEBHOOK_SECRET"
      ),
      (["webhook", "send", "x", "--to", "http://127.0.0.1:9/x"], 69, "1 deliveries got no answer"),
    ] as [([String], Int32, String)])
  func errors(words: [String], status: Int32, text: String) async throws {
    let tool = try tool()
    _ = try await tool.run("init")
    let result = try await tool.run(words)
    #expect(result.status == status)
    #expect(result.errors.contains("vgledger: \(text)"))
  }

  @Test("video.generated is sent as the Gemini API sends it, by veo's secret")
  func sendsGemini() async throws {
    var tool = try tool()
    tool.environment["GEMINI_WEBHOOK_SECRET"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    let receiver = try await Receiver(tool, ["--no-poll"])
    let sent = try await tool.run(
      "webhook", "send", "video.generated", "--to", receiver.origin + "/webhooks/gemini")
    #expect(sent.status == 0)
    let rows = try await tool.run(
      "webhook", "list", "-o", "tsv", "--no-header", "--fields", "type,account,state")
    #expect(rows.output == "video.generated\tveo\tsucceeded\n")
    #expect(try await receiver.end(15) == 0)
  }

  @Test("Replay signs each delivery by the secret of its job's account")
  func replaysTwoAccounts() async throws {
    var tool = try tool()
    tool.environment["GEMINI_WEBHOOK_SECRET"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    let receiver = try await Receiver(tool, ["--no-poll"])
    let openAI = receiver.origin + "/webhooks/openai"
    let gemini = receiver.origin + "/webhooks/gemini"
    _ = try await tool.run("webhook", "send", "video.failed", "--to", openAI)
    _ = try await tool.run("webhook", "send", "video.generated", "--to", gemini)
    let listed = try await tool.run("webhook", "list", "-o", "tsv", "--no-header", "--fields", "id")
    let ids = listed.output.split(separator: "\n").map(String.init)
    #expect(ids.count == 2)
    for (address, codes) in [(openAI, ["200", "401"]), (gemini, ["401", "200"])] {
      let replayed = try await tool.run(
        ["webhook", "replay"] + ids + ["--to", address, "-o", "tsv", "--no-header"]
          + ["--fields", "http_status"])
      #expect(replayed.status == 1)
      #expect(replayed.output.split(separator: "\n").map(String.init) == codes)
    }
    #expect(try await receiver.end(15) == 0)
  }

  @Test("A delivery checked at a moment long before 1970 is from the future, and refused")
  func checksLongBefore() async throws {
    let tool = try tool()
    for timestamp in ["1786500000", "9223372036854775807"] {
      let checked = try await tool.run(
        "webhook", "check", "--secret", Self.secret, "--header", "webhook-id=wh_1", "--header",
        "webhook-timestamp=\(timestamp)", "--header", "webhook-signature=v1,AAAA", "--now",
        "1901-01-01T00:00:00Z", input: "{}")
      #expect(checked.status == 1)
      #expect(checked.errors.contains("from the future; 300s are allowed"))
    }
  }

  @Test("An empty list says so")
  func empty() async throws {
    let tool = try tool()
    _ = try await tool.run("init")
    let result = try await tool.run("webhook", "list", "-o", "table")
    #expect(result == .init(status: 0, output: "", errors: "vgledger: no delivery matches\n"))
  }
}
