"""Microsoft 365 on one laptop: Entra, Outlook and Teams, as far as the product needs them; nothing of the product itself."""
