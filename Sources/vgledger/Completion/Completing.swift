internal import ArgumentParser
internal import Ledger

/// `__complete WORD…`: what a completion script asks; says nothing where there is nothing to say.
enum Completing {
  static func answer(_ words: [String]) throws(Failure) {
    let (options, _) = CommandLineParsing.leadingOptions(Array(words.dropLast()))
    let global = (try? GlobalOptions.parse(options)) ?? (try? GlobalOptions.parse([]))
    guard let global else { return }
    let completion = try Completion.of(words, CompletionValues(options: global))
    try Output(quiet: true).write(completion.text)
  }
}
