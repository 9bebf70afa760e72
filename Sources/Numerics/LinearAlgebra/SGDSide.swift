/// What stochastic gradient descent learns for one side, users or items.
///
/// Factors are padded with zeros to whole vectors of 16 and lie on cache lines of their own; what a row needs besides is one
/// record of four numbers. That is all the state of a training there is.
package struct SGDSide: Sendable, Equatable {
    /// A row's numbers besides its factors.
    package typealias Record = SIMD4<Float>

    package let rowCount: Int
    /// Factors of a row, without the padding.
    package let factorCount: Int
    /// Row after row, `linesPerRow` vectors each.
    var lines: CacheLines
    /// For each row its bias, AdaGrad's sum for the factors, AdaGrad's sum for the bias, and ‖factors‖².
    package internal(set) var records: [Record]
    package let factorRegularization: Float
    package let biasRegularization: Float

    /// A side with zero biases; AdaGrad's sums start at `accumulatorStart`, above zero.
    package init(
        factors: Matrix, accumulatorStart: Float = 1, factorRegularization: Float, biasRegularization: Float
    ) {
        precondition(accumulatorStart > 0, "an accumulator must start above zero")
        precondition(factors.columns > 0, "a row has at least one factor")
        rowCount = factors.rows
        factorCount = factors.columns
        lines = Self.lines(of: factors)
        records = Array(repeating: Record(0, accumulatorStart, accumulatorStart, 0), count: factors.rows)
        self.factorRegularization = factorRegularization
        self.biasRegularization = biasRegularization
    }

    /// Vectors of 16 a row takes.
    package var linesPerRow: Int { Self.linesPerRow(factorCount) }

    /// rows × factors, copied without the padding.
    package var factors: Matrix {
        var matrix = Matrix(rows: rowCount, columns: factorCount)
        let stride = linesPerRow * 16
        lines.withUnsafeBufferPointer { padded in
            matrix.withUnsafeMutableBufferPointer { elements in
                for row in 0..<rowCount {
                    let source = padded[row * stride..<row * stride + factorCount]
                    _ = UnsafeMutableBufferPointer(rebasing: elements[row * factorCount..<(row + 1) * factorCount])
                        .update(fromContentsOf: source)
                }
            }
        }
        return matrix
    }

    /// ‖row‖² in double precision.
    package func squaredNorm(ofRow row: Int) -> Double {
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
        return lines.withUnsafeBufferPointer { lines in
            let bytes = UnsafeRawBufferPointer(lines)
            var sums = SIMD16<Double>.zero
            for line in row * linesPerRow..<(row + 1) * linesPerRow {
                let place = line * MemoryLayout<SIMD16<Float>>.size
                let numbers = SIMD16<Double>(bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<Float>.self))
                sums += numbers * numbers
            }
            return sums.sum()
        }
    }

    /// One bias per row.
    package var biases: [Float] { records.map(\.x) }
    /// AdaGrad's sums of the factors.
    package var factorAccumulators: [Float] { records.map(\.y) }
    /// AdaGrad's sums of the biases.
    package var biasAccumulators: [Float] { records.map(\.z) }
    /// ‖factors‖² as the sweeps carry it along.
    package var squares: [Float] { records.map(\.w) }

    /// Puts other numbers in the place of all there are: what a training resumes from, or starts warm with.
    /// `SGDModel.refreshSquares` computes the squares afresh where the records don't bring them.
    package mutating func replace(factors: Matrix, records: [Record]) {
        precondition(factors.rows == rowCount && factors.columns == factorCount, "factors of another shape")
        precondition(records.count == rowCount, "one record per row")
        lines = Self.lines(of: factors)
        self.records = records
    }

    private static func linesPerRow(_ factors: Int) -> Int { (factors + 15) / 16 }

    private static func lines(of factors: Matrix) -> CacheLines {
        let stride = linesPerRow(factors.columns) * 16
        var lines = CacheLines(count: factors.rows * linesPerRow(factors.columns))
        lines.withUnsafeMutableBufferPointer { padded in
            factors.withUnsafeBufferPointer { elements in
                for row in 0..<factors.rows {
                    let source = elements[row * factors.columns..<(row + 1) * factors.columns]
                    _ = UnsafeMutableBufferPointer(rebasing: padded[row * stride..<row * stride + factors.columns])
                        .update(fromContentsOf: source)
                }
            }
        }
        return lines
    }
}
