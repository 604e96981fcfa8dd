# A profile that there is not.
mpuc profiles cortex-r99
