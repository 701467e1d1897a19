import BGPWire
import NetworkTypes
import RIB
import Router
public import Topology

extension Speaker {
    /// Announces routes of the speaker's own.
    ///
    /// Peers hear of them in bounded pieces, as of any others.
    public func announce(_ routes: [PlannedRoute]) {
        for route in routes {
            let attributes = LocalRoute(
                tag: 0,
                nextHop: route.nextHop,
                med: route.med,
                localPreference: route.localPreference,
                communities: route.communities.map(Community.init(rawValue:)),
                asPath: route.asPath
            )
            router.originate(route.prefix, attributes, domain: 0)
        }
        step(at: clock.now)
    }
}
