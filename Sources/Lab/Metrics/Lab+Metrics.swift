public import Control
import Network
import Replay

extension Lab {
    /// What stands at a path of the lab's metrics server.
    public func page(at path: String) -> Page? {
        switch path {
        case "/metrics":
            let (series, latest) = replay.operate { network, _ in (network.meter.series, network.meter.latest) }
            return Page(contentType: PrometheusText.contentType, body: PrometheusText.text(series, latest: latest))
        case "/": return Page(contentType: "text/plain; charset=utf-8", body: "/metrics\n")
        default: return nil
        }
    }
}
