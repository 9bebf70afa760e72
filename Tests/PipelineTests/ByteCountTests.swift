import Pipeline
import Testing

@Suite struct ByteCountTests {
    @Test(arguments: [
        ("1024", 1024), ("500MB", 500_000_000), ("2GiB", 2_147_483_648), ("1.5kB", 1500), ("3 kib", 3072), ("0", 0),
        ("7b", 7), ("1TB", 1_000_000_000_000),
    ])
    func sizesAreRead(text: String, bytes: Int) {
        #expect(ByteCount(text)?.bytes == bytes)
    }

    @Test(arguments: ["", "MB", "-1", "5 GBs", "1e3", "1..5MB", "99999999TB", "5M"])
    func anythingElseIsNone(text: String) {
        #expect(ByteCount(text) == nil)
    }

    @Test(arguments: [
        (999, "999 bytes"), (1500, "1.5 kB"), (999_950, "1.0 MB"), (2_147_483_648, "2.1 GB"),
        (5_000_000_000_000_000, "5000.0 TB"),
    ])
    func theyAreSaidByThousands(bytes: Int, text: String) {
        #expect(ByteCount(bytes).description == text)
    }
}
