import Crypto
import DurableFiles

/// The UUID of a run, which OpenLineage asks for: the same whenever it is made from the run's id.
///
/// Version 5 of RFC 9562: SHA-1 over the namespace for URLs and the name `urn:mercer:run:<id>`.
package enum RunUUID {
    /// RFC 9562, appendix A: `6ba7b811-9dad-11d1-80b4-00c04fd430c8`.
    private static let urlNamespace: [UInt8] = [
        0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
    ]

    package static func text(of run: String) -> String {
        var bytes = Array(Insecure.SHA1.hash(data: urlNamespace + Array("urn:mercer:run:\(run)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x50
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Array(bytes.hexadecimal)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
