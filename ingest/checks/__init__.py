"""What an archivist looks for on a scan: signatures, seals, copies, pages and blanks."""
