/// What a string or number in a record means; the raw value is its byte in the record.
///
/// A tag keeps its meaning for ever; new ones get new numbers (`docs/format.md`).
enum FieldTag: UInt8, Sendable {
  case account = 1
  case nativeID = 2
  case dialect = 3
  case origin = 4
  case providerStatus = 5
  case reason = 6
  case errorCode = 7
  case model = 8
  case size = 9
  case resolution = 10
  case videoMilliseconds = 11
  case audio = 12
  case samplesAsked = 13
  case created = 14
  case completed = 15
  case submitted = 16
  case asset = 17
  case otherID = 18
  case remixedFrom = 19
  case isCharged = 20
  case costAmount = 21
  case costCurrency = 22
  case retryAfterMilliseconds = 23
  case isDenial = 24
  case submittedFrom = 25
  // 26 is kept free.
  case date = 30
  case contentType = 31
  case retryAfter = 32
  case retryAfterMillisecondsHeader = 33
  case requestID = 34
  case openAIPollAfterMilliseconds = 35
  case deliveryID = 40
  case deliverySent = 41
  case deliveryType = 42
  case unreachableCause = 43
  case unreachableDetail = 44
  case project = 50
  case label = 51
  case removedLabel = 52
  case by = 53
  case promptSHA256 = 54
  case promptCharacters = 55
  case variant = 60
  case assetIndex = 61
  case path = 62
  case bytes = 63
  case sha256 = 64
  case uri = 65
  case expires = 66
  case why = 67
  /// Only in rows, as the next.
  case savedAt = 68
  case boundAt = 69
  case ledgerID = 70
  case publicKey = 71
  case tool = 72
  case isRebind = 73
  case priceProvider = 80
  case priceUnit = 81
  case validFrom = 82
  case validUntil = 83
  case isBatch = 84
  case priceSource = 85
  case redactedContent = 90
  case redactedRecords = 91
  case treeSize = 92
  case treeRoot = 93
  case place = 94
}
