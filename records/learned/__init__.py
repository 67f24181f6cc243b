"""What was learned: answers beside what the machine had said, models, own types, taught forms."""
