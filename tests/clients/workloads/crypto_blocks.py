"""pycryptodome: ciphers, hashes and curves through its raw C interface (ctypes where cffi is absent)."""

from _digest import Digest
from Crypto.Cipher import AES, DES3, ChaCha20_Poly1305, Salsa20
from Crypto.Hash import CMAC, HMAC, KMAC256, SHA3_256, SHA256, BLAKE2b, keccak
from Crypto.Protocol.KDF import HKDF, PBKDF2, scrypt
from Crypto.PublicKey import ECC
from Crypto.Util import _raw_api
from Crypto.Util.strxor import strxor

KEY, IV = bytes(range(32)), bytes(range(16))
DATA = b"the quick brown fox jumps over the lazy dog" * 40

out = Digest()
out.add(_raw_api.backend)
for mode in ("MODE_CBC", "MODE_CFB", "MODE_OFB"):
    cipher = AES.new(KEY, getattr(AES, mode), iv=IV)
    out.add(mode, cipher.encrypt(DATA[:1600]))
out.add(
    AES.new(KEY, AES.MODE_ECB).encrypt(DATA[:320]), AES.new(KEY, AES.MODE_CTR, nonce=IV[:8]).encrypt(DATA)
)
for mode in (AES.MODE_GCM, AES.MODE_EAX, AES.MODE_CCM, AES.MODE_OCB, AES.MODE_SIV):
    cipher = AES.new(KEY, mode, nonce=IV[:12])
    cipher.update(b"header")
    sealed, tag = cipher.encrypt_and_digest(DATA)
    opened = AES.new(KEY, mode, nonce=IV[:12])
    opened.update(b"header")
    out.add(sealed[:64], tag, opened.decrypt_and_verify(sealed, tag) == DATA)
    broken = AES.new(KEY, mode, nonce=IV[:12])
    try:
        broken.decrypt_and_verify(sealed, tag)
    except ValueError as error:
        out.add(str(error))
box = ChaCha20_Poly1305.new(key=KEY, nonce=IV[:12])
out.add(box.encrypt_and_digest(DATA), Salsa20.new(key=KEY, nonce=IV[:8]).encrypt(DATA))
out.add(
    DES3.new(
        bytes.fromhex("0123456789abcdef23456789abcdef01456789abcdef0123"), DES3.MODE_CBC, iv=IV[:8]
    ).encrypt(DATA[:320])
)
for kind in (SHA256, SHA3_256):
    hasher = kind.new()
    for start in range(0, len(DATA), 7):
        hasher.update(DATA[start : start + 7])
    out.add(hasher.copy().hexdigest(), hasher.hexdigest())
out.add(
    BLAKE2b.new(digest_bits=256, key=KEY).update(DATA).hexdigest(),
    keccak.new(digest_bits=384, data=DATA).hexdigest(),
)
out.add(
    HMAC.new(KEY, DATA, SHA256).hexdigest(),
    CMAC.new(KEY, DATA, AES).hexdigest(),
    KMAC256.new(key=KEY, mac_len=24, data=DATA).hexdigest(),
)
out.add(
    PBKDF2("password", IV, 32, count=200, hmac_hash_module=SHA256),
    HKDF(KEY, 40, IV, SHA256),
    scrypt("pw", IV.hex(), 32, 256, 8, 1),
)
for curve in ("P-256", "P-384", "Ed25519"):
    key = (
        ECC.construct(curve=curve, d=12345678901234567890)
        if curve != "Ed25519"
        else ECC.construct(curve=curve, seed=KEY)
    )
    point = key.pointQ
    out.add(curve, int(point.x), int(point.y), int((point * 5 + point).x), point == point.copy())
buffer = bytearray(len(DATA))
AES.new(KEY, AES.MODE_CBC, iv=IV).encrypt(memoryview(DATA)[:1600], output=memoryview(buffer)[:1600])
out.add(bytes(buffer[:80]), strxor(KEY, bytes(32)) == KEY)
for wrong in (KEY[:5], b""):
    try:
        AES.new(wrong, AES.MODE_ECB)
    except ValueError as error:
        out.add(str(error))
out.finish()
