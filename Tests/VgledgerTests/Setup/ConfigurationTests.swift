import Foundation
import Ledger
import Testing

@testable import vgledger

@Suite("The configuration file")
struct ConfigurationTests {
  private func read(_ text: String) throws(Failure) -> Configuration {
    try Configuration.read(Data(text.utf8), "config.json5")
  }

  @Test("People may comment it and leave out quotes; plain JSON is fine too")
  func json5() throws {
    let configuration = try read(
      """
      {
        // where we work
        timezone: 'Europe/Berlin',
        privacy: { prompts: "hash" },
        "accounts": { gateway: { dialect: "openai-videos", key_env: "GATEWAY_KEY", }, },
      }
      """)
    #expect(configuration.timezone == "Europe/Berlin")
    #expect(configuration.prompts == .hash)
    #expect(configuration.accounts?["gateway"]?.keyEnvironment == "GATEWAY_KEY")
    #expect(try read("{}") == Configuration())
    #expect(Configuration().prompts == .full)
  }

  @Test(
    "A setting that does not exist is refused, for it would be without effect",
    arguments: [
      ("{privacy: {promts: 'off'}}", "privacy: there is no setting 'promts'; known are prompts"),
      ("{poll: {}}", "there is no setting 'poll'; known are timezone, privacy, accounts"),
      (
        "{accounts: {x: {key: 'k'}}}",
        "accounts.x: there is no setting 'key'; known are dialect, base_url, key_env"
      ),
      ("{privacy: {prompts: 'of'}}", "privacy.prompts: 'of' is none of full, hash, off"),
    ])
  func unknownSettings(text: String, why: String) {
    let failure = #expect(throws: Failure.self) { try read(text) }
    #expect(failure?.message == "config.json5: " + why)
    #expect(failure?.code == .configuration)
  }

  @Test("What is no JSON5 says so in one line", arguments: ["", "{", "accounts:", "[]", "{a b}"])
  func malformed(text: String) {
    let failure = #expect(throws: Failure.self) { try read(text) }
    #expect(failure?.message.contains("\n") == false)
    #expect(failure?.code == .configuration)
  }
}
