extension BadFile {
    private static let step = "- { at: 30s, fail: msee/ams/1 }"

    /// A site failover test in the place of the second step, and the complaint about it.
    private static func test(_ text: String, _ message: String, then second: String = "") -> BadFile {
        .meaning(step, "- { at: 30s, failoverTest: \(text) }" + (second.isEmpty ? "" : "\n    \(second)"), message)
    }

    static let failoverTests: [BadFile] = [
        test("peeringLocation/ams", "'failoverTest' needs a gateway"),
        test("peeringLocation/ams, gateway: ergo", "there is no gateway called 'ergo'"),
        test("msee/ams/1, gateway: ergw", "'failoverTest' cannot be applied to msee/ams/1"),
        test("[peeringLocation/ams, peeringLocation/fra], gateway: ergw", "would leave gateway 'ergw' no site"),
        test("peeringLocation/ams, gateway: gw2", "is linked to circuits of 1 site, but"),
        test("peeringLocation/fra, gateway: gw2", "gateway 'gw2' has no circuit in 'fra'"),
        test("peeringLocation/ams, gateway: ergw", "is a Metro circuit, for which there is no site failover test")
            .also("peeringLocation: ams\n", "peeringLocation: [ams, fra]\n").alone(false),
        test(
            "peeringLocation/ams, gateway: ergw",
            "step 2 is a site failover test of this gateway",
            then: "- { at: 40s, failoverTest: peeringLocation/fra, gateway: ergw }"
        ),
        test(
            "peeringLocation/ams, gateway: ergw, for: 20s",
            "circuit 'er-fra' is in maintenance then, by step 2",
            then: "- { at: 20s, drain: msee/fra/1, for: 15s }"
        ),
        .meaning(step, "- { at: 30s, fail: msee/ams/1, gateway: ergw }", "'gateway' does not go with 'fail'"),
        .meaning(
            "sku: Standard }",
            "sku: Standard, validations: [{ peeringLocation: fra, daysAgo: 3 }] }",
            "no circuit in 'fra'"
        ),
        .meaning(
            "sku: Standard }",
            "sku: Standard, validations: [{ peeringLocation: fry, daysAgo: 3 }] }",
            "no peering location called 'fry'"
        ),
        .structure(
            "sku: Standard }",
            "sku: Standard, validations: [{ peeringLocation: ams }] }",
            "the key 'daysAgo' is missing"
        ),
    ]
}
