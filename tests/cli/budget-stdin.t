# The tree and the commands can't both come from standard input.
mpuc budget --batch - - < /dev/null
