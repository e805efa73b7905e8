import Wire

/// The verbs that show definitions as files.
extension Session {
  func catJob() throws(Failure) -> Answer {
    try definition(ControlRequest("GET", "jobs", name, "file"))
  }

  func catAddress() throws(Failure) -> Answer {
    try definition(ControlRequest("GET", "addresses", name, "file"))
  }

  private func definition(_ request: ControlRequest) throws(Failure) -> Answer {
    let (view, text) = try told(request, as: FileView.self)
    // As it is: it goes into a file, and what stands there cannot move a cursor.
    let lines = view.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return Answer(data: text, lines: lines.map(String.init))
  }
}
