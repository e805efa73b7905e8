/// The states of jobs and addresses in words and colours for people.
public enum StatusText {
  /// A job's state as the console says it: `IMPORT_JOB_DOING` is `migrating`.
  ///
  /// A word that is not known stays as it is.
  public static func job(_ status: String) -> String {
    switch status {
    case "IMPORT_JOB_BEGIN": "created"
    case "IMPORT_JOB_LAUNCHING": "starting"
    case "IMPORT_JOB_PREPARING": "preparing"
    case "IMPORT_JOB_DOING": "migrating"
    case "IMPORT_JOB_SUSPEND": "paused"
    case "IMPORT_JOB_CLOSING": "closing"
    case "IMPORT_JOB_FINISHED": "finished"
    case "IMPORT_JOB_INTERRUPTED": "interrupted"
    case "IMPORT_JOB_CONFIRMED": "confirmed"
    case "IMPORT_JOB_DELETING": "deleting"
    default: status
    }
  }

  /// The colour of a job's or an address's state, nil for none.
  public static func colour(_ status: String) -> Colour? {
    switch status {
    case "IMPORT_JOB_FINISHED", "IMPORT_JOB_CONFIRMED", "available", "running": .green
    case "IMPORT_JOB_LAUNCHING", "IMPORT_JOB_PREPARING", "IMPORT_JOB_DOING",
      "IMPORT_JOB_SUSPEND", "IMPORT_JOB_CLOSING", "IMPORT_JOB_DELETING", "stopping":
      .yellow
    case "IMPORT_JOB_INTERRUPTED", "unavailable": .red
    default: nil
    }
  }
}
