"""The voices, a file for each, by the name that the settings give."""
