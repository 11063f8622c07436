extension AnswerMeta {
  /// The fields of ``json(_:)``, in the same order.
  static let fields = [
    Field("tool", .text, "The program: vgledger."),
    Field("version", .text, "Its version."),
    Field("argv", .list(.text), "The words of the command line, after the program's name."),
    Field("ledger", .text, "The ledger's folder, whether it is there or not."),
    Field("origin", .optional(.text), "The name under which its checkpoints are signed."),
    Field("seq", .whole, "The newest event that the answer knows of; 0 where it rests on none."),
    Field("asOf", .optional(.whole), "The place of --as-of; null for the newest."),
    Field("now", .moment, "The moment that the answer takes for now."),
    Field(
      "window",
      .optional(
        .object([
          Field("from", .optional(.moment), "Its begin, included; null for no bound."),
          Field("until", .optional(.moment), "Its end, not included; null for no bound."),
        ])), "The window of time that was asked about."),
    Field(
      "clock", .optional(.word(["submitted", "finished", "observed"])),
      "Which time the window tests."),
    Field("filter", .optional(.text), "The filter terms in their normal form."),
    Field("tz", .text, "The zone in which written times were read."),
    Field("priceBook", .optional(.text), "The price book that costs rest on."),
    Field("warnings", .list(.text), "What a reader of the answer must know."),
  ]
}
