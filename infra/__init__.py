"""What the product runs on: Azure for a company, one laptop for everybody who wants to see it."""
