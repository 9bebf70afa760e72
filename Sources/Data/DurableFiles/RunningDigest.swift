import Crypto
import Synchronization

/// The SHA-256 of bytes as they come, fed by one thread at a time, whichever that is.
public final class RunningDigest: Sendable {
    private let hasher = Mutex(SHA256())

    public init() {}

    public func update(_ bytes: UnsafeRawBufferPointer) {
        hasher.withLock { $0.update(bufferPointer: bytes) }
    }

    /// The digest of all bytes so far, in hexadecimal.
    public func finish() -> String {
        hasher.withLock { $0.finalize() }.hexadecimal
    }
}
