"""What a profile may rule, section by section; every value is checked when a profile is loaded."""
