# SPDX-License-Identifier: Apache-2.0
"""The exchange as proto/README.md and proto/staith/v1 describe it, written from them alone.

Nothing of the daemons' code is used: messages are packed and unpacked here, hashes are hashlib's,
signatures libsodium's, the transport is libzmq's. Where this fails, the description does.
"""
import ctypes
import hashlib
import struct

# ---- Protocol Buffers, as far as the messages need them ----


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def zigzag(number):
    return (number << 1) ^ (number >> 63) if number < 0 else number << 1


def number(field, value):
    """uint32, uint64, bool, enum. What is 0 is not written."""
    return varint(field << 3) + varint(value) if value else b""


def signed(field, value):
    return number(field, zigzag(value))


def fixed(field, value):
    return varint(field << 3 | 1) + struct.pack("<Q", value) if value else b""


def one(field, value):
    """bytes, text or a message that is there."""
    value = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(value)) + value


def text(field, value):
    return one(field, value) if value else b""


def many(field, values):
    return b"".join(one(field, value) for value in values)


def packed(field, values, convert=lambda value: value):
    return one(field, b"".join(varint(convert(value)) for value in values)) if values else b""


def unpack(data):
    """Field number to the list of its values: int, or bytes."""
    fields, at = {}, 0

    def take_varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        tag = take_varint()
        if tag & 7 == 0:
            value = take_varint()
        elif tag & 7 == 1:
            value = struct.unpack_from("<Q", data, at)[0]
            at += 8
        elif tag & 7 == 2:
            length = take_varint()
            value = data[at : at + length]
            at += length
        else:
            raise ValueError("a wire type that no message has")
        fields.setdefault(tag >> 3, []).append(value)
    return fields


def first(fields, field, default=0):
    return fields.get(field, [default])[0]


# ---- hashes, signatures, records ----

HELLO, WELCOME, RECORD, RECEIPT, REFUSAL, WORD = range(1, 7)
CATALOGUE, RELEASE, NOTICE, VERDICT, COMPARISON, HANDOUT = 1, 2, 3, 16, 17, 18
VERSION, UNDECODABLE, SIGNATURE, AUTHORITY, CHAIN = 1, 2, 3, 4, 5
UNKNOWN_CATALOGUE, CONTENT, EPOCH, CHANGED = 6, 7, 8, 9
ZEROS = bytes(32)
sodium = ctypes.CDLL("libsodium.so.23")
sodium.sodium_init()


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def record_hash(domain, authority, epoch, at, kind, previous, payload):
    return blake(
        domain.encode()
        + authority.encode().ljust(16, b"\0")
        + struct.pack(">QQI", epoch, at, kind)
        + previous
        + payload
    )


def sign(digest, secret):
    out = ctypes.create_string_buffer(64)
    sodium.crypto_sign_detached(out, None, digest, ctypes.c_ulonglong(len(digest)), secret)
    return out.raw


def verify(digest, signature, public):
    return (
        sodium.crypto_sign_verify_detached(
            signature, digest, ctypes.c_ulonglong(len(digest)), public
        )
        == 0
    )


class Ledger:
    """Records of one council in one epoch, as they stand in its ledger."""

    def __init__(self, authority, epoch, secret, domain="staith.v1.record"):
        self.authority, self.epoch, self.secret, self.domain = authority, epoch, secret, domain
        self.records, self.last_hash = [], ZEROS

    def append(self, kind, payload):
        at = len(self.records) + 1
        digest = record_hash(
            self.domain, self.authority, self.epoch, at, kind, self.last_hash, payload
        )
        packed_record = self.pack(at, kind, self.last_hash, digest, payload)
        self.records.append(packed_record)
        self.last_hash = digest
        return packed_record

    def pack(self, at, kind, previous, digest, payload, authority=None, signature=None):
        return (
            one(1, authority or self.authority)
            + fixed(2, self.epoch)
            + number(3, at)
            + number(4, kind)
            + one(5, previous)
            + one(6, digest)
            + one(7, signature or sign(digest, self.secret))
            + one(8, payload)
        )


def catalogue(label="Leavers"):
    """One measure in one table: what the census plugin declares, cut down."""
    measure = one(1, "leavers_headcount") + one(2, label) + one(3, "People who left.")
    measure += number(4, 1) + number(5, 3)
    table = one(1, "headline") + one(2, "Headline") + packed(3, [0])
    return (
        one(1, "csww") + one(2, "workforce") + one(3, "1.0.0") + number(5, 1) + number(6, 1)
        + one(11, measure) + one(12, table)
    )


def release(authority, year, value, of):
    """One exact headline figure of a census year; `of`: the packed catalogue."""
    return (
        one(1, authority) + one(2, "csww") + number(3, 1) + signed(4, year) + number(6, 2)
        + one(7, "2026-11-01") + one(8, blake(of)) + many(9, ["headline", "leavers_headcount"])
        + number(10, 1) + packed(11, [0]) + packed(12, [1]) + packed(13, [0])
        + packed(16, [1]) + packed(17, [value], zigzag) + packed(18, [value], zigzag)
        + packed(19, [value], zigzag) + packed(20, [0])
    )


def notice(authority, year, kind, at_unix_ms, reason):
    return (
        one(1, authority) + one(2, "csww") + number(3, 1) + signed(4, year) + number(6, kind)
        + signed(7, at_unix_ms) + text(8, reason)
    )


