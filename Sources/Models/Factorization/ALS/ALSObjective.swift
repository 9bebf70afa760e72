import Foundation
import LinearAlgebra
import Modelling

/// What alternating least squares minimises. Symbols: p the preference and w the weight of a pair, r a rating, x_u and y_i
/// the factors, n_u and n_i the observed pairs of a user and an item.
public enum ALSObjective: Sendable, Equatable {
    /// Σ over all pairs of c(p − x·y)² + λ(Σ‖x‖² + Σ‖y‖²), c = 1 + αw and p = 1 where observed, else c = 1 and p = 0.
    ///
    /// Hu, Koren, Volinsky: "Collaborative Filtering for Implicit Feedback Datasets", 2008, eq. 3.
    case confidence(alpha: Double)
    /// Σ observed w(1 − x·y)² + α₀ Σ all (x·y)² + λ(Σ_u (n_u + α₀·items)^ν ‖x_u‖² + Σ_i (n_i + α₀·users)^ν ‖y_i‖²).
    ///
    /// Rendle, Krichene, Zhang, Koren: "Revisiting the Performance of iALS on Item Recommendation Benchmarks", 2022.
    case ials(unobservedWeight: Double, regularizationExponent: Double)
    /// Σ observed (r − μ − b_u − b_i − x·y)² + λ(Σ_u n_u(‖x_u‖² + b_u²) + Σ_i n_i(‖y_i‖² + b_i²)), μ the training mean.
    ///
    /// Zhou, Wilkinson, Schreiber, Pan: "Large-scale Parallel Collaborative Filtering for the Netflix Prize", 2008, with
    /// biases.
    case explicit
}

extension ALSObjective {
    /// How a weight or rating enters the normal equations.
    func coefficients(mean: Float) -> ALSProblem.Coefficients {
        switch self {
        case .confidence(let alpha): .confidence(alpha: Float(alpha))
        case .ials: .ials
        case .explicit: .explicit(mean: mean)
        }
    }

    /// The weight of (x·y)² over all pairs; nil where unobserved pairs don't count.
    var gramScale: Float? {
        switch self {
        case .confidence: 1
        case .ials(let unobservedWeight, _): Float(unobservedWeight)
        case .explicit: nil
        }
    }

    /// λ of each row of one side, given its entries and the number of rows of the other side.
    func regularization(_ strength: Double, of entries: SparseRows) -> [Float] {
        (0..<entries.rowCount).map { row in
            let count = Double(entries.offsets[row + 1] - entries.offsets[row])
            switch self {
            case .confidence: return Float(strength)
            case .ials(let unobservedWeight, let exponent):
                let frequency = count + unobservedWeight * Double(entries.columnCount)
                return Float(strength * pow(frequency, exponent))
            case .explicit: return Float(strength * count)
            }
        }
    }

    /// What to change where a row's system has no unique solution.
    var singularityRemedy: String {
        self == .explicit ? "raise `regularization`" : "raise `regularization`, cap the weights with `weight.cap`"
    }

    /// The part of the objective that no factor changes: Σ observed c·p². Ratings have none, as theirs changes with the
    /// biases.
    func constant(of weights: [Float]) -> Double {
        let sum = weights.reduce(0.0) { $0 + Double($1) }
        switch self {
        case .confidence(let alpha): return Double(weights.count) + alpha * sum
        case .ials: return sum
        case .explicit: return 0
        }
    }
}
