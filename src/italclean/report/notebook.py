def notebook_view(result): return ""
