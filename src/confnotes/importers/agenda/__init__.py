"""Agendas as published by conference management programs."""
