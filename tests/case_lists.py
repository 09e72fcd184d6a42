"""Rows of case lists as a unit would send them."""

import csv
import io

ROW = {
    "CRN": "X000001",
    "Event number": "1",
    "Date of birth": "03/02/1985",
    "Restricted": "N",
    "PDU": "Swindon and Wiltshire",
    "Sentence date": "01/10/2022",
    "Sentence type": "ORA Community Order",
    "Commencement date": "03/10/2022",
    "Release date": "",
    "PSS start date": "",
    "Termination date": "",
    "Requirement": "F",
    "Live review": "None",
    "OGRS": "50",
}


def list_rows(*changes):
    """Rows of a list: each is the usual row with some cells changed."""
    return [
        {**ROW, "CRN": f"X{at:06d}", **change} for at, change in enumerate(changes, 1)
    ]


def csv_bytes(rows):
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()
