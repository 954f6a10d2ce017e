"""What those with a duty of safety need, and only they."""
