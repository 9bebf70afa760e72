/// Guesses where the first row begins in a chunk that starts anywhere in a file.
///
/// Whether a chunk starts inside a quoted field cannot be known without reading everything before it. But a quote
/// behind a delimiter and before text surely opens a field, and one behind text and before a delimiter closes one; the
/// first such quote tells the state at the chunk's start (Ge, Li, Eilebrecht et al., "Speculative Distributed CSV Data
/// Parsing for Big Data Analytics", 2019). A wrong guess costs time only: the reader compares it with where the chunk
/// before really ended.
struct BoundaryGuess {
    let delimiter: UInt8
    let quote: UInt8?
    /// How much is read at a time.
    let sampleBytes: Int

    /// The first row start in `chunk`, where the source's first byte does not belong to it; nil if none is in sight.
    func firstRow(in chunk: Range<Int>, of source: some ByteSource) throws(LoadError) -> Int? {
        // One byte earlier: if that is a line feed, a row begins with the chunk.
        var position = chunk.lowerBound - 1
        var isInside: Bool?
        var sample = [UInt8](repeating: 0, count: sampleBytes)
        while position < chunk.upperBound - 1 {
            let wanted = min(sampleBytes, chunk.upperBound - 1 - position)
            let count = try source.read(into: &sample, count: wanted, at: position)
            guard count > 0 else { return nil }
            var state = isInside ?? startsInside(sample[..<count])
            for offset in 0..<count {
                if sample[offset] == quote {
                    state.toggle()
                } else if sample[offset] == Byte.lineFeed, !state {
                    return position + offset + 1
                }
            }
            isInside = state
            position += count
        }
        return nil
    }

    /// Whether a sample's first byte lies inside quotes, as far as its quotes betray it.
    private func startsInside(_ sample: ArraySlice<UInt8>) -> Bool {
        guard let quote else { return false }
        // The first byte has no neighbour before it to be judged by; its toggle counts all the same.
        var isToggled = sample.first == quote
        var position = sample.startIndex + 1
        while position < sample.endIndex {
            guard sample[position] == quote else {
                position += 1
                continue
            }
            let run = sample[position...].prefix { $0 == quote }
            let before = sample[position - 1]
            position = run.endIndex
            // A run of even length is an empty field or escaped quotes: no evidence, and no change of state.
            guard run.count % 2 == 1, position < sample.endIndex else { continue }
            let followsSeparator = before == delimiter || before == Byte.lineFeed
            let after = sample[position]
            let precedesSeparator = after == delimiter || after == Byte.lineFeed || after == Byte.carriageReturn
            if followsSeparator, !precedesSeparator { return isToggled }
            if precedesSeparator, !followsSeparator { return !isToggled }
            isToggled.toggle()
        }
        return false
    }
}
