"""The tables of a bulletin as workbooks: one plan, written as XLSX and as ODS."""
