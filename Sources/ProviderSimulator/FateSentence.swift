extension Fate {
  /// What happens, in one sentence; the table of docs/simulator.md.
  var sentence: String {
    switch self {
    case .success: "Is queued for a fifth of its time, runs, and gives its videos."
    case .slowSuccess: "Takes three times as long, half of it queued."
    case .moderationBlocked:
      """
      Is stopped by moderation: `failed` with `moderation_blocked`, at Google filtered with a \
      support code.
      """
    case .filtered:
      """
      Is stopped by a filter that gives no code: `failed` with `content_policy_violation`, at \
      Google filtered.
      """
    case .partial:
      "Gives one sample fewer than asked at Google; a job at OpenAI has one video at most."
    case .emptyDone:
      "Is done with nothing: `completed` whose content is 404, `done` with an empty response."
    case .failed: "Fails: `video_generation_failed`, at Google error 13."
    case .canceled: "Ends as `canceled`, a relay's word; at Google with error 1."
    case .expired:
      """
      Loses its result 10 simulated minutes after its end: `expired`, the file 404, at Vertex \
      an error without `done`.
      """
    case .unknownEnd: "Ends in the word `finished_somehow`, for ever; at Google it is as `success`."
    case .lateContent: "Is done without output, and has its output 60 simulated seconds later."
    case .queuedForAnHour: "Stays queued for 60 simulated minutes, then goes on as `success`."
    case .stuckAt99: "Runs at 99 % for ever; at Google it is never done."
    case .progressBack: "Its progress rises to 70 %, falls to 30 %, and rises again."
    case .unknownWord:
      "Runs under the word `dreaming_deeply`, which at Google stands in the metadata."
    case .stringNumbers: "Writes numbers as strings and `seconds` as a number, as some relays do."
    case .clockAhead:
      "Its provider's clock is an hour ahead, in `date` and in the times of the job."
    case .clockBehind:
      "Its provider's clock is an hour behind, in `date` and in the times of the job."
    case .rateLimited: "Answers two polls with 429 and `retry-after`."
    case .rateLimitedBare: "Answers three polls with 429 that tells no wait."
    case .rateLimitedMilliseconds: "Answers three polls with 429 and `retry-after-ms` alone."
    case .pollAfterChanges:
      "Asks for another wait in `openai-poll-after-ms` each time: 5, 20, 1, 60 simulated seconds."
    case .serverErrors: "Answers three polls with 500."
    case .htmlError: "Answers two polls with 502 and a page of HTML."
    case .unauthorized: "Answers three polls with 401, as if the key were wrong."
    case .cutBody: "Answers one poll with half a body, whose length fits."
    case .slowFirstByte: "Answers each poll after 30 simulated seconds."
    case .resetBody: "Resets the connection in the middle of the body, at two polls."
    case .wrongLength:
      "Tells a length larger than the body and closes the connection, at two polls."
    case .closedEarly: "Closes the connection before any answer, at two polls."
    case .hugeBody: "Answers one poll with 64 MiB of good JSON."
    case .statusRedirect:
      """
      Sends two polls to another host, which claims that the job is done and logs what it \
      received.
      """
    case .notFound: "Is 404 for ever, though it was created."
    case .retired: "Is 404 for ever, for its model is no longer available."
    case .resetDownload: "Resets the first download in the middle; the rest can be had by a range."
    case .changedDownload:
      "Resets the first download in the middle, and has another file with another tag each time."
    case .noRanges: "Resets the first download in the middle, and knows no ranges and no tag."
    case .shortDownload: "Ends two downloads before the length that they told."
    case .emptyDownload: "Answers two downloads with 200 and no byte."
    case .jsonDownload: "Answers two downloads with 200 and an error in JSON."
    case .slowDownload: "Spreads a download over 60 simulated seconds."
    case .downloadElsewhere:
      "Sends downloads to another host, which gives the file and logs what it received."
    case .privateRedirect: "Sends downloads to private and link-local addresses, another each time."
    case .redirectLoop: "Sends downloads to where they were asked, for ever."
    case .expiringURL:
      """
      Gives another address of the file with each answer of the Gemini API, good for 30 \
      simulated seconds.
      """
    case .duplicateDelivery: "Its delivery comes three times, under the same webhook-id."
    case .earlyDelivery:
      "Its delivery comes 20 simulated seconds before its end, when a question still says running."
    case .lateDelivery: "Its delivery comes 10 simulated minutes after its end."
    case .reorderedDelivery:
      "Its delivery comes 60 simulated seconds after its end, behind those of later jobs."
    case .forgedDelivery: "Every forgery of its delivery comes first, then the honest one."
    case .noDelivery: "No delivery tells of its end."
    }
  }
}
