internal import ArgumentParser

/// `webhook`: deliveries and their signatures.
struct WebhookCommand: CommandFamily {
  static let configuration = CommandConfiguration(
    subcommand: "webhook",
    abstract: "List, show, send again and check webhook deliveries.",
    discussion: """
      'vgledger serve' receives them; docs/webhooks.md tells how to set it up.
      """,
    subcommands: [
      ListDeliveries.self, ShowDelivery.self, ReplayDeliveries.self, SendDelivery.self,
      CheckDelivery.self,
    ])
}
