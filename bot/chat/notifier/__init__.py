"""Tells people what others did to their days, reminds them the evening before, and tells admins when calendars don't follow."""
