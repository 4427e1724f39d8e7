"""A Summary or Program to bytes: one format a file."""
