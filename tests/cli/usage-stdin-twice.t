# Standard input can be read once.
mpuc check - - < /dev/null
