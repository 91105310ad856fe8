"""The pictures in the documents, taken of the running product: `make screenshots`."""
