"""Agendas as the programs that publish them serve them."""
