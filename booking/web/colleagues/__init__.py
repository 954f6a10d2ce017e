"""With whom: who of one's team and one's favourite colleagues is in when, and the best day to meet them."""
