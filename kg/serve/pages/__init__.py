"""The web pages of `kg serve`, one module each. All work without JavaScript; what needs it says so."""
