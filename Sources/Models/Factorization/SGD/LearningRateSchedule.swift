import Foundation
import Pipeline

/// How the learning rate changes over the epochs. `t` counts epochs from 1, `η` is `learning_rate`.
public enum LearningRateSchedule: Sendable, Equatable {
    /// η in every epoch.
    case constant
    /// η / (1 + decay · (t − 1)).
    case inverse(decay: Double)
    /// η · (1 + cos(π (t − 1) / epochs)) / 2: from η down to nearly zero.
    case cosine
    /// η / √g for each row, g its mean squared gradients so far: rows seen often take smaller steps (Chin et al. 2015).
    case adagrad

    /// The rate of epoch `number` of `epochs` planned. A refit that does fewer repeats the same rates.
    package func rate(_ initial: Double, epoch number: Int, of epochs: Int) -> Double {
        let done = Double(number - 1)
        switch self {
        case .constant, .adagrad: return initial
        case .inverse(let decay): return initial / (1 + decay * done)
        case .cosine: return initial * (1 + cos(Double.pi * done / Double(epochs))) / 2
        }
    }
}

/// How `schedule` is spelled.
enum ScheduleChoice: String, SettingChoice {
    case constant, inverse, cosine, adagrad
}

extension LearningRateSchedule {
    init(from settings: SettingsReader) {
        let schedule = settings.value(
            "schedule", default: ScheduleChoice.adagrad,
            "`constant`; `inverse`: divided by 1 + decay · epochs done; `cosine`: falls to zero; `adagrad`: per row.")
        let decay = settings.value("decay", default: 0.1, .above(0), "How fast `inverse` falls.")
        settings.refuse(["decay"], unless: schedule == .inverse, "to the schedule `inverse`")
        switch schedule {
        case .constant: self = .constant
        case .inverse: self = .inverse(decay: decay)
        case .cosine: self = .cosine
        case .adagrad: self = .adagrad
        }
    }
}
