"""The MCP server, `confnotes mcp`: a vault for assistants, through the official SDK, which no other room imports.

`server.py` has the tools. What they answer comes from an `AudienceVault`: private notes and lines are not there,
whatever is asked, unless the server was started with `--include-private`. Nothing is written without `--write`.
"""
