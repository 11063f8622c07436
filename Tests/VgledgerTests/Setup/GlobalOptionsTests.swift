import ArgumentParser
import Testing

@testable import vgledger

struct GlobalOptionsTests {
  /// Every property with its value, in words.
  static func values(_ options: GlobalOptions) -> [String] {
    [
      "\(String(describing: options.ledger))", "\(String(describing: options.profile))",
      "\(String(describing: options.output))", "\(options.json)",
      "\(String(describing: options.tz))", "\(String(describing: options.now))",
      "\(String(describing: options.asOf))", "\(options.color)", "\(options.ascii)",
      "\(options.noInput)", "\(options.quiet)", "\(options.verbose)",
      "\(String(describing: options.format.fields))",
      "\(String(describing: options.format.limit))", "\(options.format.noHeader)",
      "\(options.format.meta)", "\(options.format.csvSafe)",
      "\(String(describing: options.format.time))", "\(options.format.wideIds)",
      "\(options.format.pager)",
    ]
  }

  @Test("What holds without a word is what parsing no words gives")
  func standard() throws {
    let values = Self.values(.standard)
    #expect(values == Self.values(try GlobalOptions.parse([])))
    // One for each property: a new one must be listed above, and be set in `standard`.
    let properties = [Mirror(reflecting: GlobalOptions()), Mirror(reflecting: FormatOptions())]
      .flatMap(\.children).count
    #expect(values.count == properties - 1)
  }
}
