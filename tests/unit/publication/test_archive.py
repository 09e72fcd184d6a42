"""Zip archives: the order is kept, the clock and the user leave no trace."""

import io
import zipfile

from probata.publication.archive import pack_archive, unpack_archive

FILES = {"mimetype": b"a/b", "z.xml": b"<z/>" * 100, "a/b.xml": b""}


def test_files_come_back_in_their_order():
    packed = pack_archive(FILES, stored={"mimetype"})
    assert list(unpack_archive(packed).items()) == list(FILES.items())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        kinds = {item.filename: item.compress_type for item in archive.infolist()}
        moments = {item.date_time for item in archive.infolist()}
    assert kinds == {
        "mimetype": zipfile.ZIP_STORED,
        "z.xml": zipfile.ZIP_DEFLATED,
        "a/b.xml": zipfile.ZIP_DEFLATED,
    }
    assert moments == {(1980, 1, 1, 0, 0, 0)}
    # Readers that know a file type by its first bytes find the type at byte 38.
    assert packed[30:41] == b"mimetypea/b"
