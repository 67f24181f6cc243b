"""The files (案卷): what one is, where papers lie in it, its catalogue, grade and deadlines."""
