"""Me: one's own choices. One file and one template per section; a new section is one line in page.py."""
