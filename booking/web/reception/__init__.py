"""The reception of a site: who is expected, who is here, who has left."""
