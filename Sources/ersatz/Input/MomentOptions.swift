import ArgumentParser

/// Which moment of a replay in virtual time is meant.
struct MomentOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The moment to look at, such as 35s after time zero, the default.", valueName: "time"),
        transform: RunLength.parse
    )
    var at: Duration?

    @Option(parsing: .unconditional, help: "Seed of the replay.", transform: Seed.parse)
    var seed: UInt64 = 1
}
