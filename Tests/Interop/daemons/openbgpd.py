import json
import os
import pwd

from lab import ASN, IPV4, IPV6, PEER_ASN, PEER_IPV4, PEER_IPV6, PEER_ROUTES

from .daemon import Daemon


class OpenBGPD(Daemon):
    name, package, program = "OpenBGPD", "openbgpd", "/usr/sbin/bgpd"
    version_arguments = ["-V"]

    def start(self, password=None, ttl_security=False, bfd=False, passive=False):
        sessions = ""
        for peer, own, family in ((IPV4, PEER_IPV4, "IPv4"), (IPV6, PEER_IPV6, "IPv6")):
            sessions += f"""
neighbor {peer} {{
    remote-as {ASN}
    local-address {own}
    announce {family} unicast
    announce {"IPv6" if family == "IPv4" else "IPv4"} none
    holdtime 9
    {f"tcp md5sig password {password}" if password else ""}
    {"ttl-security yes" if ttl_security else ""}
    {"passive" if passive else ""}
}}"""
        config = f"""
AS {PEER_ASN}
router-id {PEER_IPV4}
fib-update no
listen on {PEER_IPV4}
listen on {PEER_IPV6}
socket "{self.lab.path('bgpd.sock')}"
network {PEER_ROUTES[0]}
network {PEER_ROUTES[1]}
{sessions}
allow from any
allow to any
"""
        path = self.lab.write("bgpd.conf", config)
        os.chmod(path, 0o600)
        # It wants its user's home to change its root to.
        user = next((user for user in ("_openbgpd", "_bgpd") if user in [entry.pw_name for entry in pwd.getpwall()]), None)
        if user:
            os.makedirs(pwd.getpwnam(user).pw_dir, exist_ok=True)
        self.processes = [self.lab.start("bgpd", [self.program, "-d", "-f", path], "peer")]
        self.lab.until("bgpd answers", lambda: "AS" in self.control("show", "summary"))

    def control(self, *words):
        return self.run(["bgpctl", "-s", self.lab.path("bgpd.sock"), *words])

    def path(self, prefix):
        try:
            routes = json.loads(self.control("-j", "show", "rib", prefix))
        except ValueError:
            return None
        for route in routes.get("rib", []):
            if route.get("prefix") == prefix:
                return route.get("aspath")
        return None

    def refresh(self):
        for peer in (IPV4, IPV6):
            self.control("neighbor", peer, "refresh")

    def reset(self):
        for peer in (IPV4, IPV6):
            self.control("neighbor", peer, "clear")
