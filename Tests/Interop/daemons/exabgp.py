import json
import os

from lab import ASN, IPV4, IPV6, PEER_ASN, PEER_IPV4, PEER_IPV6, PEER_ROUTES

from .daemon import Daemon


class ExaBGP(Daemon):
    name, package, program = "ExaBGP", "exabgp", "exabgp"

    def start(self, password=None, ttl_security=False, bfd=False, passive=False):
        received = self.lab.path("received.jsonl")
        self.pipe = self.lab.path("commands")
        if not os.path.exists(self.pipe):
            os.mkfifo(self.pipe)
        os.chmod(self.pipe, 0o666)
        self.lab.write("received.jsonl", "")
        os.chmod(received, 0o666)
        # One process writes down what arrives and passes on what is to be sent.
        script = self.lab.write("helper.sh", f"#!/bin/sh\nexec 4<&0\ncat <&4 >>{received} &\n"
                                "exec 3<>" + self.pipe + "\nexec cat <&3\n")
        os.chmod(script, 0o755)
        sessions = ""
        for own, peer, family, prefix in (
            (PEER_IPV4, IPV4, "ipv4", PEER_ROUTES[0]), (PEER_IPV6, IPV6, "ipv6", PEER_ROUTES[1])
        ):
            sessions += f"""
neighbor {peer} {{
    router-id {PEER_IPV4};
    local-address {own};
    local-as {PEER_ASN};
    peer-as {ASN};
    hold-time 9;
    {f"md5-password '{password}';" if password else ""}
    {"incoming-ttl 255; outgoing-ttl 255;" if ttl_security else ""}
    {"passive;" if passive else ""}
    capability {{ asn4 enable; route-refresh enable; }}
    family {{ {family} unicast; }}
    static {{ route {prefix} next-hop self; }}
    api {{ processes [ helper ]; neighbor-changes; receive {{ parsed; update; }} }}
}}"""
        config = f"process helper {{ run {script}; encoder json; }}\n{sessions}\n"
        path = self.lab.write("exabgp.conf", config)
        environment = {"exabgp.daemon.drop": "false", "exabgp.tcp.bind": f"{PEER_IPV4} {PEER_IPV6}",
                       "exabgp.tcp.port": "179", "exabgp.api.cli": "false", "exabgp.log.level": "INFO",
                       "exabgp.daemon.user": "root"}
        self.processes = [self.lab.start("exabgp", ["exabgp", path], "peer", environment)]

    def path(self, prefix):
        """Follows what has arrived so far."""
        paths = {}
        with open(self.lab.path("received.jsonl"), errors="replace") as file:
            for line in file:
                try:
                    message = json.loads(line)
                except ValueError:
                    continue
                neighbor = message.get("neighbor", {})
                if message.get("type") == "state" and neighbor.get("state") == "down":
                    paths.clear()
                update = neighbor.get("message", {}).get("update", {})
                attributes = update.get("attribute", {})
                for hops in update.get("announce", {}).values():
                    for routes in hops.values():
                        for route in routes:
                            nlri = route.get("nlri") if isinstance(route, dict) else route
                            paths[nlri] = " ".join(str(asn) for asn in attributes.get("as-path", []))
                for routes in update.get("withdraw", {}).values():
                    for route in routes:
                        paths.pop(route.get("nlri") if isinstance(route, dict) else route, None)
        return paths.get(prefix)

    def command(self, text):
        with open(self.pipe, "w") as file:
            file.write(text + "\n")

    def refresh(self):
        self.command(f"neighbor {IPV4} announce route-refresh ipv4 unicast")
        self.command(f"neighbor {IPV6} announce route-refresh ipv6 unicast")

    def reset(self):
        self.command(f"neighbor {IPV4} teardown 4")
        self.command(f"neighbor {IPV6} teardown 4")
