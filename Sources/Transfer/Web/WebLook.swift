import Migration

/// A look at what a URL of a list leads to before a run needs it.
public enum WebLook {
  /// What is wrong with it; nil if nothing is.
  ///
  /// - Returns: A stable word, such as `SourceGone`, and a sentence.
  public static func problem(
    withURL text: [UInt8], _ end: WebEnd
  ) -> (code: String, text: String)? {
    let url: WebURL
    do throws(WebURL.Problem) {
      url = try WebURL(listed: text)
    } catch {
      return ("InvalidInventory", "the first URL of the list \(error.text)")
    }
    do throws(ObjectError) {
      _ = try WebClient(end, WebHealth(), StopFlag()).look(url)
      return nil
    } catch {
      return (error.failureCode.rawValue, error.description)
    }
  }
}
