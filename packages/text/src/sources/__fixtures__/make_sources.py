"""Writes the sources of many records that the readers' contract is tested on, by other people's writers.

Run once: python make_sources.py (pyarrow 25, zstandard 0.25, warcio 1.7).
"""

import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

folder = Path(__file__).parent
texts = [f"Document {n}: «Ça va»，第{n}个文档 \"quoted\", and\na second line. " * (n % 4 + 1) for n in range(12)]
rows = [
    {"text": text, "url": f"https://example.org/{n}", "id": f"doc-{n}", "language": "fr", "score": n / 4}
    for n, text in enumerate(texts)
]


def write_parquet(codec: str) -> None:
    table = pa.Table.from_pylist([*rows, {**rows[0], "text": None, "id": "no-text"}])
    pq.write_table(table, folder / f"rows-{codec}.parquet", compression=codec, row_group_size=5)


def write_warc(warc_name: str, gzipped: bool) -> None:
    with open(folder / warc_name, "wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        for n, text in enumerate(texts):
            uri = f"https://example.org/{n}"
            body = f"<html><body><p>{text}</p></body></html>".encode()
            fields = [("Content-Type", "text/html; charset=utf-8")]
            if n % 3 == 1:
                body = gzip.compress(body, mtime=0)
                fields.append(("Content-Encoding", "gzip"))
            if n % 3 == 2:
                body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
                fields.append(("Transfer-Encoding", "chunked"))
            headers = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
            date = {"WARC-Date": "2026-01-02T03:04:05Z", "WARC-Record-ID": f"<urn:uuid:{n:032d}>"}
            writer.write_record(
                writer.create_warc_record(uri, "response", io.BytesIO(body), http_headers=headers, warc_headers_dict=date)
            )
            request = StatusAndHeaders(f"GET /{n} HTTP/1.1", [("Host", "example.org")], is_http_request=True)
            writer.write_record(writer.create_warc_record(uri, "request", http_headers=request, warc_headers_dict=date))
        gone = StatusAndHeaders("404 Not Found", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        date = {"WARC-Date": "2026-01-02T03:04:05Z", "WARC-Record-ID": "<urn:uuid:404>"}
        writer.write_record(
            writer.create_warc_record("https://example.org/gone", "response", io.BytesIO(b"no"), http_headers=gone, warc_headers_dict=date)
        )


for name in ("none", "snappy", "gzip", "brotli", "zstd", "lz4"):
    write_parquet(name)
write_warc("pages.warc", False)
write_warc("pages.warc.gz", True)
lines = "".join(json.dumps(row, ensure_ascii=row["score"] > 1) + "\n" for row in rows)
(folder / "rows.jsonl.zst").write_bytes(zstandard.ZstdCompressor(level=3, write_checksum=True).compress(lines.encode()))
