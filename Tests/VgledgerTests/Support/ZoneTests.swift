import Testing

/// Tests that read a zone's clocks: the zone belongs to the process, so they run one after another.
@Suite("The zone of the process", .serialized)
enum ZoneTests {}
