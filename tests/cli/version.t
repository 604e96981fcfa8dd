# The version.
mpuc --version
mpuc -V
