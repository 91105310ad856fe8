"""Several of each process: right answers, nothing lost, and what it costs. `make test-scale` plays it all."""
