import ArgumentParser
import Pipeline

extension ByteCount: @retroactive ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}
