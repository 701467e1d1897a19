import re

from lab import ASN, IPV4, IPV6, PEER_ASN, PEER_IPV4, PEER_IPV6, PEER_ROUTES, ROUTES

from .daemon import Daemon


class BIRD(Daemon):
    name, package, program = "BIRD", "bird2", "bird"
    has_bfd = True

    def start(self, password=None, ttl_security=False, bfd=False, passive=False):
        sessions = ""
        for number, own, peer in ((4, PEER_IPV4, IPV4), (6, PEER_IPV6, IPV6)):
            family = f"ipv{number}"
            sessions += f"""
                protocol bgp session{number} {{
                    local {own} as {PEER_ASN};
                    neighbor {peer} as {ASN};
                    hold time 9; connect retry time 1; connect delay time 1; error wait time 1, 2;
                    {f'password "{password}";' if password else ""}
                    {"ttl security on;" if ttl_security else ""}
                    {"bfd on;" if bfd else ""}
                    {"passive on;" if passive else ""}
                    {family} {{ import all; export where source = RTS_STATIC; }};
                }}"""
        config = f"""
            router id {PEER_IPV4};
            protocol device {{}}
            protocol static s4 {{ ipv4; route {PEER_ROUTES[0]} blackhole; }}
            protocol static s6 {{ ipv6; route {PEER_ROUTES[1]} blackhole; }}
            protocol bfd {{ interface "*" {{ interval 50 ms; multiplier 3; idle tx interval 200 ms; }}; }}
            {sessions}"""
        path = self.lab.write("bird.conf", config)
        self.socket = self.lab.path("bird.sock")
        self.processes = [self.lab.start("bird", ["bird", "-f", "-c", path, "-s", self.socket], "peer")]

    def control(self, command):
        return self.run(["birdc", "-s", self.socket, *command.split()])

    def path(self, prefix):
        match = re.search(r"BGP.as_path: ([0-9 ]+)", self.control(f"show route for {prefix} all"))
        return match.group(1).strip() if match and prefix in ROUTES else None

    def refresh(self):
        for number in (4, 6):
            self.control(f"reload in session{number}")

    def reset(self):
        for number in (4, 6):
            self.control(f"restart session{number}")
