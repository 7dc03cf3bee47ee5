return {{nodes.nowhere.x}}
return {{nodes.a.}}