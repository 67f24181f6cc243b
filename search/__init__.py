"""The read side of search: what a person typed becomes pages, with the words marked."""
