"""The toolbox: no models, nothing about mentoring."""
