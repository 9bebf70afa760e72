/// A dense matrix of single-precision numbers, row-major: element (i, j) lies at `i · columns + j`.
///
/// A value type: copies share storage until one of them is written to. One row holds one user's or one item's factors.
public struct Matrix: Sendable, Equatable {
    /// Number of rows.
    public let rows: Int
    /// Number of columns.
    public let columns: Int
    @usableFromInline var storage: [Float]

    /// A matrix with every element set to one value.
    public init(rows: Int, columns: Int, repeating value: Float = 0) {
        precondition(rows >= 0 && columns >= 0, "a matrix cannot have \(rows) rows and \(columns) columns")
        self.rows = rows
        self.columns = columns
        storage = Array(repeating: value, count: rows * columns)
    }

    /// A matrix over existing elements, row after row; there must be `rows · columns` of them.
    public init(rows: Int, columns: Int, elements: [Float]) {
        precondition(rows >= 0 && columns >= 0, "a matrix cannot have \(rows) rows and \(columns) columns")
        precondition(
            elements.count == rows * columns,
            "a \(rows) × \(columns) matrix needs \(rows * columns) elements, got \(elements.count)")
        self.rows = rows
        self.columns = columns
        storage = elements
    }

    /// All elements, row after row.
    @inlinable public var elements: [Float] { storage }

    /// The element in a row and column.
    @inlinable public subscript(row: Int, column: Int) -> Float {
        get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index outside the matrix")
            return storage[row * columns + column]
        }
        set {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index outside the matrix")
            storage[row * columns + column] = newValue
        }
    }

    /// One row, without a copy.
    @inlinable public func row(_ row: Int) -> ArraySlice<Float> {
        precondition(row >= 0 && row < rows, "row \(row) outside a matrix of \(rows) rows")
        return storage[row * columns..<(row + 1) * columns]
    }

    /// Rows `range`, copied into a matrix of their own.
    public func rows(_ range: Range<Int>) -> Matrix {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) outside a matrix of \(rows) rows")
        return Matrix(
            rows: range.count, columns: columns,
            elements: Array(storage[range.lowerBound * columns..<range.upperBound * columns]))
    }

    /// The transpose, copied.
    public func transposed() -> Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns {
                result.storage[column * rows + row] = storage[row * columns + column]
            }
        }
        return result
    }

    /// Whether every element is a finite number; false as soon as training has diverged.
    public var isFinite: Bool {
        storage.withUnsafeBufferPointer { elements in elements.allSatisfy(\.isFinite) }
    }

    /// Hands the elements of one row to `body`.
    @inlinable public func withRow<Result, Failure: Error>(
        _ row: Int, _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(row >= 0 && row < rows, "row \(row) outside a matrix of \(rows) rows")
        let (start, end) = (row * columns, (row + 1) * columns)
        return try storage.withUnsafeBufferPointer { elements throws(Failure) in
            try body(UnsafeBufferPointer(rebasing: elements[start..<end]))
        }
    }

    /// Hands all elements, row after row, to `body`.
    @inlinable public func withUnsafeBufferPointer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeBufferPointer(body)
    }

    /// Hands all elements, row after row, to `body` for writing.
    @inlinable public mutating func withUnsafeMutableBufferPointer<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeMutableBufferPointer { elements throws(Failure) in try body(elements) }
    }

    /// Hands all elements to workers that each write rows of their own; see ``SharedBuffer``.
    @inlinable public mutating func withSharedBuffer<Result, Failure: Error>(
        _ body: (SharedBuffer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeMutableBufferPointer { elements throws(Failure) in try body(SharedBuffer(elements)) }
    }
}
