import json
import os
import shutil

from lab import ASN, IPV4, IPV6, PEER_ASN, PEER_IPV4, PEER_ROUTES

from .daemon import Daemon

FOLDER = "/usr/lib/frr"


class FRR(Daemon):
    name, package, program = "FRR", "frr", f"{FOLDER}/bgpd"
    has_bfd = True

    def start(self, password=None, ttl_security=False, bfd=False, passive=False):
        sessions = ""
        for peer in (IPV4, IPV6):
            sessions += f"""
 neighbor {peer} remote-as {ASN}
 neighbor {peer} timers 3 9
 neighbor {peer} timers connect 1"""
            if password:
                sessions += f"\n neighbor {peer} password {password}"
            if ttl_security:
                sessions += f"\n neighbor {peer} ttl-security hops 1"
            if bfd:
                sessions += f"\n neighbor {peer} bfd profile quick"
            if passive:
                sessions += f"\n neighbor {peer} passive"
        profile = """bfd
 profile quick
  receive-interval 50
  transmit-interval 50
  detect-multiplier 3
 exit
exit
"""
        config = f"""
router bgp {PEER_ASN}
 bgp router-id {PEER_IPV4}
 no bgp ebgp-requires-policy
 no bgp network import-check{sessions}
 address-family ipv4 unicast
  network {PEER_ROUTES[0]}
  no neighbor {IPV6} activate
 exit-address-family
 address-family ipv6 unicast
  network {PEER_ROUTES[1]}
  neighbor {IPV6} activate
 exit-address-family
exit
"""
        configs = {"zebra": "", "bfdd": profile if bfd else "", "bgpd": config}
        os.makedirs("/run/frr", exist_ok=True)
        shutil.chown("/run/frr", "frr", "frr")
        os.chmod("/run/frr", 0o755)
        self.processes = []
        for program, text in configs.items():
            path = self.lab.write(f"{program}.conf", text)
            command = [f"{FOLDER}/{program}", "-f", path, "-i", f"/run/frr/{program}.pid", "--log", "stdout"]
            self.processes.append(self.lab.start(program, command, "peer"))
            self.lab.until(f"{program} answers", lambda: os.path.exists(f"/run/frr/{program}.vty"))

    def control(self, *commands):
        arguments = [part for command in commands for part in ("-c", command)]
        return self.run(["vtysh", *arguments])

    def path(self, prefix):
        family = "ipv6" if ":" in prefix else "ipv4"
        try:
            routes = json.loads(self.control(f"show bgp {family} unicast {prefix} json"))
        except ValueError:
            return None
        paths = routes.get("paths", [])
        return paths[0]["aspath"]["string"] if paths else None

    def refresh(self):
        self.control("clear bgp ipv4 unicast * soft in", "clear bgp ipv6 unicast * soft in")

    def reset(self):
        self.control("clear bgp *")
