# SPDX-License-Identifier: BSD-2-Clause
"""Just enough of a device tree blob to find the ranges that it names."""
import struct

LISTS = {	# property: whose cells, groups of address and size cells
    "reg": ("parent", "as"), "xen,static-mem": ("parent", "as"),
    "xen,static-heap": ("root", "as"), "xen,shared-mem": ("parent", "aas"),
}


class Node:
    def __init__(self, name, parent):
        self.name, self.parent = name, parent
        self.props, self.children = {}, []

    def cells(self):
        """#address-cells and #size-cells, inherited as Xen does it."""
        found = []
        for key, default in (("#address-cells", 2), ("#size-cells", 1)):
            node = self
            while node and key not in node.props:
                node = node.parent
            found.append(struct.unpack(">I", node.props[key])[0]
                         if node else default)
        return found


def parse(blob):
    """The root node."""
    _, _, struct_at, strings_at = struct.unpack_from(">4I", blob)
    at, node = struct_at, None
    while True:
        token, = struct.unpack_from(">I", blob, at)
        at += 4
        if token == 1:
            end = blob.index(b"\0", at)
            child = Node(blob[at:end].decode(), node)
            if node:
                node.children.append(child)
            node = child
            at = (end + 4) & ~3
        elif token == 2:
            if not node.parent:
                return node
            node = node.parent
        elif token == 3:
            length, name_at = struct.unpack_from(">II", blob, at)
            name_at += strings_at
            name = blob[name_at:blob.index(b"\0", name_at)].decode()
            node.props[name] = blob[at + 8:at + 8 + length]
            at = (at + 8 + length + 3) & ~3


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def ranges(root):
    """(what, base, last) for each range of memory that the tree names."""
    for node in walk(root):
        for name, value in node.props.items():
            whose, form = LISTS.get(name, ("", ""))
            if name.startswith("mpu,") and name.endswith("-section"):
                whose, form = "sections", "as"
            if not form:
                continue
            if whose == "sections" and "#mpu,address-cells" in node.props:
                sizes = [struct.unpack(">I", node.props["#mpu,%s-cells" % k])
                         [0] for k in ("address", "size")]
            elif whose in ("root", "sections"):
                sizes = root.cells()
            else:
                sizes = (node.parent or node).cells()
            if not sizes[1]:
                continue	# a CPU's number
            counts = [sizes["as".index(c)] for c in form]
            words = struct.unpack(">%dI" % (len(value) // 4), value)
            step = sum(counts)
            for i in range(0, len(words) - step + 1, step):
                numbers, at = [], i
                for count in counts:
                    number = 0
                    for word in words[at:at + count]:
                        number = number << 32 | word
                    numbers.append(number)
                    at += count
                if numbers[-1]:
                    yield (node.name + " " + name, numbers[0],
                           numbers[0] + numbers[-1] - 1)
