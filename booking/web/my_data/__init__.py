"""My data: what is kept about me and why, why a day counts, export, disputes, and what I may delete."""
