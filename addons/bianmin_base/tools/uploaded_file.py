"""What a file from outside is, told by its content and not by its name.

Papers come from phones, scanners and memory sticks. A file is taken when it is a
picture, a PDF, an OFD (GB/T 33190) or an Office document that is whole, holds no
program and does not unpack to more than a machine bears.
"""

import io
import re
import unicodedata
import warnings
import zipfile
import zlib

from PIL import Image

MEGABYTE = 1024 * 1024
LONGEST_STEM = 80
# A page of A4 at 600 dots per inch has 35 million.
MOST_PIXELS = 100_000_000
UNPACKED_BYTES = 300 * MEGABYTE
PIECE_BYTES = MEGABYTE
# A name of 13 letters, each written as three.
LONGEST_NAME = 64
MOST_MEMBERS = 2000

MIMETYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
PICTURE_HEADS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
PICTURE_FORMATS = ("JPEG", "PNG")
ARCHIVE_HEADS = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
# The member that makes a zip file a document of its kind.
ARCHIVE_KINDS = {
    "OFD.xml": "ofd",
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
}

# Names in a PDF that start or carry something; all of them long enough not to occur in
# a picture by chance.
ACTIVE_NAMES = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z])"
)
ESCAPED_BYTE = re.compile(rb"#([0-9A-Fa-f]{2})")
UNUSUAL_FILTERS = re.compile(rb"/(ASCIIHex|ASCII85|LZW|RunLength|Crypt)")
STREAM_START = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")

# What a reader of the name would see turned round, or not see at all.
FORBIDDEN = re.compile(r'[<>:"|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


class UploadProblem(ValueError):
    """Why a file is not taken.

    ``code`` is one of empty, large, program, archive, unknown, broken, pixels, bomb,
    active, locked; ``megabytes`` goes with large.
    """

    def __init__(self, code, megabytes=0):
        super().__init__(code)
        self.code = code
        self.megabytes = megabytes


def inspect(data, limit=20 * MEGABYTE):
    """Tell the kind of a file.

    :param bytes data: the whole content
    :param int limit: the largest size that is taken, in bytes
    :return: one of the keys of ``MIMETYPES``
    :raise UploadProblem: when the file is not taken
    """
    if not data:
        raise UploadProblem("empty")
    if len(data) > limit:
        raise UploadProblem("large", round(len(data) / MEGABYTE))
    for head, kind in PICTURE_HEADS.items():
        if data.startswith(head):
            _inspect_picture(data)
            return kind
    if data.startswith(PROGRAM_HEADS):
        raise UploadProblem("program")
    if b"%PDF-" in data[:1024]:
        _inspect_pdf(data)
        return "pdf"
    if data.startswith(ARCHIVE_HEADS):
        return _inspect_archive(data)
    raise UploadProblem("unknown")


def clean_name(name, kind):
    """A name under which the file is kept: no folders, no invisible or reserved
    characters, not too long, and with the ending of what it is.

    :param str name: the name as it was sent
    :param str kind: one of the keys of ``MIMETYPES``
    """
    name = (
        unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    )
    name = "".join(
        character
        for character in name
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 5 or " " in ending:
        stem = name
    stem = (
        FORBIDDEN.sub("_", " ".join(stem.split())).strip(". ")[:LONGEST_STEM].rstrip()
    )
    if not stem or RESERVED.match(stem):
        stem = f"_{stem}"
    return f"{stem}.{kind}"


def _inspect_picture(data):
    with warnings.catch_warnings():
        # Pillow warns of large pictures; they are counted here.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=PICTURE_FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UploadProblem("pixels")
                picture.load()
            # Odoo lets Pillow fill up what is missing at the end: it is looked for.
            is_jpeg = data.startswith(b"\xff\xd8")
            whole = _is_whole_jpeg(data) if is_jpeg else b"IEND" in data
        except UploadProblem:
            raise
        except Image.DecompressionBombError as error:
            raise UploadProblem("pixels") from error
        # Pillow raises what its decoders raise: OSError, SyntaxError and more.
        except Exception as error:
            raise UploadProblem("broken") from error
    if not whole:
        raise UploadProblem("broken")


def _is_whole_jpeg(data):
    """Whether the end of the picture follows its scan (ITU-T T.81, annex B)."""
    position = 2
    while data[position + 1] != 0xDA:
        if data[position] != 0xFF:
            return False
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return data.find(b"\xff\xd9", position) > 0


def _inspect_archive(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UploadProblem("archive") from error
    names = {member.filename for member in members}
    kind = next((kind for name, kind in ARCHIVE_KINDS.items() if name in names), None)
    if (
        len(members) > MOST_MEMBERS
        or sum(m.file_size for m in members) > UNPACKED_BYTES
    ):
        raise UploadProblem("bomb")
    if kind is None:
        raise UploadProblem("archive")
    if any(_is_active_member(name.lower()) for name in names):
        raise UploadProblem("active")
    return kind


def _is_active_member(name):
    return name.endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) or "activex" in name


def _inspect_pdf(data):
    """Refuse a PDF that starts a program or carries files, in the open or packed."""
    if b"%%EOF" not in data[-2048:]:
        raise UploadProblem("broken")
    plain = _unescape(data)
    if re.search(rb"/Encrypt(?![A-Za-z])", plain):
        raise UploadProblem("locked")
    if ACTIVE_NAMES.search(plain) or _hides_objects(plain):
        raise UploadProblem("active")
    for text in _iterate_unpacked(data):
        if ACTIVE_NAMES.search(_unescape(text)):
            raise UploadProblem("active")


def _unescape(data):
    # A name may hide its letters: /J#61vaScript is /JavaScript.
    return ESCAPED_BYTE.sub(lambda found: bytes.fromhex(found[1].decode()), data)


def _hides_objects(plain):
    """Whether objects are packed as no writer does, and as this does not unpack."""
    return any(
        UNUSUAL_FILTERS.search(plain[max(0, found.start() - 300) : found.end() + 300])
        for found in re.finditer(rb"/ObjStm", plain)
    )


def _iterate_unpacked(data):
    """What the streams of a PDF hold, piece by piece, each after the end of the last.

    :raise UploadProblem: when it is more than a machine bears
    """
    left = UNPACKED_BYTES
    for start in STREAM_START.finditer(data):
        packed = memoryview(data)[start.end() :]
        unpacker = zlib.decompressobj()
        tail = b""
        try:
            while packed and not unpacker.eof:
                piece = unpacker.decompress(packed, PIECE_BYTES)
                packed = unpacker.unconsumed_tail
                left -= len(piece)
                if left < 0:
                    raise UploadProblem("bomb")
                yield tail + piece
                tail = piece[-LONGEST_NAME:]
        except zlib.error:
            # Not packed, or with a damaged end: what is in the open was looked at.
            continue
