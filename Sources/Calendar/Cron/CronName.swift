/// The three-letter names of months and weekdays.
enum CronName: Equatable {
  /// 1 to 12.
  case month(Int)
  /// 0 to 6, from Sunday.
  case weekday(Int)

  static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
  static let weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  /// The name that three letters spell, packed one byte each into a number, in upper case.
  init?(packed letters: UInt32) {
    switch letters {
    case 0x4A_41_4E: self = .month(1)
    case 0x46_45_42: self = .month(2)
    case 0x4D_41_52: self = .month(3)
    case 0x41_50_52: self = .month(4)
    case 0x4D_41_59: self = .month(5)
    case 0x4A_55_4E: self = .month(6)
    case 0x4A_55_4C: self = .month(7)
    case 0x41_55_47: self = .month(8)
    case 0x53_45_50: self = .month(9)
    case 0x4F_43_54: self = .month(10)
    case 0x4E_4F_56: self = .month(11)
    case 0x44_45_43: self = .month(12)
    case 0x53_55_4E: self = .weekday(0)
    case 0x4D_4F_4E: self = .weekday(1)
    case 0x54_55_45: self = .weekday(2)
    case 0x57_45_44: self = .weekday(3)
    case 0x54_48_55: self = .weekday(4)
    case 0x46_52_49: self = .weekday(5)
    case 0x53_41_54: self = .weekday(6)
    default: return nil
    }
  }
}
