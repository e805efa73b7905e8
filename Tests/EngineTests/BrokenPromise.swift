/// What a promise of the engine looks like when it is broken.
struct BrokenPromise: Error {
  var what: String
}
