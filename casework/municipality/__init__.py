"""What the municipality itself has set while all runs: its names, its texts, its channels, its notice and switches.

The settings of the environment and the files of texts are the default; what stands here goes before them, in every
process alike.
"""
