import ArgumentParser
import Foundation
import Pipeline
import SampleShop

/// `mercer generate shop`: makes data to try Mercer on.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Makes data to try Mercer on.", subcommands: [Shop.self])

    struct Shop: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a sample shop: customers, items, events, promotions, and the dirt real logs have.",
            discussion: "The same options give the same bytes. Memory grows with users and items, not with events.")

        @Option(help: "Where to write; made when it doesn't exist.")
        var output: String
        @Option(help: "Customers.")
        var users = 2_000
        @Option(help: "Items in the catalogue.")
        var items = 800
        @Option(help: "Rows of the event log.")
        var events = 120_000
        @Option(help: "Seed of everything random.")
        var seed: UInt64 = 7

        func run() throws {
            let directory = URL(fileURLWithPath: output)
            do {
                let options = try SampleShop.Options(users: users, items: items, events: events, seed: seed)
                _ = try SampleShop(options: options).write(to: directory)
            } catch .outOfRange(let option, let found, let allowed) {
                throw ValidationError("\(SampleShopError.outOfRange(option: option, found: found, allowed: allowed))")
            } catch {
                StandardError.write("mercer: \(error)\n")
                throw CommandExit(code: .inputOutput)
            }
            try StandardOutput.write(
                "\(directory.path): \(Numbers.count(events)) events of \(Numbers.count(users)) users\n")
        }
    }
}
