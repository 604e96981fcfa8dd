# An overlay needs a tree before it.
mpuc check more.dtso
