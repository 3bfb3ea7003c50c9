"""Breaking things on real servers: no notice may be lost or come twice. See docs/reliability.md."""
