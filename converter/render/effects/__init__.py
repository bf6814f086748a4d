"""Effects: what changes pictures on their way to the frame."""
