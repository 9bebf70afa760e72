import Observers
import Pipeline
import TestSupport
import Testing

@Suite struct MLflowSettingsTests {
    private func problems(_ settings: String) -> [String] {
        do {
            _ = try MLflowTracking.read(settings)
            return []
        } catch {
            return (error as? ConfigurationError)?.problems.map(\.message) ?? ["\(error)"]
        }
    }

    @Test func whatIsKeptReadsBackAsTheSame() throws {
        let stated = #"""
            {"uri":"https://mlflow.example:5000/","experiment":"e","registered_model":"m","timeout_seconds":2.5,
             "token":{"secret_env":"MLFLOW_TOKEN"}}
            """#
        let kept = try MLflowTracking.read(stated).kept
        #expect(kept["uri"]?.stringValue == "https://mlflow.example:5000")
        #expect(kept["token"] == ["secret_env": "MLFLOW_TOKEN"])
        let members = kept.members?.filter { $0.name != "kind" } ?? []
        #expect(try MLflowTracking.read(JSON.object(members).text()).kept == kept)
    }

    @Test(arguments: [
        "mlflow.example", "ftp://mlflow.example", "http://", "http://host/?token=1", "http://host/#a",
    ])
    func refusesWhatIsNoAddress(uri: String) {
        #expect(problems(#"{"uri":"\#(uri)"}"#).count == 1)
    }

    @Test func neverRepeatsAPasswordInAnAddress() {
        let found = problems(#"{"uri":"http://me:hunter2@host"}"#)
        #expect(found == ["an address must not hold a name or password"])
    }

    @Test func refusesNamesMLflowRefuses() {
        #expect(problems(#"{"uri":"http://h","registered_model":"a/b"}"#).count == 1)
        #expect(problems(#"{"uri":"http://h","timeout_seconds":0}"#).count == 1)
    }
}
