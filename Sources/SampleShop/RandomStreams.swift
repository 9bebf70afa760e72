import LinearAlgebra

/// One independent random stream for each part of the shop, so that a change of one part leaves the others.
struct RandomStreams: Sendable {
    var catalogue: RandomSource
    var customers: RandomSource
    var promotions: RandomSource
    var bots: RandomSource
    var sessions: RandomSource
    var dirt: RandomSource

    init(seed: UInt64) {
        let root = RandomSource(seed: seed)
        catalogue = root.split(stream: 1)
        customers = root.split(stream: 2)
        promotions = root.split(stream: 3)
        bots = root.split(stream: 4)
        sessions = root.split(stream: 5)
        dirt = root.split(stream: 6)
    }
}
