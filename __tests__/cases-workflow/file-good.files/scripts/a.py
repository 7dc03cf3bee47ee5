x = {"a": {"b": 1}}
return "{{nodes.start.x}}"
