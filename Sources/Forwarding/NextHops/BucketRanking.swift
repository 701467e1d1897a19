import Packets

/// How highly a member ranks in a bucket: the bucket goes to the member that ranks highest (rendezvous hashing).
///
/// A ranking depends on the bucket and on one member alone. So if a member goes, only its own buckets move, and
/// if it returns it takes back just these, whatever happened in between and however the group came to be.
///
/// Instead of independent random numbers, each member's ranks over the buckets are a randomly scrambled radical
/// inverse (Owen scrambling by the hash of Laine and Karras): every run of 2^k buckets holds each rank, cut to k bits, once. Two
/// members then get exactly half of the buckets each, and also about half of every short run of buckets.
enum BucketRanking {
    /// Buckets of a group.
    static var bucketCount: Int { 256 }

    /// The rank of a member with that identity and weight; a member of weight w takes part as w members.
    static func rank(of identity: UInt64, weight: UInt8, in bucket: UInt32) -> UInt64 {
        var best: UInt64 = 0
        for share in 0..<UInt64(weight) {
            var hash = FlowHash(seed: identity)
            hash.combine(share)
            let seed = hash.value
            let rank = UInt64(scrambled(bucket, UInt32(truncatingIfNeeded: seed))) << 32 | seed >> 32
            best = Swift.max(best, rank)
        }
        return best
    }

    /// Bits of `bucket` in reverse order, each flipped or not by a hash of the seed and the bits above it.
    private static func scrambled(_ bucket: UInt32, _ seed: UInt32) -> UInt32 {
        var bits = bucket
        bits ^= bits &* 0x3D20_ADEA
        bits &+= seed
        bits &*= seed >> 16 | 1
        bits ^= bits &* 0x0552_6C56
        bits ^= bits &* 0x53A2_2864
        var result: UInt32 = 0
        for _ in 0..<32 {
            result = result << 1 | bits & 1
            bits >>= 1
        }
        return result
    }
}
