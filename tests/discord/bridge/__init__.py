"""A Discord on loopback sockets, for tests: simcord's world behind REST, a gateway and a control plane."""
