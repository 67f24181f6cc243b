"""Papers that lie by a former profile: noticed, foreseen, and put where the present one says."""
