import Ledger
import Testing

@testable import Providers

struct JobIDTests {
  private static let native = Samples.openAI
  private static let wrapped =
    "video_bGl0ZWxsbTpjdXN0b21fbGxtX3Byb3ZpZGVyOm9wZW5haTttb2RlbF9pZDpzb3JhLTI7dmlkZW9faWQ6dmlkZW9fYWJj"

  @Test(
    "Recognises the forms that only one dialect has",
    arguments: [
      ("models/veo-3.1-generate-preview/operations/abc123", Dialect.geminiOperations),
      ("models/veo-3.1-generate-preview/operations/abcd1234-5678-90ef", .geminiOperations),
      (Samples.vertex, .vertexOperations),
      (
        "projects/p/locations/global/publishers/google/models/veo-2/operations/12345",
        .vertexOperations
      ),
      ("video_abc123def456789", .openAIVideos), (native, .openAIVideos), (wrapped, .openAIVideos),
    ])
  func recognizes(text: String, dialect: Dialect) throws {
    let id = try #require(JobID(recognizing: text))
    #expect(id.dialect == dialect)
    #expect(id.text == text)
  }

  @Test(
    "Takes off what stands around an id",
    arguments: [
      ("  video_abc \n", "video_abc"), ("/v1/videos/video_abc", "video_abc"),
      ("v1/videos/video_abc", "video_abc"), ("video_abc/content", "video_abc"),
      ("videos/video_abc", "video_abc"),
      ("https://api.openai.com/v1/videos/video_abc", "video_abc"),
      ("HTTPS://gateway.example:8443/openai/v1/videos/video_abc/", "video_abc"),
      ("http://127.0.0.1:9/v1/videos/video_abc/content?variant=thumbnail#x", "video_abc"),
      ("https://g.example/v1/videos/video_YWI%3D", "video_YWI="),
      ("/v1/videos/video_YWI%3d", "video_YWI="),
      ("/models/m/operations/a/", "models/m/operations/a"),
      ("models/m/operations/a/", "models/m/operations/a"),
      (
        "https://generativelanguage.googleapis.com/v1beta/models/m/operations/a?key=secret",
        "models/m/operations/a"
      ),
      ("https://us-central1-aiplatform.googleapis.com/v1/\(Samples.vertex)", Samples.vertex),
    ])
  func strips(text: String, id: String) {
    #expect(JobID(recognizing: text)?.text == id)
  }

  @Test(
    "Recognises nothing that could be several dialects' or nobody's",
    arguments: [
      "", " ", "abc123", "task_01k74fbyghfq9a7wm2e7zxsw5v", "operations/abc123", "k3x9q2m7w1tz",
      "video_", "video", "Video_abc", "models/m/operations", "models/m/operations/",
      "models//operations/a", "models/a/b/operations/c", "tunedModels/m/operations/a",
      "models/m/operations/a b", "models/m/operations/a.b",
      "projects/p/locations/l/publishers/google/models/m",
      "projects/p/locations/l/publishers/other/models/m/operations/1",
      "projects/<project>/locations/l/publishers/google/models/m/operations/1",
    ])
  func unrecognized(text: String) {
    #expect(JobID(recognizing: text) == nil)
  }

  @Test(
    "Takes any safe id for a dialect that is named",
    arguments: [
      "abc123", "sora-2:task_01k6x15vhrff09dkkqjrzwhm60", "video-abc", "veo_bW9kZWxz", "a~b@c+d=",
      "154", "operations/abc123", "gen/2026/11/abc", "a..b", ".a", "-", "...",
      String(repeating: "x", count: 512),
    ])
  func accepts(text: String) {
    #expect(JobID(text, dialect: .openAIVideos)?.text == text)
  }

  @Test(
    "Refuses ids that would leave their path, whatever the dialect",
    arguments: [
      "models/x/operations/../../y", "../escape", "a/../b", "a/./b", ".", "..", "a//b",
      "a\\b", "a\0b", "a\nb", "a\u{7f}", "a b", "a%2e%2e", "%2e%2e/x", "a?key=1", "a#b", "a;b",
      "a&b",
      "a'b", "a\"b", "a<b>", "a|b", "$(a)", "`a`", "é", "视频", "a\u{200b}", "a\u{202e}b",
      "https://h.example/v1/videos/%2e%2e%2fx", "https://h.example/v1/videos/a%00",
      "https://h.example/v1/videos/a%5cb", "https://h.example/v1/videos/%252e%252e",
      "https://h.example/v1/videos/a%", "https://h.example/v1/videos/a%zz",
      "https://h.example/v1/videos", "https://h.example/v1/videos/", "https://h.example",
      "https://h.example/", "/v1/videos", "https://", String(repeating: "x", count: 513),
      "video_" + String(repeating: "x", count: 507), String(repeating: " ", count: 5000) + "a\\",
    ], Dialect.allCases)
  func refuses(text: String, dialect: Dialect) {
    #expect(JobID(text, dialect: dialect) == nil)
    #expect(JobID(recognizing: text) == nil)
  }

