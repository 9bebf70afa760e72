import Observers
import Testing

@Suite struct RunUUIDTests {
    /// Python: uuid.uuid5(uuid.NAMESPACE_URL, "urn:mercer:run:" + id)
    @Test(arguments: [
        ("20260301t040012000z-1f3a", "6eee530c-7b4a-530b-a358-6e8d868f9e0d"),
        ("latest", "a8ab36ab-6ceb-5a2a-897f-fb92f7c4011e"),
    ])
    func isVersionFiveOfTheRun(run: String, uuid: String) {
        #expect(RunUUID.text(of: run) == uuid)
    }
}
