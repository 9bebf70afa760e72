import ExportStage
import Foundation
import Pipeline
import TestSupport
import Testing

struct ModelBundleTests {
    private func bundle(_ shop: StatedShop, excludeSeen: Bool = true) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try shop.export(BundleExporter.read("{}"), to: directory.path, excludeSeen: excludeSeen)
        try StatedShop.writeManifest(in: directory.path)
        return directory
    }

    @Test("what was written is read back", arguments: StatedShop.Parts.allCases)
    func roundTrip(_ parts: StatedShop.Parts) throws {
        let shop = StatedShop.random(parts, users: 30, items: 40)
        let directory = try bundle(shop)
        let read = try ModelBundle(directory.path, catalog: StatedShop.catalog)
        let training = shop.dataset.training
        #expect(read.users == training.users && read.items == training.items)
        #expect(read.itemPopularity == training.itemPopularity)
        #expect(read.seen.offsets == training.byUser.offsets && read.seen.indices == training.byUser.indices)
        for tensor in shop.model.archive().tensors { #expect(read.model.archive()[tensor.name] == tensor) }
        #expect(read.golden.users.count == 25 && read.manifest.modelName == "stated")
    }

    @Test("ids with quotes, commas and line breaks are read back")
    func hostileIDs() throws {
        let directory = try bundle(.hostileIDs)
        let read = try ModelBundle(directory.path, catalog: StatedShop.catalog)
        #expect(read.users.strings == ["comma, quote \" and\nline", "Ünïcode"])
        #expect(read.items.strings == ["\\back\tslash", "back\rreturn", "plain"])
    }

    @Test("a known user gets the head of a full sort, as the bundle excludes", arguments: [true, false])
    func knownUser(excludeSeen: Bool) throws {
        let shop = StatedShop.random(.factorsAndBiases, users: 30, items: 1100)
        let directory = try bundle(shop, excludeSeen: excludeSeen)
        let read = try ModelBundle(directory.path, catalog: StatedShop.catalog)
        for user in [0, 17, 29] {
            let answer = try read.recommend(to: shop.dataset.training.users[user], count: 12)
            let expected = SlowRanking(of: user, in: shop, excludeSeen: excludeSeen).prefix(12)
            #expect(answer.isKnown && answer.items.map(\.id) == expected.map(\.item))
            #expect(answer.items.map(\.score) == expected.map(\.score))
        }
    }

    @Test("an unknown user gets the popular items and is told so")
    func unknownUser() throws {
        let directory = try bundle(.hostileIDs)
        let read = try ModelBundle(directory.path, catalog: StatedShop.catalog)
        let answer = try read.recommend(to: "nobody", count: 2)
        // Popularity 2, 0, 0: the tie goes to the lower row.
        #expect(!answer.isKnown && answer.items.map(\.id) == ["\\back\tslash", "back\rreturn"])
        #expect(answer.items.map(\.score) == [2, 0])
        #expect(try read.recommend(to: "nobody", count: 10).items.count == 3)
    }

    @Test("a link to a bundle is a bundle")
    func link() throws {
        let directory = try bundle(.hostileIDs)
        let place = try TemporaryDirectory()
        try FileManager.default.createSymbolicLink(atPath: place.file("current"), withDestinationPath: directory.path)
        #expect(try ModelBundle(place.file("current"), catalog: StatedShop.catalog).users.count == 2)
        #expect(try BundleContents(place.file("current")).tensors.map(\.name).contains("item_popularity"))
    }

    @Test("a bundle that can't be used says which file and what was found")
    func damage() throws {
        func error(_ damage: (TemporaryDirectory) throws -> Void) throws -> String {
            let directory = try bundle(.hostileIDs)
            try damage(directory)
            do {
                _ = try ModelBundle(directory.path, catalog: StatedShop.catalog)
                return "none"
            } catch {
                return error.description.replacing(directory.path, with: "DIR")
            }
        }
        func remove(_ name: String) throws -> String {
            try error { try FileManager.default.removeItem(atPath: $0.file(name)) }
        }
        #expect(try remove("manifest.json").hasPrefix("DIR/manifest.json: is missing; run `mercer verify DIR`"))
        #expect(try remove("model.safetensors").hasPrefix("DIR/model.safetensors: is missing"))
        #expect(try remove("items.csv").hasPrefix("DIR/items.csv: is missing"))
        #expect(
            try error { try StatedShop.writeManifest(in: $0.path, model: "sated") }.contains(
                "unknown model \"sated\"; did you mean"))
        #expect(
            try error { try $0.replace("\"schema\": 1", with: "\"schema\": 2", in: "manifest.json") }.contains(
                "schema 2, expected 1"))
        #expect(try error { try $0.write("{", to: "golden.json") }.contains("golden.json: is no JSON"))
        #expect(
            try error { try $0.write("row;id\n", to: "users.csv") }.contains(
                "users.csv: does not start with the header"))
        #expect(try error { try $0.write("row,id\n0,b\n2,c\n", to: "users.csv") }.contains("where row 1 belongs"))
        #expect(
            try error { try $0.write("row,id\n0,b\n1,b\n", to: "users.csv") }.contains("row 1 that does not sort after")
        )
        #expect(
            try error { try $0.write("row,id\n0,\"b\n1,b\n", to: "users.csv") }.contains(
                "has a quote that is not closed in line 2"))
        #expect(
            try error { try $0.write("row,id\n0,b\n", to: "users.csv") }.contains(
                "model.safetensors: the tensor \"seen_offsets\""))
        #expect(try error { try $0.write("", to: "model.safetensors") }.contains("model.safetensors: "))
        #expect(
            try error { directory in
                try FileManager.default.removeItem(atPath: directory.file("users.csv"))
                try FileManager.default.createDirectory(
                    atPath: directory.file("users.csv"), withIntermediateDirectories: false)
            }.contains("users.csv: is no regular file"))
    }
}
