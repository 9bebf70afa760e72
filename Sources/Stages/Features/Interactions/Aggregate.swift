import Pipeline

/// How the rows of one user and item become one value.
public enum Aggregate: String, SettingChoice {
    /// The weights added up.
    case sum
    /// The greatest weight, or rating.
    case max
    /// The value of the latest row; of rows at the same time, the last of the input. Without times, the last row.
    case last
    /// The number of rows, whatever they weigh.
    case count
}
