import CLinux
import Migration

extension OpenRoots {
  /// Why objects cannot be copied as the rule wants it; nil if they can.
  ///
  /// Told before anything is copied: else each object would fail by itself.
  borrowing func objection(to rule: CopyRule, _ order: MoveOrder) -> String? {
    guard source >= 0, destination >= 0 else { return bucketObjection(to: rule) }
    if rule.keepsOwner, ferry_may_set_owners() == 0 {
      return """
        PreserveOwner=yes: the daemon may not give files to other users; let it by a drop-in with \
        AmbientCapabilities= and CapabilityBoundingSet= of CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER, or \
        take PreserveOwner= out of the job, and start it to go on.
        """
    }
    if rule.keepsAttributes {
      let code = ferry_keeps_attributes(destination)
      if code < 0 {
        return """
          PreserveXattrs=yes: the file system of \(order.destination) keeps no attributes: \
          \(ObjectError.text(-code)); take it out of the job and start it to go on.
          """
      }
    }
    return nil
  }

  private func bucketObjection(to rule: CopyRule) -> String? {
    let words =
      rule.keepsOwner ? "PreserveOwner=yes" : rule.keepsAttributes ? "PreserveXattrs=yes" : nil
    return words.map {
      "\($0): object stores have no owners and attributes of files; take it out of the job, and "
        + "start it to go on."
    }
  }
}
