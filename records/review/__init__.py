"""What a person should look at: the queue, checks, findings of scans, papers scanned twice."""
