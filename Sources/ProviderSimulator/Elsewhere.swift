import HTTPTypes
import Hummingbird

/// Another host, to which fates send clients: this machine under its other name.
///
/// Whoever follows must not bring the key; the request log says what came: `account` is null where
/// no key did, and `received` names the headers.
struct ElsewhereRoutes: Sendable {
  let providers: SimulatedProviders

  func add(to router: Router<some RequestContext>) {
    router.answer(.get, "/elsewhere/status/**", in: .openAIVideos) { call throws(Refusal) in
      // A claim that a client believes who follows a status question to anywhere.
      let id = call.restOfPath
      return Answer.json([
        "id": .string(id), "name": .string(id), "object": "video", "status": "completed",
        "progress": 100, "done": true,
      ]).about(job: id)
    }
    router.answer(.get, "/elsewhere/content/**", in: .openAIVideos) { call throws(Refusal) in
      let id = call.restOfPath
      return Answer.media(
        SampleMedia.video(seed: id), contentType: "video/mp4", conditions: call.mediaConditions
      ).about(job: id)
    }
  }
}

enum Elsewhere: String, Sendable {
  case status
  case content

  static let pathPrefix = "/elsewhere/"

  static func address(of what: Elsewhere, job: SimulatedJob, origin: String) -> String {
    "\(otherOrigin(origin))\(pathPrefix)\(what.rawValue)/\(job.id)"
  }

  /// The same port under the other of the two names that a loopback host has.
  static func otherOrigin(_ origin: String) -> String {
    origin.contains("//localhost")
      ? origin.replacing("//localhost", with: "//127.0.0.1")
      : origin.replacing("//127.0.0.1", with: "//localhost")
  }
}
