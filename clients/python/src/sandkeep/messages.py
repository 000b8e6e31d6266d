"""Every message and enum value of the contract, as protoc makes them.

Values that this package is too old to know are plain numbers; treat them like the one that ends in UNSPECIFIED.

>>> from sandkeep import messages
>>> messages.SandboxState.Name(messages.SANDBOX_STATE_RUNNING)
'SANDBOX_STATE_RUNNING'
"""

from ._gen.messages import *  # noqa: F403
