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
      (
        "{pol: {}}",
        "there is no setting 'pol'; known are ledger, timezone, privacy, poll, budget, serve, "
          + "checkpoint, accounts, profiles"
      ),
      (
        "{accounts: {x: {key: 'k'}}}",
        "accounts.x: there is no setting 'key'; known are dialect, base_url, key_env, key_file, "
          + "key_command, service_account_file, retired, limit_concurrent, limit_per_second, limit_burst, "
          + "webhook_secret_env, webhook_secret_file, webhook_secret_command, webhook_jwks, "
          + "webhook_audience"
      ),
      ("{poll: {min: '0s'}}", "poll.min: '0s' is no time from 100ms to 1d, such as 2s"),
      ("{budget: {month: '$500'}}", "budget.month: '$500' is no amount such as '500.00 USD'"),
      (
        "{accounts: {x: {key_env: 'K', key_file: '/k'}}}",
        "accounts.x: give one of key_env, key_file, key_command and service_account_file"
      ),
      (
        "{accounts: {x: {webhook_secret_env: 'A', webhook_secret_command: 'b'}}}",
        "accounts.x: give one of webhook_secret_env, webhook_secret_file and webhook_secret_command"
      ),
      (
        "{accounts: {x: {key_command: 'pass show x | head'}}}",
        "accounts.x.key_command: no shell reads it; write a list, such as ['pass', 'show', 'a b']"
      ),
      (
        "{accounts: {x: {retired: 'soon'}}}",
        "accounts.x.retired: 'soon' is no day such as 2026-09-24"
      ),
      (
        "{profiles: {a: {profiles: {b: {}}}}}",
        "profiles: profile 'a' holds profiles; one level is all there is"
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
