"""What is to be done outside for a booking: noted from the journal, kept, and tried until it is done. Calendar and chat share it."""
