import Control
import Network
import NetworkTypes
import VRRP

extension VirtualRouterRow {
    init(_ view: VirtualRouterView, at node: String) {
        self.init(
            node: node,
            group: view.path,
            state: view.state.rawValue,
            priority: Int(view.priority),
            configuredPriority: Int(view.configuration.priority),
            intervalSeconds: Double(view.configuration.intervalCentiseconds) / 100,
            preempts: view.configuration.preempts,
            addresses: view.configuration.addresses.map(\.description),
            mac: view.configuration.macAddress.description
        )
    }
}
