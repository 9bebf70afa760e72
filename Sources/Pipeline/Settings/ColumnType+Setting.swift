import Tables

/// A column's type is written by its name.
extension ColumnType: SettingChoice {}
