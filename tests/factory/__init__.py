"""The project's one generator of documents, with the exact truth about each of them.

Customers (`people`), single values (`values`), the paper (`layout`, `table`, one module for each
kind of document), its rendering (`render`), the harm done to it (`degrade`) and the files it is
stored in (`files`). Everything follows from one `random.Random`.
"""
