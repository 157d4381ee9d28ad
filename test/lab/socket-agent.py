"""One end of a lab connection: obeys commands on standard input, one JSON object a line, and answers each with one.

Node cannot set TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT nor send raw segments; Python can. Commands: see COMMANDS at the end.
An answer is {"ok": true, ...} or {"ok": false, "error": name of the errno or text}.
"""
import array
import errno
import fcntl
import json
import os
import socket
import struct
import sys
import time

TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ = 19, 20, 21  # include/uapi/linux/tcp.h
RECEIVE_QUEUE, SEND_QUEUE = 1, 2
REPAIR_ON, REPAIR_OFF_WITHOUT_WINDOW_PROBE = 1, -1
SIOCETHTOOL, ETHTOOL_STXCSUM = 0x8946, 0x17  # include/uapi/linux/sockios.h, ethtool.h

sockets = {}


def offload_off(interface):
    """Has the kernel write whole checksums, so that the recording holds valid ones."""
    value = array.array("B", struct.pack("II", ETHTOOL_STXCSUM, 0))
    request = struct.pack("16sP", interface.encode(), value.buffer_info()[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCETHTOOL, request)


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def keep_alive(name, idleS, intervalS, count):
    s = sockets[name]
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, idleS)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, intervalS)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, count)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


def listen(address, port, receiveBufferBytes=None, backlog=8):
    s = socket.socket(family(address), socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if receiveBufferBytes is not None:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receiveBufferBytes)
    s.bind((address, port))
    s.listen(backlog)
    sockets["listener"] = s


def connect(name, fromAddress, fromPort, address, port):
    s = socket.socket(family(address), socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    s.bind((fromAddress, fromPort))
    s.settimeout(5)
    s.connect((address, port))
    sockets[name] = s


def crowd(address, port, clients, spacingS):
    """Begins connections one after the other and waits for none of them."""
    for number in range(clients):
        s = socket.socket(family(address), socket.SOCK_STREAM)
        s.setblocking(False)
        s.connect_ex((address, port))
        sockets["crowd%d" % number] = s
        time.sleep(spacingS)


def accept(name):
    sockets["listener"].settimeout(5)
    s, _ = sockets["listener"].accept()
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sockets[name] = s


def send(name, text):
    sockets[name].sendall(text.encode())


def fill(name, bytes):
    """Queues as much of `bytes` as the kernel takes at once."""
    s = sockets[name]
    s.setblocking(False)
    sent = 0
    try:
        while sent < bytes:
            sent += s.send(b"\x2e" * min(1000, bytes - sent))
    except BlockingIOError:
        pass
    return {"sentBytes": sent}


def receive(name, bytes, timeoutS=5):
    """Reads until `bytes` came, the peer closed, or the connection failed; the errno's name tells how the latter ended."""
    s = sockets[name]
    s.settimeout(timeoutS)
    got = b""
    try:
        while len(got) < bytes:
            chunk = s.recv(bytes - len(got))
            if not chunk:
                break
            got += chunk
    except TimeoutError as error:
        return {"receivedBytes": len(got), "failed": errno.errorcode[error.errno] if error.errno else None}
    except OSError as error:
        return {"receivedBytes": len(got), "failed": errno.errorcode.get(error.errno, str(error))}
    return {"receivedBytes": len(got), "failed": None}


def close(name):
    sockets.pop(name).close()


def abort(name):
    """Closes with a reset instead of a FIN."""
    s = sockets.pop(name)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def queue_sequence(s, queue):
    s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, queue)
    return struct.unpack("I", s.getsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ, 4))[0]


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data[: len(data) // 2 * 2])) + (data[-1] << 8 if len(data) % 2 else 0)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def one_byte_probe(name):
    """A keep-alive probe as Windows and others send it: one byte of old data, sequence SND.UNA - 1 (IPv4, no options)."""
    s = sockets[name]
    s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, REPAIR_ON)
    sequence, acknowledgement = queue_sequence(s, SEND_QUEUE), queue_sequence(s, RECEIVE_QUEUE)
    s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, REPAIR_OFF_WITHOUT_WINDOW_PROBE)
    (source, source_port), (target, target_port) = s.getsockname(), s.getpeername()
    ends = socket.inet_aton(source) + socket.inet_aton(target)
    header = struct.pack("!HHIIBBHHH", source_port, target_port, (sequence - 1) % 2**32, acknowledgement, 5 << 4, 0x10, 502, 0, 0)
    segment = header + b"\0"
    total = checksum(ends + struct.pack("!BBH", 0, socket.IPPROTO_TCP, len(segment)) + segment)
    segment = header[:16] + struct.pack("!H", total) + header[18:] + b"\0"
    packet = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0x4000, 64, socket.IPPROTO_TCP, 0) + ends + segment
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
        raw.sendto(packet, (target, 0))


def counters():
    """Non-zero counters of this network namespace, e.g. {"TcpExt.TCPKeepAlive": 5}."""
    values = {}
    for path in ("/proc/net/netstat", "/proc/net/snmp"):
        lines = open(path).read().splitlines()
        for names, numbers in zip(lines[::2], lines[1::2]):
            group, *keys = names.split()
            for key, number in zip(keys, numbers.split()[1:]):
                if group in ("TcpExt:", "Tcp:") and int(number) > 0:
                    values[group[:-1] + "." + key] = int(number)
    return {"counters": values}


COMMANDS = {
    f.__name__: f
    for f in (offload_off, keep_alive, listen, connect, crowd, accept, send, fill, receive, close, abort, one_byte_probe, counters)
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = COMMANDS[request.pop("do")](**request) or {}
        reply = {"ok": True, "at": time.time(), **answer}
    except OSError as error:
        reply = {"ok": False, "at": time.time(), "error": errno.errorcode.get(error.errno, str(error))}
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()
os._exit(0)
