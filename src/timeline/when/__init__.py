"""When something happened: as precisely as the source says, and no more."""
