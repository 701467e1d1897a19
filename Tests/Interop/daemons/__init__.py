"""The daemons that are tested, each with what its package in Debian is called."""

from .bird import BIRD
from .exabgp import ExaBGP
from .frr import FRR
from .gobgp import GoBGP
from .openbgpd import OpenBGPD

DAEMONS = [FRR, BIRD, GoBGP, OpenBGPD, ExaBGP]
