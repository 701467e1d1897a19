/// An ordered list of terms that says which routes are taken and how they are changed on the way.
///
/// The first term that matches and does not ``PolicyTerm/Disposition/next`` ends the evaluation; a route that reaches
/// the end is accepted with the changes made so far.
public struct Policy: Hashable, Sendable {
    public var terms: [PolicyTerm]

    public init(_ terms: [PolicyTerm] = []) { self.terms = terms }

    public static let acceptAll = Policy()
    public static let rejectAll = Policy([PolicyTerm(disposition: .reject)])
}
