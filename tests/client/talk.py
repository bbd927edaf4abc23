# SPDX-License-Identifier: Apache-2.0
"""What the checks of this folder have in common: councils that speak to a region of a test."""
import re
import secrets
import signal

import protocol as p


def secret_of(place, code):
    return bytes.fromhex(place.key(code, "signing.key"))


def connect(place, endpoint, keys):
    return p.Council(
        endpoint,
        place.key("region", "transport.pub"),
        place.key(keys, "transport.pub"),
        place.key(keys, "transport.key"),
    )


def is_served(council, ledger, wait_ms=3000):
    nonce = secrets.randbits(62) + 1
    council.send(p.hello(ledger, nonce), p.DONTWAIT)
    kind, body = council.hear(wait_ms)
    while kind and not (kind == p.WELCOME and p.first(body, 6) == nonce):
        kind, body = council.hear(wait_ms)
    return kind == p.WELCOME


def ledger_of(place, code):
    return p.Ledger(code, secrets.randbits(62) + 1, secret_of(place, code))


def list_keys(place, region, *keys, signing=None):
    """The region's list of keys for its first council, from now on."""
    with open(place.region_config, encoding="utf-8") as file:
        content = file.read()
    lines = f"    transport-key: '{place.key(keys[0], 'transport.pub')}'\n"
    if len(keys) > 1:
        lines += f"    next-transport-key: '{place.key(keys[1], 'transport.pub')}'\n"
    content = re.sub(
        r"    transport-key: .*\n(    next-transport-key: .*\n)?", lambda _: lines, content, count=1
    )
    if signing is not None:
        line = f"    signing-key: \"{place.key(signing, 'signing.pub')}\"\n"
        content = re.sub(r"    signing-key: .*\n", lambda _: line, content, count=1)
    place.write("region.yaml", content)
    region.send_signal(signal.SIGHUP)


def stored(place, epoch):
    """Numbers that the region's store holds of an epoch, as its file says."""
    epoch = epoch - (1 << 64) if epoch >> 63 else epoch
    rows = place.ask(
        "region-state/store.db",
        "SELECT r.number FROM record r JOIN epoch e ON e.id = r.epoch_id"
        " WHERE e.epoch = ? ORDER BY r.number",
        epoch,
    )
    return [row[0] for row in rows]
