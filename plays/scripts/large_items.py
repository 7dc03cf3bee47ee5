# The items of a subscription that are worth an offer of their own, largest first.
items = nodes["start"]["items"] or []
large = [item for item in items if item["quantity"] >= 10]
return sorted(large, key=lambda item: item["quantity"], reverse=True)