  @Test(
    "UUIDs, letters and digits alone, and paths of neighbours name no provider",
    arguments: [
      "17f20503-6c24-4c16-946b-35dbbce2af2f", "rrr4z55ocneqzikepnug6xezpe", "ChAzN2Y4c2FtcGxl",
      "fal-ai/veo3/requests/764cabcf-b745-4b3e-ae38-1200304cf45b",
      "https://api.replicate.com/v1/predictions/rrr4z55ocneqzikepnug6xezpe",
    ])
  func neighbours(text: String) {
    #expect(JobID(recognizing: text) == nil)
  }

  @Test(
    "Takes the path of its collection off an id whose dialect is told",
    arguments: [
      (Dialect.runway, "https://api.dev.runwayml.com/v1/tasks/17f2", "17f2"),
      (.replicate, "https://api.replicate.com/v1/predictions/rrr4", "rrr4"),
      (.luma, "https://api.lumalabs.ai/dream-machine/v1/generations/17f2", "17f2"),
      (.geminiInteractions, "https://g.example/v1beta/interactions/ChAz", "ChAz"),
      (.fal, "https://queue.fal.run/fal-ai/veo3/requests/76/status", "fal-ai/veo3/requests/76"),
      (.runway, "17f2", "17f2"), (.runway, "elsewhere/17f2", nil), (.replicate, "a/b", nil),
    ] as [(Dialect, String, String?)])
  func named(dialect: Dialect, text: String, id: String?) {
    #expect(JobID(text, dialect: dialect)?.text == id)
  }

  @Test(
    "A location may be nothing but a location: it becomes part of a host",
    arguments: ["evil.example", "a@b", "us_central1", "US", "a:80", "..", ""])
  func locations(location: String) {
    let id = "projects/p/locations/\(location)/publishers/google/models/m/operations/1"
    #expect(JobID(recognizing: id) == nil)
    #expect(throws: NotAskable.self) {
      try Dialect.vertexOperations.statusRequest(for: id, baseURL: "https://{location}-a.example")
    }
  }

  @Test("Reads the model off Google's names, and the time off native ids")
  func declares() {
    var gemini = Declaration(
      account: "veo", nativeID: Samples.gemini, dialect: "gemini-operations")
    gemini.model = "veo-3.1-generate-preview"
    #expect(JobID(recognizing: Samples.gemini)?.declaration(account: "veo") == gemini)

    var sora = Declaration(account: "sora", nativeID: Self.native, dialect: "openai-videos")
    sora.submitted = StatedMoment(Moment(secondsSince1970: 0x6a7b_d341), width: 1000)
    sora.submittedFrom = .id
    #expect(JobID(recognizing: Self.native)?.declaration(account: "sora") == sora)
  }

  @Test(
    "Takes no time from an id that is not native, or whose time is chance",
    arguments: [
      "video_abc123def456789", "video_ffffffff9afd8191a3cb9d2f20dab5fc",
      "video_00000000b7c08190a1f2e3d4c5b6a798", "video_6A7BD341b7c08190a1f2e3d4c5b6a798",
    ])
  func noTime(text: String) {
    #expect(JobID(recognizing: text)?.created == nil)
  }

  @Test(
    "Reads a LiteLLM id with and without padding",
    arguments: [
      ("litellm:custom_llm_provider:openai;model_id:sora-2;video_id:video_abc", "sora-2"),
      ("litellm:custom_llm_provider:gemini;model_id:a:b;video_id:models/m/operations/o", "a:b"),
      ("litellm:custom_llm_provider:openai;model_id:;video_id:video_abc", nil),
    ] as [(String, String?)])
  func gateways(content: String, model: String?) throws {
    let padded = "video_" + InlineSample.base64(content)
    for text in [padded, String(padded.prefix { $0 != "=" })] {
      let id = try #require(JobID(recognizing: text))
      #expect(id.gateway == "LiteLLM")
      #expect(id.model == model)
      #expect(id.text == text)
    }
    #expect(JobID(recognizing: "video_" + InlineSample.base64("nothing"))?.gateway == nil)
  }
}
