# No command is a usage error that shows the help.
mpuc
