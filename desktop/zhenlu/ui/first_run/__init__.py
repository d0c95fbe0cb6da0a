"""The first start: language and person, passphrase, recovery key, microphone, this computer."""
