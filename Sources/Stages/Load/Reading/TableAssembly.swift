import LinearAlgebra
import Tables

/// Puts the parts that chunks contributed together into whole columns.
struct TableAssembly {
    /// The parts of all chunks, in the order of the rows.
    struct Piece {
        let worker: Int
        let rowCount: Int
        var parts: [ColumnPart?]
    }

    let plan: ReadPlan
    let requests: [ColumnRequest]
    let pool: WorkerPool
    /// Whether a worker's tables may hold texts that no row of the table has: of rows that were rejected, or of chunks
    /// that were parsed again.
    let hasUnusedTexts: Bool

    /// Empties `pieces` column by column, so that a column's parts and the column itself are never held with the others.
    func table(
        from pieces: inout [Piece], decoders: [[any ColumnDecoder]]
    ) throws -> Table {
        var starts: [Int] = []
        var rowCount = 0
        for piece in pieces {
            starts.append(rowCount)
            rowCount += piece.rowCount
        }

        var columns: [(name: String, column: Column)] = []
        var index = 0
        for request in requests {
            if case .constant(let text) = request.origin {
                columns.append((request.name, try ConstantColumn(request, text: text).column(rowCount: rowCount)))
                continue
            }
            let parts = pieces.indices.map { piece in
                let part = Part(start: starts[piece], worker: pieces[piece].worker, cells: pieces[piece].parts[index]!)
                pieces[piece].parts[index] = nil
                return part
            }
            let encoders = decoders.map { ($0[index] as? StringDecoder)?.encoder }
            columns.append((request.name, try column(request.kind, parts, rowCount: rowCount, encoders: encoders)))
            index += 1
        }
        return Table(columns: columns)
    }

    /// One chunk's share of a column.
    private struct Part {
        let start: Int
        let worker: Int
        let cells: ColumnPart
    }

    private func column(
        _ kind: ColumnRequest.Kind, _ parts: [Part], rowCount: Int, encoders: [StringEncoder?]
    ) throws -> Column {
        switch kind {
        case .string: .string(try strings(parts, rowCount: rowCount, encoders: encoders.map { $0! }))
        case .int64: .int64(try values(parts, rowCount: rowCount))
        case .float64: .float64(try values(parts, rowCount: rowCount))
        case .bool: .bool(try values(parts, rowCount: rowCount))
        case .timestamp: .timestamp(try values(parts, rowCount: rowCount))
        }
    }

    private func values<Value: Sendable & Equatable & BitwiseCopyable>(
        _ parts: [Part], rowCount: Int
    ) throws -> ValueColumn<Value> {
        let values = try gather(parts, rowCount: rowCount) { (target: UnsafeMutablePointer<Value>, part) in
            let cells = part.cells.values(as: Value.self)
            if let source = cells.baseAddress { target.initialize(from: source, count: cells.count) }
        }
        guard parts.contains(where: { !$0.cells.missing.isEmpty }) else { return ValueColumn(values: values) }
        var words = [UInt64](repeating: .max, count: (rowCount + 63) / 64)
        for part in parts {
            for row in part.cells.missing {
                let position = part.start + Int(row)
                words[position >> 6] &= ~(1 << UInt64(position & 63))
            }
        }
        return ValueColumn(values: values, validity: Bitmap(count: rowCount, words: words))
    }

    private func strings(_ parts: [Part], rowCount: Int, encoders: [StringEncoder]) throws -> StringColumn {
        let used = hasUnusedTexts ? usedNumbers(parts, encoders) : nil
        let merge = try DictionaryMerge(encoders, used: used, pool: pool)
        let codes = try gather(parts, rowCount: rowCount) { (target: UnsafeMutablePointer<Int32>, part) in
            let cells = part.cells.values(as: Int32.self)
            merge.codes[part.worker].withUnsafeBufferPointer { codes in
                for row in 0..<cells.count { target[row] = cells[row] < 0 ? -1 : codes[Int(cells[row])] }
            }
        }
        return StringColumn(codes: codes, dictionary: merge.dictionary)
    }

    private func usedNumbers(_ parts: [Part], _ encoders: [StringEncoder]) -> [[Bool]] {
        var used = encoders.map { [Bool](repeating: false, count: $0.table.count) }
        for part in parts {
            used[part.worker].withUnsafeMutableBufferPointer { used in
                for number in part.cells.values(as: Int32.self) where number >= 0 { used[Int(number)] = true }
            }
        }
        return used
    }

    /// Lets each part write its stretch of a new array.
    private func gather<Value: BitwiseCopyable>(
        _ parts: [Part], rowCount: Int, write: @Sendable (UnsafeMutablePointer<Value>, Part) -> Void
    ) throws -> [Value] {
        var parts = parts
        return try [Value](unsafeUninitializedCapacity: rowCount) { buffer, initializedCount in
            let target = SharedBuffer(buffer)
            try parts.withSharedBuffer { parts in
                try pool.forEachChunk(count: parts.count, chunkSize: 1) { range, _ in
                    let part = parts[range.lowerBound]
                    guard part.cells.count > 0 else { return }
                    write(target[part.start..<part.start + part.cells.count].baseAddress!, part)
                }
            }
            initializedCount = rowCount
        }
    }
}
