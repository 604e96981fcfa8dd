# SPDX-License-Identifier: BSD-2-Clause
# Checks a deployed host device tree and packs its boot layout beside it.
# In the recipe or image that deploys the tree:
#
#   inherit mpuc
#   MPUC_TREE = "host.dtb"
#   MPUC_OPTIONS = "--platform cortex-r52-16 --xen ${DEPLOY_DIR_IMAGE}/xen-syms"
#
# MPUC_LAYOUT = "" only checks.  mpuc-native must provide mpuc and mpuc-ci.
MPUC_TREE ?= ""
MPUC_OPTIONS ?= ""
MPUC_LAYOUT ?= "boot.layout"
MPUC_FOLDER ?= "${DEPLOY_DIR_IMAGE}"

DEPENDS += "mpuc-native"

do_mpuc() {
	if [ -z "${MPUC_TREE}" ]; then
		echo "mpuc: MPUC_TREE is not set" >&2
		exit 1
	fi
	cd "${MPUC_FOLDER}"
	mpuc-ci --sarif mpuc.sarif ${MPUC_OPTIONS} -- "${MPUC_TREE}"
	if [ -n "${MPUC_LAYOUT}" ]; then
		mpuc pack ${MPUC_OPTIONS} -o "${MPUC_LAYOUT}" -- "${MPUC_TREE}"
	fi
}

addtask mpuc after do_deploy before do_build
