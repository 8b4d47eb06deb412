"""The calendar clerk: makes each person's Outlook calendar say what the bookings say."""
