"""The rehearsal of a deployment on a second emulator, MiniStack, which shares no code with the local stack."""
