"""References (互见): papers that concern a second customer, by a person or proposed."""
