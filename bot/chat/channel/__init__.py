"""Teams itself: the only place that imports the Bot Framework. Proves who speaks, and turns activities into our values and back."""
