import json

from lab import ASN, IPV4, IPV6, PEER_ASN, PEER_IPV4, PEER_ROUTES

from .daemon import Daemon


class GoBGP(Daemon):
    name, package, program = "GoBGP", "gobgpd", "gobgpd"
    # A soft reset looks at what it has kept, and asks nobody.
    has_refresh = False

    def start(self, password=None, ttl_security=False, bfd=False, passive=False):
        sessions = ""
        for peer, family in ((IPV4, "ipv4-unicast"), (IPV6, "ipv6-unicast")):
            sessions += f"""
[[neighbors]]
  [neighbors.config]
    neighbor-address = "{peer}"
    peer-as = {ASN}
    {f'auth-password = "{password}"' if password else ""}
  [neighbors.timers.config]
    hold-time = 9
    keepalive-interval = 3
    connect-retry = 1
    idle-hold-time-after-reset = 1
  [neighbors.transport.config]
    passive-mode = {"true" if passive else "false"}
  [neighbors.ttl-security.config]
    enabled = {"true" if ttl_security else "false"}
    ttl-min = 255
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "{family}"
"""
        config = f"""
[global.config]
  as = {PEER_ASN}
  router-id = "{PEER_IPV4}"
{sessions}"""
        path = self.lab.write("gobgpd.toml", config)
        command = ["gobgpd", "-f", path, "--api-hosts", "127.0.0.1:50051", "--pprof-disable", "-p"]
        self.processes = [self.lab.start("gobgpd", command, "peer")]
        for prefix, family in zip(PEER_ROUTES, ("ipv4", "ipv6")):
            self.lab.until(f"gobgpd announces {prefix}", lambda: self.add(family, prefix))

    def add(self, family, prefix):
        self.control("global", "rib", "add", "-a", family, prefix)
        return prefix in self.control("global", "rib", "-a", family)

    def control(self, *words):
        return self.run(["gobgp", *words])

    def path(self, prefix):
        family = "ipv6" if ":" in prefix else "ipv4"
        try:
            routes = json.loads(self.control("-j", "global", "rib", "-a", family, prefix))
        except ValueError:
            return None
        for paths in routes.values() if isinstance(routes, dict) else [routes]:
            for path in paths:
                for attribute in path.get("attrs", []):
                    if attribute.get("type") == 2:
                        return " ".join(str(asn) for part in attribute["as_paths"] for asn in part["asns"])
        return None

    def reset(self):
        for peer in (IPV4, IPV6):
            self.control("neighbor", peer, "reset")
