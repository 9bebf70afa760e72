/// A mutable buffer that several workers write at once, each at places of its own.
///
/// This is the project's one `@unchecked Sendable` type. The compiler cannot see that parallel chunks write disjoint
/// ranges, so whoever makes a `SharedBuffer` promises three things:
///
/// 1. no element is written by one worker while another reads or writes it: chunks of ``WorkerPool`` own the elements
///    their range maps to, and nothing else;
/// 2. the memory outlives the parallel loop, because the loop runs inside the closure that lent the buffer;
/// 3. nobody keeps the value after that closure.
public struct SharedBuffer<Element>: @unchecked Sendable {
    /// The memory itself, for kernels.
    public let pointer: UnsafeMutableBufferPointer<Element>

    /// Wraps memory that is lent for the length of a closure.
    @inlinable public init(_ pointer: UnsafeMutableBufferPointer<Element>) {
        self.pointer = pointer
    }

    /// Number of elements.
    @inlinable public var count: Int { pointer.count }

    /// One element; bounds are checked.
    @inlinable public subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < pointer.count, "index outside the shared buffer")
            return pointer[index]
        }
        nonmutating set {
            precondition(index >= 0 && index < pointer.count, "index outside the shared buffer")
            pointer[index] = newValue
        }
    }

    /// The part of the memory a chunk owns; bounds are checked.
    @inlinable public subscript(range: Range<Int>) -> UnsafeMutableBufferPointer<Element> {
        precondition(range.lowerBound >= 0 && range.upperBound <= pointer.count, "range outside the shared buffer")
        return UnsafeMutableBufferPointer(rebasing: pointer[range])
    }
}

extension Array {
    /// Hands the elements to workers that each write places of their own; see ``SharedBuffer``.
    @inlinable public mutating func withSharedBuffer<Result, Failure: Error>(
        _ body: (SharedBuffer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeMutableBufferPointer { elements throws(Failure) in try body(SharedBuffer(elements)) }
    }
}
