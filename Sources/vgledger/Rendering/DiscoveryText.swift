internal import Ledger
internal import Poller

/// What is said about a provider's list of jobs.
enum DiscoveryText {
  /// `sora: 120 jobs listed, 3 of them new`.
  static func line(_ finding: JobDiscovery.Finding) -> String {
    "\(name(finding)): \(finding.listed) jobs listed, \(finding.tracked) of them new"
  }

  /// Why the list may not be whole, and what to do; `nil` where it is.
  static func trouble(_ finding: JobDiscovery.Finding) -> String? {
    let name = name(finding)
    switch finding.end {
    case .whole:
      guard finding.refused > 0 else { return nil }
      return "\(name): \(finding.refused) jobs of its list have no id that can be asked about"
    case .endless:
      return "\(name): its list does not end; what was read of it is tracked"
    case .refused(let status):
      return "\(name): its list was refused with HTTP \(status); see 'vgledger doctor --ask'"
    case .unreadable:
      return "\(name): what it answered is no list of jobs; is its base URL right?"
    case .unreachable(let cause):
      return "\(name): no list came (\(cause.rawValue)); what came before is tracked, try again"
    }
  }

  /// Whether the provider answered with a list.
  static func isAnswered(_ finding: JobDiscovery.Finding) -> Bool {
    switch finding.end {
    case .whole, .endless: true
    case .refused, .unreadable, .unreachable: false
    }
  }

  private static func name(_ finding: JobDiscovery.Finding) -> String {
    finding.model.map { "\(finding.account), \($0.escaped)" } ?? finding.account
  }
}
