"""Papers scanned twice, whole or in part: how surely they are told from others on their form."""
