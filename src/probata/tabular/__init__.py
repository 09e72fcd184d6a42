"""Files of rows as they come: CSV and XLSX cells as text, before anything is believed."""
