"""Visitors as their hosts see them: who comes, whom to invite."""
