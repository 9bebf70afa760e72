/// A stored result that the run counted on is gone or unreadable; running again makes it anew. Exit code 74.
struct DamagedResult: Error, CustomStringConvertible {
    let slot: String

    var description: String {
        "the stored result of \(slot) went away while the run counted on it; run again to make it anew"
    }
}
