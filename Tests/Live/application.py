"""An end of an application on the kernel's own stack: does at the same times what the flows of an emulated run do, and says how it fared.

usage: application.py client|server PLAN

PLAN is a file with JSON: `local`, `remote`, `until` (seconds after time zero), `journal` (of the run, whose first line tells when that is),
`streams` and `requests`, lists of flows with `name`, `port`, `firstPort`, `count`, `interval`, `start`, and of streams `size` and `both` (both ends
write), of requests `timeout` and `retries`. It prints JSON: `stalls` and `requests`, in seconds after time zero.
"""

import datetime
import heapq
import json
import os
import selectors
import socket
import struct
import sys
import time

# Nothing shorter is a stall; the report says the same.
THRESHOLD = 0.1
# Seconds that the run may take to get to time zero.
PATIENCE = 120
HEAD = struct.Struct("!Qd")


def main():
    role, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        plan = json.load(file)
    end = End(plan, role == "client")
    end.open()
    end.begin(time_zero(plan["journal"]))
    end.run()
    print(json.dumps({"stalls": end.stalls(), "requests": end.answers}))


def time_zero(journal):
    """When flows start, in seconds of the calendar, as soon as the run knows."""
    for _ in range(PATIENCE * 20):
        for name in (journal + ".partial", journal):
            if os.path.exists(name):
                with open(name, encoding="utf-8") as file:
                    line = file.readline()
                if line.endswith("\n"):
                    return datetime.datetime.fromisoformat(json.loads(line)["epoch"]).timestamp()
        time.sleep(0.05)
    sys.exit("the run has not come to time zero")


class Stream:
    """A connection, and what its reader has waited for."""

    def __init__(self, plan, place, connection):
        self.plan, self.place, self.connection = plan, place, connection
        self.connection.setblocking(False)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.backlog = self.unread = b""
        self.sequence = 0
        self.last_arrival = float("-inf")
        self.stalls = []

    def write(self, now):
        """The next message, unless the one before has not left."""
        if not self.backlog:
            self.backlog = HEAD.pack(self.sequence, now).ljust(self.plan["size"], b"\0")
            self.sequence += 1
        self.push()

    def push(self):
        try:
            while self.backlog:
                self.backlog = self.backlog[self.connection.send(self.backlog) :]
        except BlockingIOError:
            pass

    def read(self, now):
        try:
            self.unread += self.connection.recv(1 << 20)
        except BlockingIOError:
            return
        size = self.plan["size"]
        if len(self.unread) < size:
            return
        # The first message of what has come now is the one that was waited for.
        _, sent = HEAD.unpack_from(self.unread)
        self.unread = self.unread[len(self.unread) // size * size :]
        since = max(self.last_arrival, sent)
        if now - since >= THRESHOLD:
            self.stalls.append((since, now))
        self.last_arrival = now


class End:
    """The client or the server of all flows."""

    def __init__(self, plan, is_client):
        self.plan, self.is_client = plan, is_client
        self.selector = selectors.DefaultSelector()
        self.streams = []
        self.dues = []
        self.order = 0
        self.pending = {}
        self.answers = []

    # MARK: Before time zero

    def open(self):
        for flow in self.plan["streams"]:
            for place in range(flow["count"]) if self.is_client else ():
                self.add(Stream(flow, place, self.connect(flow["firstPort"] + place, flow["port"])))
            if not self.is_client:
                listener = socket.create_server((self.plan["local"], flow["port"]), backlog=64)
                listener.settimeout(PATIENCE)
                for _ in range(flow["count"]):
                    connection, (_, port) = listener.accept()
                    self.add(Stream(flow, port - flow["firstPort"], connection))
        for flow in self.plan["requests"]:
            ports = [flow["firstPort"] + place for place in range(flow["count"])]
            for port in ports if self.is_client else [flow["port"]]:
                wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                wire.bind((self.plan["local"], port))
                wire.setblocking(False)
                if self.is_client:
                    wire.connect((self.plan["remote"], flow["port"]))
                self.selector.register(wire, selectors.EVENT_READ, (self.answered if self.is_client else self.answer, wire))

    def connect(self, port, remote_port):
        """A connection, once the run has a way to the other end."""
        for _ in range(PATIENCE):
            connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            connection.settimeout(1)
            try:
                connection.bind((self.plan["local"], port))
                connection.connect((self.plan["remote"], remote_port))
                return connection
            except OSError:
                connection.close()
                time.sleep(0.2)
        sys.exit(f"no connection to {self.plan['remote']}")

    def add(self, stream):
        self.streams.append(stream)
        self.selector.register(stream.connection, selectors.EVENT_READ, (lambda _, now: stream.read(now), None))

    # MARK: What is due when

    def begin(self, zero):
        self.zero = zero
        for stream in self.streams:
            if self.is_client or stream.plan["both"]:
                self.at(self.due(stream.plan, stream.place), self.write, stream, 0)
        for flow in self.plan["requests"] if self.is_client else ():
            self.at(self.due(flow, 0), self.ask, flow, 0)

    def due(self, flow, number):
        return self.zero + flow["start"] + number * flow["interval"]

    def at(self, instant, action, *arguments):
        self.order += 1
        heapq.heappush(self.dues, (instant, self.order, action, arguments))

    def run(self):
        end = self.zero + self.plan["until"]
        while (now := time.time()) < end:
            if self.dues and self.dues[0][0] <= now:
                instant, _, action, arguments = heapq.heappop(self.dues)
                action(instant, *arguments)
                continue
            wait = min(end, self.dues[0][0] if self.dues else end) - now
            for key, _ in self.selector.select(wait):
                action, wire = key.data
                action(wire, time.time())

    def write(self, instant, stream, number):
        stream.write(time.time())
        count = stream.plan["count"]
        self.at(self.due(stream.plan, (number + 1) * count + stream.place), self.write, stream, number + 1)

    # MARK: Requests

    def ask(self, instant, flow, number):
        self.at(self.due(flow, number + 1), self.ask, flow, number + 1)
        self.pending[number] = {"request": number, "sent": instant - self.zero, "tries": 0, "fate": "failed"}
        self.try_again(instant, flow, number)

    def try_again(self, instant, flow, number):
        if number not in self.pending:
            return
        request = self.pending[number]
        if request["tries"] > flow["retries"]:
            self.answers.append(self.pending.pop(number))
            return
        self.at(instant + flow["timeout"] * 2 ** request["tries"], self.try_again, flow, number)
        request["tries"] += 1
        for key in list(self.selector.get_map().values()):
            wire = key.data[1]
            if wire is not None and wire.getsockname()[1] == flow["firstPort"] + number % flow["count"]:
                try:
                    wire.send(struct.pack("!Q", number).ljust(400, b"\0"))
                except OSError:
                    pass  # An ICMP error of an earlier try.

    def answered(self, wire, now):
        try:
            number = struct.unpack_from("!Q", wire.recv(2048))[0]
        except OSError:
            return
        request = self.pending.pop(number, None)
        if request and request["tries"] > 1:
            self.answers.append({**request, "fate": "delayed"})

    def answer(self, wire, now):
        packet, source = wire.recvfrom(2048)
        wire.sendto(packet, source)

    # MARK: Afterwards

    def stalls(self):
        return [
            {"flow": stream.plan["name"], "tuple": stream.place, "start": start - self.zero, "end": end - self.zero}
            for stream in self.streams
            for start, end in stream.stalls
        ]


if __name__ == "__main__":
    main()
