internal import ArgumentParser
internal import Ledger

/// `__complete WORD…`: what a completion script asks; says nothing where there is nothing to say.
enum Completing {
  static func answer(_ words: [String]) throws(Failure) {
    let options = try? GlobalOptions.parse(GlobalWords(words.dropLast()).options)
    let completion = try Completion.of(
      words, CompletionValues(options: options ?? .standard))
    try Output(quiet: true).write(completion.text)
  }
}
