"""Fetching with pinned addresses, limits and one deadline: the only opener of sockets outward."""
