/// Why a root cannot be used, as a sentence that says what to do.
struct RootError: Error {
  let text: String

  init(text: String) {
    self.text = text
  }

  init(_ what: String, _ code: Int32) {
    text = "\(what): \(ObjectError.text(code)); put that right and start the job to go on."
  }
}
