# A domain that states only a size gets its place; a new one needs a kernel.
d=data/domains
cat > sizes.yaml <<'END'
domains:
  xen:
    compatible: "openamp,domain-v1"
    cpus:
      - {cluster: cpus_r82, cpumask: 3, mode: {el: 2}}
    domains:
      safety:
        cpus:
          - {cluster: cpus_r82, cpumask: 1, mode: {el: 1}}
        memory:
          - size: 256M
      logger:
        cpus:
          - {cluster: cpus_r82, cpumask: 1, mode: {el: 1}}
        memory:
          - size: 512M
        access:
          - dev: "/serial@9c090000"
          - dev: "can*"
      dom0:
        memory:
          - size: 1G
  freertos:
    compatible: "openamp,domain-v1"
    memory:
      - start: 0x1000
        size: 0x1000
END
a="--regions 16 --no-config --domains sizes.yaml"
mpuc place $a $d/machine.dts --format dtso -o p.dtso
echo "exit $?"
cat p.dtso
mpuc check $a $d/machine.dts p.dtso | grep -v '^notes'
sed -i 's/^      logger/      extra/' sizes.yaml
mpuc check $a $d/machine.dts | grep 'error'
