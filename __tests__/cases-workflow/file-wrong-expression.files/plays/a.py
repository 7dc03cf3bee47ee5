x = 1
return {{nodes.nowhere.x}}
