"""The Teams bot: book, cancel and ask in a chat, in Teams' own search box, and be told what others did to one's days."""
