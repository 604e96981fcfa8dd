# Bindings of the user's own: warnings only, exit 0.
mpuc check --regions 16 --schema data/rules/0400-schema-mismatch_user/bindings data/rules/0400-schema-mismatch_user/bad.dts | grep MPU0400