def hello(ledger, nonce, low=1, high=3, heard=None):
    last = len(ledger.records)
    body = number(1, low) + number(2, high) + fixed(3, ledger.epoch)
    body += number(4, 1 if last else 0) + number(5, last) + fixed(6, nonce)
    if heard is not None:
        body += number(7, 1) + fixed(8, heard[0]) + number(9, heard[1])
    return number(1, HELLO) + one(2, body)


def record(packed_record):
    return number(1, RECORD) + one(4, packed_record)


class Record:
    """A record that came, read."""

    def __init__(self, data):
        fields = unpack(data)
        self.authority = first(fields, 1, b"").decode()
        self.epoch, self.number, self.kind = (first(fields, field) for field in (2, 3, 4))
        self.previous, self.hash = first(fields, 5, b""), first(fields, 6, b"")
        self.signature, self.payload = first(fields, 7, b""), first(fields, 8, b"")

    def signed_by(self, public, domain):
        return self.hash == record_hash(
            domain, self.authority, self.epoch, self.number, self.kind, self.previous, self.payload
        ) and verify(self.hash, self.signature, public)


def read(data):
    """Kind of a message and the fields of its body."""
    fields = unpack(data)
    kind = first(fields, 1)
    body = {HELLO: 2, WELCOME: 3, RECORD: 4, RECEIPT: 5, REFUSAL: 6, WORD: 7}[kind]
    data = first(fields, body, b"")
    return kind, Record(data) if kind in (RECORD, WORD) else unpack(data)


# ---- transport ----

zmq = ctypes.CDLL("libzmq.so.5")
zmq.zmq_ctx_new.restype = zmq.zmq_socket.restype = ctypes.c_void_p
for name in ("zmq_socket", "zmq_ctx_term", "zmq_close"):
    getattr(zmq, name).argtypes = [ctypes.c_void_p] + ([ctypes.c_int] if name == "zmq_socket" else [])
zmq.zmq_setsockopt.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
zmq.zmq_getsockopt.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
zmq.zmq_connect.argtypes = zmq.zmq_bind.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
zmq.zmq_send.argtypes = zmq.zmq_recv.argtypes = [
    ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int,
]
CONTEXT = zmq.zmq_ctx_new()
DEALER, ROUTER = 5, 6
LINGER, RCVMORE, RCVTIMEO, LAST_ENDPOINT = 17, 13, 27, 32
CURVE_SERVER, CURVE_PUBLIC, CURVE_SECRET, CURVE_SERVER_KEY = 47, 48, 49, 50
DONTWAIT, SNDMORE = 1, 2
FRAME_BYTES = 256 * 1024


class Socket:
    def __init__(self, kind):
        self.socket = zmq.zmq_socket(CONTEXT, kind)
        self.frame = ctypes.create_string_buffer(FRAME_BYTES)
        self.set_int(LINGER, 0)

    def set_int(self, option, value):
        word = ctypes.c_int(value)
        assert zmq.zmq_setsockopt(self.socket, option, ctypes.byref(word), 4) == 0

    def set_text(self, option, value):
        assert zmq.zmq_setsockopt(self.socket, option, value.encode(), len(value)) == 0

    def send(self, data, flags=0):
        return zmq.zmq_send(self.socket, data, len(data), flags) == len(data)

    def receive(self, wait_ms):
        """One frame, or None."""
        self.set_int(RCVTIMEO, wait_ms)
        length = zmq.zmq_recv(self.socket, self.frame, FRAME_BYTES, 0)
        return self.frame.raw[:length] if length >= 0 else None

    def close(self):
        zmq.zmq_close(self.socket)


class Council(Socket):
    """A council's end: DEALER over CURVE, both keys pinned."""

    def __init__(self, endpoint, region_key, public, secret):
        super().__init__(DEALER)
        self.set_text(CURVE_SERVER_KEY, region_key)
        self.set_text(CURVE_PUBLIC, public)
        self.set_text(CURVE_SECRET, secret)
        assert zmq.zmq_connect(self.socket, endpoint.encode()) == 0

    def hear(self, wait_ms=5000):
        """The next message: kind and body, or (0, None)."""
        data = self.receive(wait_ms)
        return read(data) if data is not None else (0, None)


class Region(Socket):
    """A region's end: ROUTER over CURVE. It asks nobody who they are."""

    def __init__(self, secret):
        super().__init__(ROUTER)
        self.set_int(CURVE_SERVER, 1)
        self.set_text(CURVE_SECRET, secret)
        assert zmq.zmq_bind(self.socket, b"tcp://127.0.0.1:*") == 0
        name, length = ctypes.create_string_buffer(128), ctypes.c_size_t(128)
        zmq.zmq_getsockopt(self.socket, LAST_ENDPOINT, name, ctypes.byref(length))
        self.endpoint = name.value.decode()

    def hear(self, wait_ms=5000):
        """Who, kind, body; or (None, 0, None)."""
        peer = self.receive(wait_ms)
        if peer is None:
            return None, 0, None
        kind, body = read(self.receive(wait_ms))
        return peer, kind, body

    def say(self, peer, data):
        self.send(peer, SNDMORE)
        self.send(data)
