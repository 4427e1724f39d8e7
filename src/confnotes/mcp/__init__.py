"""The MCP server, `confnotes mcp`: a vault for assistants, through the official SDK, which no other room imports.

`server.py` defines the tools. They answer from an `AudienceVault`, which has no private notes and lines unless the
server was started with `--include-private`. Nothing is written without `--write`.
"""
