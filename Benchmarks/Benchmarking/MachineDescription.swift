import Foundation
import LinearAlgebra
import Pipeline

/// The machine a record was made on: figures of two machines can't be compared.
package struct MachineDescription: Sendable, Equatable {
    package let processor: String
    package let cores: Int
    package let memoryBytes: Int
    package let system: String
    /// OpenBLAS's kernels in use: `Haswell`, `SkylakeX`.
    package let blasCore: String
    package let blas: String

    package init(
        processor: String, cores: Int, memoryBytes: Int, system: String, blasCore: String, blas: String
    ) {
        self.processor = processor
        self.cores = cores
        self.memoryBytes = memoryBytes
        self.system = system
        self.blasCore = blasCore
        self.blas = blas
    }

    /// This machine.
    package static var current: MachineDescription {
        let process = ProcessInfo.processInfo
        let information = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        return MachineDescription(
            processor: information.flatMap(processorName) ?? "unknown", cores: process.activeProcessorCount,
            memoryBytes: Int(process.physicalMemory), system: process.operatingSystemVersionString,
            blasCore: BLASRuntime.coreName, blas: BLASRuntime.configuration)
    }

    /// The first `model name` of Linux's `/proc/cpuinfo`.
    package static func processorName(inInformation text: String) -> String? {
        for line in text.split(separator: "\n") where line.hasPrefix("model name") {
            return line.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
        }
        return nil
    }
}

extension MachineDescription {
    package var json: JSON {
        [
            "processor": .string(processor), "cores": .integer(cores), "memory_bytes": .integer(memoryBytes),
            "system": .string(system), "blas_core": .string(blasCore), "blas": .string(blas),
        ]
    }

    package init?(_ json: JSON) {
        guard let processor = json["processor"]?.stringValue, let cores = json["cores"]?.integerValue,
            let memoryBytes = json["memory_bytes"]?.integerValue, let system = json["system"]?.stringValue,
            let blasCore = json["blas_core"]?.stringValue, let blas = json["blas"]?.stringValue
        else { return nil }
        self.init(
            processor: processor, cores: cores, memoryBytes: memoryBytes, system: system, blasCore: blasCore,
            blas: blas)
    }
}
