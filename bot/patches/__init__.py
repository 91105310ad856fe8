"""Two costs and one silence of Rasa's server, mended. Each patch says what, why and for which exact version."""
