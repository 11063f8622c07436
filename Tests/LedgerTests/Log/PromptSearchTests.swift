import Testing

@testable import Ledger

struct PromptSearchTests {
  @Test(
    "A prompt is found as it is, and in JSON however that writes it",
    arguments: [
      (#"say "hi" \ 🚗 ü"#, #"say "hi" \ 🚗 ü"#, true),
      (#"say "hi""#, #"{"p":"say \"hi\""}"#, true),
      ("a/b", #"{"p":"a\/b"}"#, true),
      ("two\nlines\ttab", #"{"p":"two\nlines\ttab"}"#, true),
      ("🚗 ü", #"{"p":"\ud83d\ude97 \u00fc"}"#, true),
      ("🚗 ü", #"{"p":"\uD83D\uDE97 \u00FC"}"#, true),
      ("car", #"{"p":"ca"}"#, false),
      ("car", "", false),
      ("", "anything", false),
      ("car", #"{"prompt" : "something else"}"#, true),
      ("car", #"{"prompt": null}"#, false),
      ("car", #"{"prompt"}"#, false),
      ("car", #"broken \u12"#, false),
      ("aab", "aaab", true),
    ])
  func found(prompt: String, content: String, isFound: Bool) {
    let search = PromptSearch([Array(prompt.utf8)])
    #expect(search.isRepeated(in: Array(content.utf8)) == isFound)
  }
}
