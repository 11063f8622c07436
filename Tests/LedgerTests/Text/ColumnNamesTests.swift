import Ledger
import Testing

@Suite("Column names")
struct ColumnNamesTests {
  @Test(
    "Case, spaces, dashes and underscores do not count",
    arguments: ["Job ID", "job-id", "JOB_ID", "jobid"])
  func folding(name: String) {
    #expect(ColumnNames(["x", name]).index(of: "job_id") == 1)
  }

  @Test("An earlier name wins over an earlier column")
  func order() {
    let columns = ColumnNames(["date", "day"])
    #expect(columns.index(of: "day", "date") == 1)
    #expect(columns.index(of: "month") == nil)
  }

  @Test("A cell is trimmed; an empty or missing one is nil, and the next name is tried")
  func cells() {
    let columns = ColumnNames(["a", "b", "c"])
    #expect(columns.cell("a", in: [" x ", "", "z"]) == "x")
    #expect(columns.cell("b", in: [" x ", " ", "z"]) == nil)
    #expect(columns.cell("b", "c", in: ["x", " ", "z"]) == "z")
    #expect(columns.cell("c", in: ["x"]) == nil)
  }
}
