internal import ArgumentParser
internal import Providers

/// `schema`: the JSON Schemas of all answers.
struct SchemaCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "schema", abstract: "Print the JSON Schema of an answer, or list them all.",
    discussion: """
      The schema is of draft 2020-12 and describes -o json without --fields; its definitions line and \
      meta_line describe -o jsonl. Additions to answers keep the number at the end of their schema's \
      name, anything else raises it.
      """)

  @Argument(help: ArgumentHelp("The answer, such as list.", valueName: "schema")) var name: String?

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options)
    guard let name else { return try printList(context) }
    guard
      let schema = AnswerSchema.all.first(where: { [$0.name, $0.word].contains(name) })
    else {
      throw Failure.unknown(
        "schema", name, among: AnswerSchema.all.map(\.name), "'vgledger schema' lists them")
    }
    try context.output.write(JSONSchema(schema: schema).document.indentedText + "\n")
  }

  private func printList(_ context: Context) throws {
    var report = try Report(.schemas, context)
    let width = AnswerSchema.all.map(\.name.count).max() ?? 0
    for schema in AnswerSchema.all {
      report.add(
        "\(schema.name.padded(to: width))  \(schema.title)",
        [
          ("name", .string(schema.name)), ("word", .string(schema.word)),
          ("title", .string(schema.title)),
        ])
    }
    try report.print(nil)
  }
}
