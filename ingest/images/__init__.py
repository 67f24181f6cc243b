"""Setting a page upright and clean before it is read, and finding its ruled grid."""
