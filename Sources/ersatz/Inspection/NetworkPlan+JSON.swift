import BGPWire
import Network
import NetworkTypes
import Topology

extension NetworkPlan {
    /// The plan as one JSON object; times are seconds, rates bits and packets per second.
    func json() -> String {
        var json = JSONWriter(layout: .indented)
        json.object { json in
            json.member("name", name)
            json.member("description", description)
            json.list("nodes", nodes) { node, json in
                json.member("path", node.path)
                json.member("role", node.role)
                json.member("asn", node.asn?.rawValue)
                json.member("routerID", node.routerID?.description)
                json.member("zone", node.zone)
            }
            json.list("gateways", gateways) { $0.write(to: &$1) }
            json.list("interfaces", interfaces) { interface, json in
                json.member("node", interface.node)
                json.member("domain", interface.domain)
                json.member("on", interface.attachment)
                json.key("tags")
                json.array(inline: true) { json in for tag in interface.tags { json.integer(tag) } }
                json.member("addresses", interface.addresses)
                json.member("mac", interface.mac.description)
                json.member("mtu", interface.mtu)
            }
            json.list("wires", wires) { wire, json in
                json.member("path", wire.path)
                json.member("ends", wire.ends)
                json.member("latencySeconds", seconds: wire.latency)
                json.member("bitsPerSecond", wire.bandwidth)
            }
            json.list("sessions", sessions) { $0.write(to: &$1) }
            json.list("settings", settings) { entry, json in
                json.member("node", entry.node)
                json.member("link", entry.link)
                json.member("key", entry.setting.key)
                json.member("value", entry.setting.value)
                json.member("origin", entry.setting.origin.text)
                json.member("source", entry.setting.origin.source)
            }
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension NetworkPlan.Gateway {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("path", path)
        json.member("sku", sku)
        json.member("asn", asn.rawValue)
        json.member("circuits", connections)
        json.list("instances", instances) { instance, json in
            json.member("path", instance.path)
            json.member("zone", instance.zone)
            json.member("addresses", instance.addresses)
            json.member("bitsPerSecond", instance.bitsPerSecond)
            json.member("packetsPerSecond", instance.packetsPerSecond)
        }
    }
}

extension SessionPlan {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("path", path)
        json.key("ends")
        json.array { json in
            for (end, keepalive) in zip([a, b], keepalives) {
                json.object(inline: true) { json in
                    json.member("node", end.node)
                    json.member("asn", end.asn.rawValue)
                    json.member("address", end.address.description)
                    json.member("keepaliveSeconds", seconds: keepalive)
                }
            }
        }
        json.member("families", families.map(\.description))
        json.member("holdTimeSeconds", seconds: holdTime)
        json.key("bfd")
        if let bfd {
            json.object(inline: true) { json in
                json.member("intervalSeconds", seconds: bfd.interval)
                json.key("multipliers")
                json.array(inline: true) { json in for multiplier in bfd.multipliers { json.integer(multiplier) } }
                json.member("multihop", bfd.isMultihop)
            }
        } else {
            json.null()
        }
        json.member("md5", sharedKey.rawValue)
        json.member("obstacle", obstacle)
    }
}

extension JSONWriter {
    /// Writes an array of objects.
    mutating func list<Element>(
        _ name: String,
        _ elements: [Element],
        _ members: (Element, inout JSONWriter) -> Void
    ) {
        key(name)
        array { json in for element in elements { json.object(inline: true) { members(element, &$0) } } }
    }
}
