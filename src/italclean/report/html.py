def report_page(result): return ""
