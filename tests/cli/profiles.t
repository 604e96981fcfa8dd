# The compiled-in profiles.
mpuc profiles
