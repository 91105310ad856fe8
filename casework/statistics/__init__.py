"""What the dashboard shows: figures of conversations without anything that was said in them."""
