# Check needs an input.
mpuc check
