# SPDX-License-Identifier: Apache-2.0
"""Ed25519 signatures (RFC 8032) over a release's manifest, and the keys for them.

Keys are PEM files as OpenSSL writes them; a signature is Base64 on one line. So a committee without
blindscan can check it too:

    base64 -d manifest.sig > sig && openssl pkeyutl -verify -pubin -inkey KEY.pub -rawin -in manifest.json -sigfile sig
"""  # noqa: E501 - a command to copy

import base64
import binascii
import os
from pathlib import Path
from typing import TYPE_CHECKING

from blindscan.model.errors import UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def make_keys(path: Path) -> Path:
    """Write a new private key to `path`, for the owner alone, and give the path of its public key,
    beside it with the ending .pub. Raises UsageError when either file exists or cannot be written."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    public = path.with_name(path.name + ".pub")
    key = Ed25519PrivateKey.generate()
    private_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public_pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    if os.path.lexists(path) or os.path.lexists(public):
        raise UsageError("audit.key_exists")
    try:
        _write_new(path, private_pem, 0o600)
        _write_new(public, public_pem, 0o644)
    except OSError as error:
        raise UsageError("audit.key_unwritable") from error
    return public


def _write_new(path: Path, content: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(content)


def load_key(path: Path) -> "Ed25519PrivateKey":
    """The private key in a PEM file. Raises UsageError for anything else."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError("audit.key_bad") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("audit.key_bad")
    return key


def signature(content: bytes, key: "Ed25519PrivateKey") -> bytes:
    """The signature's one line. The same content and key always give the same line."""
    return base64.b64encode(key.sign(content)) + b"\n"


def is_signed(content: bytes, signed: bytes, public: Path) -> bool:
    """Whether `signed` is the signature of `content` by the key whose public half is in a PEM file.

    Raises UsageError when the file holds no Ed25519 public key.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(public.read_bytes())
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise UsageError("audit.public_key_bad") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError("audit.public_key_bad")
    try:
        key.verify(base64.b64decode(signed.strip(), validate=True), content)
    except (InvalidSignature, binascii.Error):
        return False
    return True
