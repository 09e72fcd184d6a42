"""A workbook as an OpenDocument spreadsheet, part by part."""
