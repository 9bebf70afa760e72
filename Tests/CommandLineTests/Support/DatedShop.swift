import Foundation
import Pipeline

/// Five customers and a few days, small enough to compute what popularity recommends by hand.
///
/// Until 2026-01-05, `x` has five buyers, `y` three, `z` two and `w` one. On the 5th, a buys z and c buys w; on the 7th, b buys z,
/// d buys w, and f, whom nobody knew, buys x.
struct DatedShop {
    let workdir: Workdir

    /// - Parameters:
    ///   - gate: what follows `select`.
    ///   - clean: the clean stage and a comma.
    ///   - more: rows besides.
    init(gate: String = "", clean: String = "", more: String = "") throws {
        workdir = try Workdir()
        try workdir.write(Self.events + more, to: "events.csv")
        try workdir.write(Self.config, to: "config.json")
        try workdir.write(
            Self.pipeline.replacing("GATE", with: gate).replacing("CLEAN", with: clean), to: "pipeline.json")
    }

    func backfill(_ from: String, _ to: String, _ arguments: [String] = []) throws -> Mercer.Ending {
        try Mercer.run(
            ["backfill", workdir.path("pipeline.json"), "--config", workdir.path("config.json"), "--output", "json"]
                + ["--workspace", workdir.path("work"), "--from", from, "--to", to] + arguments)
    }

    private static let events = """
        user,item,time
        a,x,2026-01-01T08:00:00Z
        b,x,2026-01-01T08:01:00Z
        c,x,2026-01-01T08:02:00Z
        d,x,2026-01-01T08:03:00Z
        e,x,2026-01-01T08:04:00Z
        a,y,2026-01-02T08:00:00Z
        c,y,2026-01-02T08:01:00Z
        d,y,2026-01-02T08:02:00Z
        e,z,2026-01-02T08:03:00Z
        c,z,2026-01-03T08:00:00Z
        e,w,2026-01-03T08:01:00Z
        a,z,2026-01-05T12:00:00Z
        c,w,2026-01-05T13:00:00Z
        b,z,2026-01-07T10:00:00Z
        d,w,2026-01-07T11:00:00Z
        f,x,2026-01-07T12:00:00Z

        """

    private static let config = """
        { "name": "dated", "datasets": { "events": { "source": "csv", "path": "events.csv", "columns": {
            "user": { "from": "user", "type": "string" }, "item": { "from": "item", "type": "string" },
            "time": { "from": "time", "type": "timestamp" } } } } }
        """

    private static let pipeline = """
        { "name": "popular", "stages": [
            { "stage": "load", "tables": { "events": { "dataset": "events" } } }, CLEAN
            { "stage": "features", "dataset": { "kind": "interactions", "table": "events" },
              "split": { "by": "leave_last_out", "count": 1 } },
            { "stage": "train", "candidates": [ { "id": "popular", "model": "popularity" } ] },
            { "stage": "evaluate", "metrics": ["hit_rate@1"], "select": "hit_rate@1" GATE },
            { "stage": "export", "refit": true, "formats": [ { "format": "bundle" } ] } ] }
        """
}
