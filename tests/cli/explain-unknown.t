# A code that there is not.
mpuc explain MPU9999
