"""Traffic for the measurements of live capture, on the loopback interface only.

flood RATE SECONDS    UDP datagrams of 64 bytes that begin with their number, from 0, in 8 of them; prints how many were sent
vanish COUNT          connections with keep-alive whose server end is forgotten without a word: each next probe is answered by a reset
"""

import socket
import sys
import time

LOOPBACK = "127.0.0.1"
TCP_REPAIR = 19


def flood(rate, seconds):
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    receiver.bind((LOOPBACK, 0))
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.connect(receiver.getsockname())
    print(receiver.getsockname()[1], flush=True)
    sys.stdin.readline()
    rest = bytes(56)
    begin = time.monotonic()
    sent = 0
    while (now := time.monotonic()) < begin + seconds:
        due = int((now - begin) * rate)
        while sent < due:
            sender.send(sent.to_bytes(8, 'big') + rest)
            sent += 1
        time.sleep(0.0005)
    print(sent, time.monotonic() - begin, flush=True)


def vanish(count):
    server = socket.socket()
    server.bind((LOOPBACK, 0))
    server.listen(count)
    print(server.getsockname()[1], flush=True)
    sys.stdin.readline()
    pairs = []
    for _ in range(count):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
        client.connect(server.getsockname())
        pairs.append((client, server.accept()[0]))
        time.sleep(0.07)
    time.sleep(1.5)
    for client, peer in pairs:
        peer.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        peer.close()
        time.sleep(0.07)
    time.sleep(3)


if sys.argv[1] == "flood":
    flood(int(sys.argv[2]), float(sys.argv[3]))
else:
    vanish(int(sys.argv[2]))
