import Server

extension Caller {
  /// Who it was, for the end of a log's line.
  var words: String {
    switch self {
    case .local(let peer): " by uid \(peer.userID) pid \(peer.processID)"
    case .known(let credential):
      " by \(credential.kind.rawValue) \(credential.name) from \(credential.address)"
    case .unknown(let address): " from \(address)"
    }
  }
}
