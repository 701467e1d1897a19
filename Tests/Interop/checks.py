"""What is checked of every daemon."""

import os
import signal
import time

from lab import ASN, PEER_ASN, PEER_IPV4, PEER_IPV6, PEER_ROUTES, ROUTES, Failed, Speaker

SESSIONS = (PEER_IPV4, PEER_IPV6)


class Check:
    key = ""
    name = ""

    def skips(self, daemon):
        """Why the check does not apply to a daemon; None if it does."""
        return None

    def run(self, lab, daemon):
        """Raises Failed, or returns a note."""
        raise NotImplementedError


def settle(lab, speaker, daemon):
    """Waits for both sessions and for routes both ways; returns how long the sessions took."""
    # GoBGP rests for half a minute after a reset, OpenBGPD for two minutes after an attempt that failed.
    seconds = lab.until("both sessions are up", lambda: speaker.is_up(*SESSIONS), seconds=180)
    for prefix in PEER_ROUTES:
        lab.until(f"{prefix} arrived here", lambda: speaker.path(prefix) == str(PEER_ASN))
    for prefix in ROUTES:
        lab.until(f"{prefix} arrived there", lambda: daemon.path(prefix) == str(ASN))
    return seconds


class Routes(Check):
    key, name = "routes", "routes both ways, IPv4 and IPv6, four-octet AS"

    def run(self, lab, daemon):
        daemon.start()
        speaker = Speaker(lab)
        settle(lab, speaker, daemon)
        for address in SESSIONS:
            row = speaker.neighbor(address)
            if not row["fourOctetAS"]:
                raise Failed(f"{address} did not agree on four-octet AS numbers")
        # They stay up: the hold time passes three times.
        time.sleep(28)
        if speaker.events("session.down") or not speaker.is_up(*SESSIONS):
            raise Failed("a session went down for no reason")
        if lab.stop(speaker.process) != 0:
            raise Failed("the speaker did not end with status 0")
        lab.until("the other side has forgotten our routes", lambda: daemon.path(ROUTES[0]) is None)


class Passive(Check):
    key, name = "passive", "either side may wait for the other to connect"

    def run(self, lab, daemon):
        daemon.start(passive=True)
        speaker = Speaker(lab)
        settle(lab, speaker, daemon)
        daemon.stop()
        lab.stop(speaker.process)
        # OpenBGPD tries once, and then not for two minutes.
        speaker = Speaker(lab, words=",passive")
        daemon.start()
        settle(lab, speaker, daemon)


class MD5(Check):
    key, name = "md5", "MD5 (RFC 2385)"

    def skips(self, daemon):
        return None if daemon.has_md5 else "the daemon has none"

    def run(self, lab, daemon):
        from lab import PASSWORD
        daemon.start(password=PASSWORD)
        wrong = Speaker(lab, words=",md5=wrong")
        time.sleep(4)
        if any(row.get("state") == "Established" for row in wrong.show("neighbors")):
            raise Failed("a session came up with the wrong password")
        lab.stop(wrong.process)
        settle(lab, Speaker(lab, words=f",md5={PASSWORD}"), daemon)


class TTLSecurity(Check):
    key, name = "ttl", "TTL security (RFC 5082)"

    def skips(self, daemon):
        return None if daemon.has_ttl_security else "the daemon has none"

    def run(self, lab, daemon):
        daemon.start(ttl_security=True)
        settle(lab, Speaker(lab, words=",ttl-security"), daemon)


class Refresh(Check):
    key, name = "refresh", "route refresh (RFC 2918)"

    def skips(self, daemon):
        return None if daemon.has_refresh else "the daemon can't ask for it"

    def run(self, lab, daemon):
        daemon.start()
        speaker = Speaker(lab)
        settle(lab, speaker, daemon)
        before = [speaker.neighbor(address)["updatesSent"] for address in SESSIONS]
        daemon.refresh()
        lab.until("everything was sent once more", lambda: all(
            speaker.neighbor(address)["updatesSent"] > count for address, count in zip(SESSIONS, before)))
        time.sleep(1)
        if speaker.events("session.down"):
            raise Failed("a session went down")
        settle(lab, speaker, daemon)


class Reset(Check):
    key, name = "reset", "sessions come back after a reset"

    def run(self, lab, daemon):
        daemon.start()
        speaker = Speaker(lab)
        settle(lab, speaker, daemon)
        daemon.reset()
        lab.until("both sessions went down", lambda: len(speaker.events("session.down")) >= 2)
        settle(lab, speaker, daemon)
        # And after an end of ours, of which the other side is told.
        lab.stop(speaker.process)
        settle(lab, Speaker(lab), daemon)


class BFD(Check):
    key, name = "bfd", "BFD, 50 ms × 3"

    def skips(self, daemon):
        return None if daemon.has_bfd else "the daemon has none"

    def run(self, lab, daemon):
        daemon.start(bfd=True)
        speaker = Speaker(lab, words=",bfd=50ms*3")
        settle(lab, speaker, daemon)
        lab.until("BFD is up on both sessions", lambda: sum(
            row["state"] == "Up" and row["remoteState"] == "Up" and row.get("detectionSeconds", 9) < 0.2
            for row in speaker.show("bfd")) == 2)
        time.sleep(3)
        if speaker.events("bfd.down"):
            raise Failed("a false alarm")
        # The daemon stops in its tracks: nothing says so but the silence.
        stopped_at = time.monotonic()
        for process in daemon.pids():
            os.kill(process, signal.SIGSTOP)
        lab.until("both sessions went down", lambda: len(speaker.events("session.down")) >= 2, seconds=5)
        seconds = time.monotonic() - stopped_at
        causes = {event["cause"] for event in speaker.events("session.down")}
        for process in daemon.pids():
            os.kill(process, signal.SIGCONT)
        if causes != {"bfd"}:
            raise Failed(f"the sessions went down because of {', '.join(sorted(causes))}")
        settle(lab, speaker, daemon)
        return f"silence noticed within {seconds * 1000:.0f} ms"


CHECKS = [Routes(), Passive(), MD5(), TTLSecurity(), Refresh(), Reset(), BFD()]
