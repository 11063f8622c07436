import FoundationEssentials
import Ledger
import Testing

@testable import Providers

struct BodyCuttingTests {
  private static let video = Array("a film of two seconds".utf8)
  private static let base64 = Data(video).base64EncodedString()
  private static let mark = InlineMark(of: video).text

  private func videosCut(_ text: String) -> String {
    BodyCutting.cutInlineVideos(Array(text.utf8)).body.text
  }

  private func promptsCut(_ text: String, _ policy: PromptPolicy) -> String {
    BodyCutting.cutPrompts(Array(text.utf8), policy: policy).body.text
  }

  @Test("A mark says how many bytes there were and their SHA-256, and can be read back")
  func marks() {
    #expect(
      Self.mark == "[cut: video, 21 bytes, sha256 "
        + Array(Self.sha256(Self.video)).hexadecimal + "]")
    #expect(InlineMark(Self.mark) == InlineMark(of: Self.video))
    #expect(InlineMark("[cut: video, 21 bytes, sha256 00]") == nil)
    #expect(InlineMark("[cut: video, x bytes, sha256 \(String(repeating: "0", count: 64))]") == nil)
  }

  private static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    PromptRecord(bytes.text, policy: .hash)?.sha256 ?? []
  }

  @Test(
    "Cuts a video under every name that carries one, and leaves every other byte",
    arguments: [
      "bytesBase64Encoded", "encodedVideo", "videoBytes", "video_bytes", "bytes_base64_encoded",
      "encoded_video", "b64_json",
    ])
  func names(name: String) {
    let before = "{ \"done\" : true,\r\n\t\"x\":[{\"\(name)\" : \""
    let after = "\",\"mimeType\":\"video\\/mp4\",\"n\":1.50}] }\n"
    let cut = videosCut(before + Self.base64 + after)
    #expect(cut == before + Self.mark + after)
    #expect(videosCut(cut) == cut)
  }

  @Test(
    "Reads base 64 as providers write it",
    arguments: [
      ("QUI/QUJD", "AB?ABC"), ("QUI_QUJD", "AB?ABC"), (#"QUI\/QUJD"#, "AB?ABC"), ("QUI", "AB"),
      ("QUI=", "AB"), (#"QUI\u003d"#, "AB"), (#"QUJD\r\nQUJD\n"#, "ABCABC"),
      ("data:video/mp4;base64,QUJD", "ABC"),
    ])
  func alphabets(content: String, bytes: String) {
    let mark = InlineMark(of: Array(bytes.utf8)).text
    #expect(videosCut("{\"videoBytes\":\"\(content)\"}") == "{\"videoBytes\":\"\(mark)\"}")
  }

  @Test("Cuts every video of a list and of nested members")
  func lists() {
    #expect(
      videosCut(#"{"videoBytes":["QUJD","QUJD"],"bytes":"12","a":"QUJD"}"#)
        == videosCut(#"{"videoBytes":["QUJD",""#).dropLast()
        + "\"\(InlineMark(of: Array("ABC".utf8)).text)\"],\"bytes\":\"12\",\"a\":\"QUJD\"}")
  }

  @Test("Under other names only base 64 of 16 384 characters is media")
  func unnamed() {
    let bytes = [UInt8](repeating: 0, count: 12_288)
    let text = Data(bytes).base64EncodedString()
    #expect(videosCut("[\"\(text)\"]") == "[\"\(InlineMark(of: bytes).text)\"]")
    #expect(videosCut("[\"\(text.dropLast(4))\"]") == "[\"\(text.dropLast(4))\"]")
    let words = String(repeating: "a boat ", count: 4000)
    #expect(videosCut("[\"\(words)\"]") == "[\"\(words)\"]")
    let prompt = "{\"prompt\":\"\(String(repeating: "A", count: 32_000))\"}"
    #expect(videosCut(prompt) == prompt)
  }

  @Test(
    "Under `bytes` a number or a hash is none",
    arguments: ["1234", String(repeating: "a", count: 64)])
  func shortBytes(text: String) {
    let body = "{\"bytes\":\"\(text)\"}"
    #expect(videosCut(body) == body)
    let long = String(repeating: "QUJD", count: 17)
    #expect(videosCut("{\"bytes\":\"\(long)\"}") != "{\"bytes\":\"\(long)\"}")
  }

  @Test(
    "A body that is cut short loses the part of the video that it holds",
    arguments: ["QUJDQUJDQ", "QUJDQUJDQUI", #"QUJDQUJD\"#, #"QUJDQUJD\u00"#])
  func cutShort(content: String) {
    let cut = videosCut(#"{"response":{"videos":[{"bytesBase64Encoded":""# + content)
    #expect(cut.hasPrefix(#"{"response":{"videos":[{"bytesBase64Encoded":"[cut: video, "#))
    #expect(!cut.contains("QUJD"))
  }

  @Test(
    "Cuts prompts wherever their name says so, and nothing else",
    arguments: [
      (#"{"prompt":"a boat","model":"sora-2"}"#, #"{"prompt":"[cut: prompt]","model":"sora-2"}"#),
      (
        #"{"revised_prompt":"a boat","negativePrompt":"rain"}"#,
        #"{"revised_prompt":"[cut: prompt]","negativePrompt":"[cut: prompt]"}"#
      ),
      (
        #"{"prompts":[{"text":"a","n":1},"b"],"id":"c"}"#,
        #"{"prompts":[{"text":"[cut: prompt]","n":1},"[cut: prompt]"],"id":"c"}"#
      ),
      (#"{"pr\u006fmpt":"a"}"#, #"{"pr\u006fmpt":"[cut: prompt]"}"#),
      (#"{"prompt":"a \"quoted\\\" boat\"","x":"y"}"#, #"{"prompt":"[cut: prompt]","x":"y"}"#),
      (#"{"prompt":"a boat that is cut sho"#, #"{"prompt":"[cut: prompt]"#),
      (#"{"prompt":"cut in an escape \"#, #"{"prompt":"[cut: prompt]"#),
      (
        #"{"prompt":null,"prompt_tokens":12,"a":"b"}"#,
        #"{"prompt":null,"prompt_tokens":12,"a":"b"}"#
      ),
      (#"{"prompt":"","a":"prompt"}"#, #"{"prompt":"","a":"prompt"}"#),
      ("<html>prompt</html>", "<html>prompt</html>"),
    ])
  func prompts(body: String, cut: String) {
    #expect(promptsCut(body, .off) == cut)
    #expect(promptsCut(cut, .off) == cut)
    #expect(promptsCut(body, .full) == body)
  }

  @Test("Under hash the mark holds length and SHA-256 of the words, escapes resolved")
  func hashes() {
    let words = "a \"boat\" é😀"
    let record = PromptRecord(words, policy: .hash)
    let mark = PromptMark.text(of: record)
    let cut = promptsCut(#"{"prompt":"a \"boat\" \u00e9\ud83d\ude00"}"#, .hash)
    #expect(cut == "{\"prompt\":\"\(mark)\"}")
    #expect(mark.hasPrefix("[cut: prompt, 11 characters, sha256 ") == (record?.characters == 11))
    #expect(PromptMark.record(mark) == record)
    #expect(promptsCut(cut, .hash) == cut)
    #expect(promptsCut(cut, .off) == #"{"prompt":"[cut: prompt]"}"#)
  }

  @Test("A prompt that only begins like a mark is cut like any other")
  func falseMarks() {
    #expect(
      promptsCut(#"{"prompt":"[cut: prompt] no, a boat"}"#, .off) == #"{"prompt":"[cut: prompt]"}"#)
    #expect(!promptsCut(#"{"prompt":"[cut: prompt, 1 boat]"}"#, .hash).contains("boat"))
  }

  @Test(
    "Cuts a key wherever it stands, alone, first, last, and twice in a row",
    arguments: [
      ("sk-0123456789", "[cut: key]"), ("sk-0123456789 is wrong", "[cut: key] is wrong"),
      ("wrong: sk-0123456789", "wrong: [cut: key]"),
      ("sk-0123456789sk-0123456789", "[cut: key][cut: key]"),
      (#"{"k":"sk-0123456789"}"#, #"{"k":"[cut: key]"}"#),
      ("sk-0123456789-long-tail", "[cut: key]"), ("sk-012345678", "sk-012345678"),
    ])
  func keys(body: String, cut: String) {
    let keys = ["sk-0123456789", "sk-0123456789-long-tail", "short", ""]
    let result = BodyCutting.cut(keys: keys, in: Array(body.utf8))
    #expect(result.body.text == cut)
    #expect(result.isCut == (body != cut))
  }
}
