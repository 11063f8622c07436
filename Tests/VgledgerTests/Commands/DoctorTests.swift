import Testing

@Suite("doctor --ask")
struct DoctorTests {
  private static let key = "sk-secret-that-nobody-sees"

  private func findings(_ tool: Tool) async throws -> (text: String, status: Int32) {
    let result = try await tool.run("doctor", "--ask", "-o", "tsv", "--no-header")
    #expect(!(result.output + result.errors).contains(Self.key))
    let lines = result.output.split(separator: "\n").filter { line in
      ["sora", "veo", "vertex"].contains { line.hasPrefix($0 + "\t") }
    }
    return (lines.joined(separator: "\n"), result.status)
  }

  @Test("Accounts that answer, and one whose key is refused; no key is printed")
  func asks() async throws {
    let fates = [ScriptedFate(dialect: "openai-videos", fate: "success")]
    let simulator = try await Simulator(fates: ScriptedFate.file(fates), speed: 1)
    var tool = try Tool()
    tool.environment.merge(simulator.environment) { $1 }
    tool.environment["OPENAI_API_KEY"] = Self.key
    let (text, status) = try await findings(tool)
    #expect(text.contains("sora\tok\tkey works, answered in "))
    #expect(text.contains("veo\tnote\tanswers 404; whether its key works is not told"))
    #expect(text.contains("vertex\tnote\tkey set; only a job can be asked about"))
    #expect(status == 0)
  }

  @Test("An account that does not answer is a failure")
  func unreachable() async throws {
    var tool = try Tool()
    tool.environment["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1"
    tool.environment["OPENAI_API_KEY"] = Self.key
    let (text, status) = try await findings(tool)
    #expect(text.hasPrefix("sora\tfailed\tdoes not answer: refused, "))
    #expect(status == 30)
  }

  @Test("Without --ask nobody is asked")
  func offline() async throws {
    var tool = try Tool()
    tool.environment["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1"
    tool.environment["OPENAI_API_KEY"] = Self.key
    let result = try await tool.run("doctor")
    #expect(result.status == 0)
    #expect(result.output.contains("key set, asks http://127.0.0.1:9/v1"))
  }

  @Test("It says where keys come from and which proxy is used, without passwords")
  func ways() async throws {
    var tool = try Tool()
    tool.environment["OPENAI_BASE_URL"] = "https://provider.example/v1"
    tool.environment["OPENAI_API_KEY"] = Self.key
    tool.environment["https_proxy"] = "http://user:secret-word@proxy.example:3128"
    let result = try await tool.run("doctor")
    #expect(
      result.output.contains(
        "key set, asks https://provider.example/v1  (key source: OPENAI_API_KEY; through the proxy "
          + "proxy.example:3128)"))
    #expect(!(result.output + result.errors).contains("secret-word"))
    tool.environment["https_proxy"] = "socks5://user:secret-word@proxy.example:3128"
    let refused = try await tool.run("doctor")
    #expect(
      refused.output.contains(
        "https_proxy names no proxy that can be used; write http://HOST:PORT, or unset it"))
    #expect(!(refused.output + refused.errors).contains("secret-word"))
    #expect(refused.status == 30)
  }
}
